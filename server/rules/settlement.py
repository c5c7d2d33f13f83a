"""Who pays: the deductible, the patient's share, and what Medicare sends."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from catalog.policy import Parameter
from server.money import ZERO, cents
from server.rules.claim import Cited, Claim, Facts, Line

ASSISTED = ("CQ", "CO")  # therapy by an assistant
SCREENING = "PT"  # a colorectal screening that became a treatment
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
        own = min(deductible_left, allowed) if _deductible(claim, line) else ZERO
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


def _deductible(claim: Claim, line: Line) -> bool:
    free = claim.began_with(line) in FREE or _nutrition(claim, line)
    return not free and SCREENING not in line.modifiers


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
        and known.drug.coinsurance
    ):
        return known.drug.coinsurance / 100, ()
    name = "coinsurance_PT" if SCREENING in line.modifiers else "coinsurance"
    stated = known.parameters.get(f"patient_share.{name}")
    stated = stated or known.parameters["patient_share.coinsurance"]
    return stated.decimal, (stated.source,)


def _assistant(
    facts: Facts, line: Line, program: Decimal
) -> tuple[Decimal, tuple[Cited, ...]]:
    if not any(modifier in ASSISTED for modifier in line.modifiers):
        return program, ()
    stated = facts.lines[line.number].parameters.get("therapy_assistants.share")
    return _times(stated, program) if stated else (program, ())


def _sequestered(
    facts: Facts, line: Line, program: Decimal
) -> tuple[Decimal, tuple[Cited, ...]]:
    stated = facts.lines[line.number].parameters.get("sequestration.share")
    return _times(stated, program) if stated else (ZERO, ())


def _times(stated: Parameter, amount: Decimal) -> tuple[Decimal, tuple[Cited, ...]]:
    return cents(amount * stated.decimal), (stated.source,)
