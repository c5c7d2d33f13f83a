"""Who pays: the deductible, the patient's share, and what Medicare sends."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from catalog.policy import Parameter
from server.money import ZERO, cents
from server.rules.claim import Cited, Claim, Facts, Line, LineFacts

ASSISTED = ("CQ", "CO")  # therapy by an assistant
THERAPY, PLANS = "5", ("GP", "GO")  # multiple-procedure indicator; plans of care
SCREENING = "PT"  # a colorectal screening that became a treatment
BESIDE_SCREENING = ("G0500", "00811", "99153")
DIETITIAN = "RD"
NUTRITION = ("97802", "97803", "97804", "G0270", "G0271")  # medical nutrition therapy
MODIFIERS = frozenset({*ASSISTED, SCREENING})
FREE = ("clinical_laboratory",)  # rules whose lines the patient owes nothing for
FREE_OF_SHARE = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """The allowed amount by who pays it. Medicare's part is after sequestration."""

    deductible: Decimal = ZERO
    coinsurance: Decimal = ZERO
    sequestration: Decimal = ZERO
    medicare_pays: Decimal = ZERO
    sources: tuple[Cited, ...] = ()

    @property
    def patient_pays(self) -> Decimal:
        """Deductible and coinsurance; sequestration is never the patient's."""
        return self.deductible + self.coinsurance


def settlement(claim: Claim, facts: Facts, deductible_left: Decimal) -> Settlement:
    """Divide what is allowed between the patient and Medicare, line by line.

    The deductible is taken first, in the order of the lines; coinsurance is a share of
    the rest, rounded to the cent. Laboratory tests have neither; a screening that
    became a treatment (PT) has no deductible and a lower share; drugs have the share
    of their own limit. Therapy by an assistant (CQ, CO) scales Medicare's part, not
    the patient's. Sequestration is taken off Medicare's part.

    Source:
        Social Security Act 1833; 1834(v); Budget Control Act of 2011.
    """
    deductible = coinsurance = cut = paid = ZERO
    sources: dict[Cited, None] = {}
    for line in claim.priced:
        allowed = claim.standing(line)
        own = min(deductible_left, allowed) if _deductible(claim, facts, line) else ZERO
        deductible_left -= own
        share, cited = _share(claim, facts, line)
        owed = cents((allowed - own) * share)
        program = allowed - own - owed
        program, more = _assistant(facts, line, program)
        off, less = _sequestered(facts, line, program)
        deductible, coinsurance = deductible + own, coinsurance + owed
        cut, paid = cut + off, paid + program - off
        sources |= dict.fromkeys(each for each in (*cited, *more, *less))
    return Settlement(
        deductible=deductible,
        coinsurance=coinsurance,
        sequestration=cut,
        medicare_pays=paid,
        sources=tuple(sources),
    )


def without_effect(line: Line, known: LineFacts) -> list[str]:
    """Modifiers of a line that say who pays, on a code that they are not for."""
    found = [SCREENING] if SCREENING in line.modifiers and not _screening(line) else []
    if not _therapy(line, known):
        found += [each for each in ASSISTED if each in line.modifiers]
    return found


def _screening(line: Line) -> bool:
    """PT is for surgery, and what goes with a colonoscopy."""
    surgery = line.code.isdigit() and "10000" <= line.code <= "69999"
    return SCREENING in line.modifiers and (surgery or line.code in BESIDE_SCREENING)


def _therapy(line: Line, known: LineFacts) -> bool:
    """Therapy by its indicator, or by the plan of care that a modifier names."""
    row = known.whole
    always = row is not None and row.multiple_procedure == THERAPY
    return always or any(each in PLANS for each in line.modifiers)


def _deductible(claim: Claim, facts: Facts, line: Line) -> bool:
    """Whether the deductible applies: not to tests, nutrition therapy and screenings.

    Nor to drugs to which CMS's file gives no share: preventive vaccines and drugs.
    """
    drug = facts.lines[line.number].drug
    free = claim.began_with(line) in FREE or _nutrition(claim, line)
    return not (free or _screening(line) or (drug and drug.coinsurance == 0))


def _nutrition(claim: Claim, line: Line) -> bool:
    """Medical nutrition therapy by a dietitian: a preventive service, without share."""
    return claim.practitioner == DIETITIAN and line.code in NUTRITION


def _share(claim: Claim, facts: Facts, line: Line) -> tuple[Decimal, tuple[Cited, ...]]:
    known = facts.lines[line.number]
    if claim.began_with(line) in FREE or _nutrition(claim, line):
        return FREE_OF_SHARE, ()
    if (
        known.drug
        and claim.began_with(line) == "drug_limits"
        and known.drug.coinsurance is not None
    ):
        return known.drug.coinsurance / 100, ()
    name = "coinsurance_PT" if _screening(line) else "coinsurance"
    stated = known.parameters.get(f"patient_share.{name}")
    stated = stated or known.parameters["patient_share.coinsurance"]
    return stated.decimal, (stated.source,)


def _assistant(
    facts: Facts, line: Line, program: Decimal
) -> tuple[Decimal, tuple[Cited, ...]]:
    known = facts.lines[line.number]
    assisted = any(modifier in ASSISTED for modifier in line.modifiers)
    if not assisted or not _therapy(line, known):
        return program, ()
    stated = known.parameters.get("therapy_assistants.share")
    return _times(stated, program) if stated else (program, ())


def _sequestered(
    facts: Facts, line: Line, program: Decimal
) -> tuple[Decimal, tuple[Cited, ...]]:
    stated = facts.lines[line.number].parameters.get("sequestration.share")
    return _times(stated, program) if stated else (ZERO, ())


def _times(stated: Parameter, amount: Decimal) -> tuple[Decimal, tuple[Cited, ...]]:
    return cents(amount * stated.decimal), (stated.source,)
