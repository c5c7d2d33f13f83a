"""Those who do not participate."""

from server.rules.nonparticipating import limiting_charge
from tests.rules.claims import outcomes, priced, steps_of


def test_golden_table(case):
    claim, facts = priced(case)
    most = limiting_charge(claim, facts)

    assert outcomes(claim) == case["expected"]
    assert ("none" if most is None else str(most)) == case["limiting_charge"]


def test_step_cites_the_documentation():
    claim, _ = priced({"lines": ["99214"], "participating": False})
    (step,) = steps_of(claim, "nonparticipating")

    assert [source.id for source in step.sources] == ["rvu-layout-nonpar"]
    assert "95%" in step.because


def test_those_who_participate_take_no_step():
    claim, _ = priced({"lines": ["99214"]})

    assert steps_of(claim, "nonparticipating") == []
