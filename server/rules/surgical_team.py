"""Others who operate: assistants (80, 81, 82, AS), two surgeons (62), a team (66)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from server.money import ZERO, cents
from server.rules.claim import Claim, Doubt, Facts, Level, Line, Step, Unpriced


@dataclass(frozen=True, slots=True)
class Role:
    """One way to take part in a surgery that is another's."""

    who: str
    indicator: str  # the field that says whether it is paid
    share: str | None  # the parameter; None: by report
    paid: tuple[str, ...]  # indicator values with which it is paid
    documented: tuple[str, ...]  # and those with which only records make it so


ASSISTANT = Role("an assistant", "assistant", "assistant", ("2",), ("0",))
ASSISTING_PRACTITIONER = Role(
    "an assisting PA, NP or CNS", "assistant", "assistant_practitioner", ("2",), ("0",)
)
TWO_SURGEONS = Role("each of two surgeons", "cosurgeon", "cosurgeon", ("2",), ("1",))
TEAM = Role("a team of surgeons", "team", None, ("1", "2"), ())
ROLES = {
    "80": ASSISTANT,
    "81": ASSISTANT,
    "82": ASSISTANT,
    "AS": ASSISTING_PRACTITIONER,
    "62": TWO_SURGEONS,
    "66": TEAM,
}
MODIFIERS = frozenset(ROLES)
AS, ASSISTING = "AS", ("80", "81", "82")  # the former says all of the latter


def surgical_team(claim: Claim, facts: Facts) -> Iterator[Step | Unpriced]:
    """Pay those who take part in a surgery their share of the surgeon's fee.

    Assistants 16%, a PA, NP or CNS assisting 13.6%, each of two surgeons 62.5%; a team
    by report, which nobody can price. The code's indicators say whether it is paid at
    all, or only with records that show the need. AS with 80, 81 or 82 is AS.

    Yields:
        A step for each line with such a modifier; a reason for a team, and for
        modifiers that contradict one another.

    Source:
        42 CFR 414.56(c); Medicare Claims Processing Manual (Pub. 100-04), ch. 12,
        s. 20.4.3 and 40.8.
    """
    for line in claim.on_schedule:
        asked = [each for each in line.modifiers if each in ROLES]
        roles = [each for each in asked if AS not in asked or each not in ASSISTING]
        if len(roles) > 1:
            yield _contradiction(line, facts, roles)
        elif roles:
            outcome = _outcome(claim, facts, line, roles[0])
            yield outcome if roles == asked else _twice(outcome, line)


def _contradiction(line: Line, facts: Facts, roles: list[str]) -> Unpriced:
    return Unpriced(
        line=line.number,
        rule="surgical_team",
        because=f"Modifiers {' and '.join(roles)} contradict one another on one line: "
        "send the part that was taken in the surgery.",
        sources=(facts.lines[line.number].fees.release,),
    )


def _twice(outcome: Step | Unpriced, line: Line) -> Step | Unpriced:
    said = f"line {line.number}: 80, 81 and 82 are for physicians; AS alone was priced"
    return replace(outcome, doubts=(*outcome.doubts, Doubt(Level.MEDIUM, said)))


def _outcome(claim: Claim, facts: Facts, line: Line, modifier: str) -> Step | Unpriced:
    known, role = facts.lines[line.number], ROLES[modifier]
    value = str(getattr(known.whole, role.indicator))
    release = known.fees.release
    if value not in (*role.paid, *role.documented):
        return Step(
            line=line.number,
            rule="surgical_team",
            amount=ZERO,
            because=f"{modifier}: {role.who} is never paid for {line.code} (indicator "
            f"{value}).",
            sources=(release,),
            paid=False,
        )
    if role.share is None:
        return Unpriced(
            line=line.number,
            rule="surgical_team",
            because=f"{modifier}: {role.who} is paid by report, which no rule prices.",
            sources=(release,),
            doubts=(Doubt(Level.LOW, f"{line.code}-{modifier} is priced by report"),),
        )
    share = known.parameters[f"surgical_team.{role.share}"]
    said = f"{line.code}-{modifier} is paid only where records show the need"
    return Step(
        line=line.number,
        rule="surgical_team",
        amount=cents(claim.standing(line) * share.decimal),
        because=f"{modifier}: {role.who} is paid {share.decimal.normalize():%} of the "
        "surgeon's fee.",
        sources=(share.source, release),
        doubts=(Doubt(Level.MEDIUM, said),) if value in role.documented else (),
    )
