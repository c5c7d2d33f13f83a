"""Claims made by hand for the tests of the pricing rules: claims, facts, outcomes.

A case is a table of a golden file. Its lines are written as people do::

    "99214-25", "97110x3", "66984-55 70 days", "01402-AA 129 min", "20610 $80.00",
    "45380 @2025-10-16"

A code's figures are those of ``ROWS``, cut from CMS's file without its texts, unless
the case has rows of its own; a row's ``fee`` stands for one relative value of that
size, which a ``factor`` of 1 makes dollars.
"""

import re
from dataclasses import fields
from datetime import date
from decimal import Decimal
from itertools import pairwise

from catalog.holding import Held
from catalog.policy import in_force
from catalog.records import (
    FOREVER,
    DrugLimit,
    Gpci,
    LabFee,
    PhysicianFee,
    PlaceOfService,
    Release,
)
from server.rules import price
from server.rules.claim import AnesthesiaFacts, Claim, Facts, Line, LineFacts

AUTUMN = date(2025, 10, 15)  # RVU25D is in force
LINE = re.compile(r"(\w{5})((?:-\w\w)*)(?:x(\d+))?((?: \S+)*)")
DEFAULTS = {
    "code": "",
    "modifier": "",
    "status": "A",
    "na_nonfacility": False,
    "na_facility": False,
    "pctc": "0",
    "global_days": "000",
    "multiple_procedure": "0",
    "bilateral": "0",
    "assistant": "0",
    "cosurgeon": "0",
    "team": "0",
    "endoscopic_base": "",
    "imaging_family": "99",
    "supervision": "09",
    "calculation_flag": "0",
    "not_paid_flag": "",
    "pricing_indicator": "",
}
# GPCI2025.csv and ANES2025.csv of RVU25D: work, practice, malpractice; dollars a unit.
PLACES = {
    "": (None, "20.3178"),
    "10112-00": (("1", "0.869", "0.575"), "19.31"),
    "13202-01": (("1.065", "1.166", "1.656"), None),
    "02102-01": (("1.5", "1.081", "0.592"), "27.86"),
}
NAMES = [
    "code",
    "modifier",
    "status",
    "work",
    "pe_nonfacility",
    "na_nonfacility",
    "pe_facility",
    "na_facility",
    "mp",
    "pctc",
    "global_days",
    "preoperative",
    "intraoperative",
    "postoperative",
    "multiple_procedure",
    "bilateral",
    "assistant",
    "cosurgeon",
    "team",
    "endoscopic_base",
    "opps_pe_nonfacility",
    "opps_pe_facility",
    "opps_mp",
]
# PPRRVU2025_Oct.csv of RVU25D, in the order of NAMES. "-" is a blank.
ROWS = """
11402 - A 1.45 3.53 - 1.88 - 0.18 0 010 0.10 0.80 0.10 2 0 1 0 0 - 0.00 0.00 0.00
11403 - A 1.84 3.85 - 2.45 - 0.28 0 010 0.10 0.80 0.10 2 0 1 0 0 - 0.00 0.00 0.00
12032 - A 2.52 6.28 - 2.94 - 0.29 0 010 0.10 0.80 0.10 2 0 1 0 0 - 0.00 0.00 0.00
20610 - A 0.79 1.04 - 0.44 - 0.13 0 000 0.00 0.00 0.00 2 1 1 0 0 - 0.00 0.00 0.00
22554 - A 17.69 15.12 NA 15.12 - 5.75 0 090 0.10 0.69 0.21 2 0 2 2 0 - 0.00 0.00 0.00
27447 - A 19.60 15.30 NA 15.30 - 3.98 0 090 0.10 0.69 0.21 2 1 2 1 0 - 0.00 0.00 0.00
29345 - A 1.40 2.53 - 1.35 - 0.27 0 000 0.00 0.00 0.00 2 1 1 0 0 - 0.00 0.00 0.00
29870 - A 5.19 10.76 - 6.56 - 1.01 0 090 0.10 0.69 0.21 2 1 1 1 0 - 0.00 0.00 0.00
31525 - A 2.63 4.47 - 1.79 - 0.39 0 000 0.00 0.00 0.00 2 0 1 0 0 - 0.00 0.00 0.00
31528 - A 2.37 1.62 NA 1.62 - 0.35 0 000 0.00 0.00 0.00 3 0 0 0 0 31525 0.00 0.00 0.00
31622 - A 2.53 4.70 - 1.08 - 0.29 0 000 0.00 0.00 0.00 2 0 1 0 0 - 0.00 0.00 0.00
31623 - A 2.63 5.32 - 1.02 - 0.23 0 000 0.00 0.00 0.00 3 0 1 0 0 31622 0.00 0.00 0.00
36591 - T 0.00 0.82 - 0.82 NA 0.01 3 XXX 0.00 0.00 0.00 0 0 0 0 0 - 0.00 0.00 0.00
43235 - A 2.09 6.18 - 1.29 - 0.27 0 000 0.00 0.00 0.00 2 0 1 0 0 - 0.00 0.00 0.00
43239 - A 2.39 8.36 - 1.42 - 0.29 0 000 0.00 0.00 0.00 3 0 1 0 0 43235 0.00 0.00 0.00
43251 - A 3.47 10.57 - 1.90 - 0.43 0 000 0.00 0.00 0.00 3 0 1 0 0 43235 0.00 0.00 0.00
45378 - A 3.26 6.44 - 1.79 - 0.43 0 000 0.00 0.00 0.00 2 0 1 0 0 - 0.00 0.00 0.00
45378 53 A 1.63 3.22 - 0.90 - 0.22 0 000 0.00 0.00 0.00 2 0 1 0 0 - 0.00 0.00 0.00
45380 - A 3.56 8.79 - 1.93 - 0.47 0 000 0.00 0.00 0.00 3 0 1 0 0 45378 0.00 0.00 0.00
45381 - A 3.56 9.04 - 1.93 - 0.47 0 000 0.00 0.00 0.00 3 0 1 0 0 45378 0.00 0.00 0.00
45385 - A 4.57 8.33 - 2.38 - 0.56 0 000 0.00 0.00 0.00 3 0 1 0 0 45378 0.00 0.00 0.00
49505 - A 7.96 5.99 NA 5.99 - 1.99 0 090 0.09 0.81 0.10 2 1 2 1 0 - 0.00 0.00 0.00
64493 - A 1.52 3.64 - 1.05 - 0.16 0 000 0.00 0.00 0.00 2 1 2 0 0 - 0.00 0.00 0.00
66984 - A 7.35 8.23 NA 8.23 - 0.55 0 090 0.10 0.70 0.20 2 1 1 0 0 - 0.00 0.00 0.00
70496 - A 1.75 6.56 - 6.56 NA 0.11 1 XXX 0.00 0.00 0.00 4 0 0 0 0 - 6.11 6.11 0.11
70496 26 A 1.75 0.63 - 0.63 - 0.08 1 XXX 0.00 0.00 0.00 4 0 0 0 0 - 0.00 0.00 0.00
70496 TC A 0.00 5.93 - 5.93 NA 0.03 1 XXX 0.00 0.00 0.00 4 0 0 0 0 - 5.48 5.48 0.03
70498 - A 1.75 6.55 - 6.55 NA 0.11 1 XXX 0.00 0.00 0.00 4 0 0 0 0 - 6.11 6.11 0.11
70498 26 A 1.75 0.63 - 0.63 - 0.08 1 XXX 0.00 0.00 0.00 4 0 0 0 0 - 0.00 0.00 0.00
70498 TC A 0.00 5.92 - 5.92 NA 0.03 1 XXX 0.00 0.00 0.00 4 0 0 0 0 - 5.48 5.48 0.03
70551 - A 1.48 4.41 - 4.41 NA 0.09 1 XXX 0.00 0.00 0.00 4 0 0 0 0 - 7.96 7.96 0.11
70551 26 A 1.48 0.53 - 0.53 - 0.07 1 XXX 0.00 0.00 0.00 4 0 0 0 0 - 0.00 0.00 0.00
70551 TC A 0.00 3.88 - 3.88 NA 0.02 1 XXX 0.00 0.00 0.00 4 0 0 0 0 - 7.43 7.43 0.04
71046 - A 0.22 0.77 - 0.77 NA 0.02 1 XXX 0.00 0.00 0.00 0 0 0 0 0 - 2.76 2.76 0.05
71046 26 A 0.22 0.08 - 0.08 - 0.01 1 XXX 0.00 0.00 0.00 0 0 0 0 0 - 0.00 0.00 0.00
71046 TC A 0.00 0.69 - 0.69 NA 0.01 1 XXX 0.00 0.00 0.00 0 0 0 0 0 - 2.68 2.68 0.04
71250 - A 1.08 2.91 - 2.91 NA 0.06 1 XXX 0.00 0.00 0.00 4 0 0 0 0 - 3.66 3.66 0.06
71250 26 A 1.08 0.39 - 0.39 - 0.05 1 XXX 0.00 0.00 0.00 4 0 0 0 0 - 0.00 0.00 0.00
71250 TC A 0.00 2.52 - 2.52 NA 0.01 1 XXX 0.00 0.00 0.00 4 0 0 0 0 - 3.27 3.27 0.01
71260 - A 1.16 3.85 - 3.85 NA 0.07 1 XXX 0.00 0.00 0.00 4 0 0 0 0 - 5.90 5.90 0.08
71260 26 A 1.16 0.43 - 0.43 - 0.05 1 XXX 0.00 0.00 0.00 4 0 0 0 0 - 0.00 0.00 0.00
71260 TC A 0.00 3.42 - 3.42 NA 0.02 1 XXX 0.00 0.00 0.00 4 0 0 0 0 - 5.47 5.47 0.03
72141 - A 1.48 4.23 - 4.23 NA 0.09 1 XXX 0.00 0.00 0.00 4 0 0 0 0 - 7.97 7.97 0.11
72141 26 A 1.48 0.54 - 0.54 - 0.07 1 XXX 0.00 0.00 0.00 4 0 0 0 0 - 0.00 0.00 0.00
72141 TC A 0.00 3.69 - 3.69 NA 0.02 1 XXX 0.00 0.00 0.00 4 0 0 0 0 - 7.43 7.43 0.04
73560 - A 0.16 0.84 - 0.84 NA 0.02 1 XXX 0.00 0.00 0.00 0 3 0 0 0 - 2.76 2.76 0.04
73560 26 A 0.16 0.07 - 0.07 - 0.01 1 XXX 0.00 0.00 0.00 0 3 0 0 0 - 0.00 0.00 0.00
73560 TC A 0.00 0.77 - 0.77 NA 0.01 1 XXX 0.00 0.00 0.00 0 3 0 0 0 - 2.69 2.69 0.03
73721 - A 1.35 4.75 - 4.75 NA 0.09 1 XXX 0.00 0.00 0.00 4 3 0 0 0 - 7.92 7.92 0.11
73721 26 A 1.35 0.50 - 0.50 - 0.06 1 XXX 0.00 0.00 0.00 4 3 0 0 0 - 0.00 0.00 0.00
73721 TC A 0.00 4.25 - 4.25 NA 0.03 1 XXX 0.00 0.00 0.00 4 3 0 0 0 - 7.42 7.42 0.05
77067 - A 0.76 3.04 - 3.04 NA 0.05 1 XXX 0.00 0.00 0.00 0 2 0 0 0 - 0.00 0.00 0.00
77067 26 A 0.76 0.28 - 0.28 - 0.04 1 XXX 0.00 0.00 0.00 0 2 0 0 0 - 0.00 0.00 0.00
77067 TC A 0.00 2.76 - 2.76 NA 0.01 1 XXX 0.00 0.00 0.00 0 2 0 0 0 - 0.00 0.00 0.00
78452 - A 1.62 10.90 - 10.90 NA 0.12 1 XXX 0.00 0.00 0.00 6 0 0 0 0 - 40.65 40.65 0.32
78452 26 A 1.62 0.56 - 0.56 - 0.05 1 XXX 0.00 0.00 0.00 6 0 0 0 0 - 0.00 0.00 0.00
78452 TC A 0.00 10.34 - 10.34 NA 0.07 1 XXX 0.00 0.00 0.00 6 0 0 0 0 - 40.09 40.09 0.27
90837 - A 3.63 1.06 - 0.45 - 0.08 0 XXX 0.00 0.00 0.00 0 0 9 0 0 - 0.00 0.00 0.00
92235 - A 0.75 3.95 - 3.95 NA 0.02 1 XXX 0.00 0.00 0.00 7 2 0 0 0 - 10.09 10.09 0.04
92235 26 A 0.75 0.49 - 0.49 - 0.01 1 XXX 0.00 0.00 0.00 7 2 0 0 0 - 0.00 0.00 0.00
92235 TC A 0.00 3.46 - 3.46 NA 0.01 1 XXX 0.00 0.00 0.00 7 2 0 0 0 - 9.60 9.60 0.03
92250 - A 0.40 0.68 - 0.68 NA 0.02 1 XXX 0.00 0.00 0.00 7 2 0 0 0 - 4.10 4.10 0.09
92250 26 A 0.40 0.20 - 0.20 - 0.01 1 XXX 0.00 0.00 0.00 7 2 0 0 0 - 0.00 0.00 0.00
92250 TC A 0.00 0.48 - 0.48 NA 0.01 1 XXX 0.00 0.00 0.00 7 2 0 0 0 - 3.90 3.90 0.08
93000 - A 0.17 0.24 - 0.24 NA 0.02 4 XXX 0.00 0.00 0.00 6 0 0 0 0 - 0.00 0.00 0.00
93005 - A 0.00 0.18 - 0.18 NA 0.01 3 XXX 0.00 0.00 0.00 6 0 0 0 0 - 0.00 0.00 0.00
93010 - A 0.17 0.06 - 0.06 - 0.01 2 XXX 0.00 0.00 0.00 0 0 0 0 0 - 0.00 0.00 0.00
93306 - A 1.46 4.28 - 4.28 NA 0.07 1 XXX 0.00 0.00 0.00 6 0 0 0 0 - 17.34 17.34 0.17
93306 26 A 1.46 0.52 - 0.52 - 0.04 1 XXX 0.00 0.00 0.00 6 0 0 0 0 - 0.00 0.00 0.00
93306 TC A 0.00 3.76 - 3.76 NA 0.03 1 XXX 0.00 0.00 0.00 6 0 0 0 0 - 16.82 16.82 0.13
93990 - A 0.50 3.74 - 3.74 NA 0.10 1 XXX 0.00 0.00 0.00 6 0 0 0 0 - 3.37 3.37 0.10
93990 26 A 0.50 0.11 - 0.11 - 0.07 1 XXX 0.00 0.00 0.00 6 0 0 0 0 - 0.00 0.00 0.00
93990 TC A 0.00 3.63 - 3.63 NA 0.03 1 XXX 0.00 0.00 0.00 6 0 0 0 0 - 3.26 3.26 0.03
96523 - T 0.04 0.67 - 0.67 NA 0.01 5 XXX 0.00 0.00 0.00 0 0 0 0 0 - 0.00 0.00 0.00
97110 - A 0.45 0.43 - 0.43 NA 0.01 7 XXX 0.00 0.00 0.00 5 0 0 0 0 - 0.00 0.00 0.00
97140 - A 0.43 0.40 - 0.40 NA 0.01 7 XXX 0.00 0.00 0.00 5 0 0 0 0 - 0.00 0.00 0.00
97530 - A 0.44 0.62 - 0.62 NA 0.01 7 XXX 0.00 0.00 0.00 5 0 0 0 0 - 0.00 0.00 0.00
99213 - A 1.30 1.35 - 0.57 - 0.10 0 XXX 0.00 0.00 0.00 0 0 0 0 0 - 0.00 0.00 0.00
99214 - A 1.92 1.80 - 0.83 - 0.15 0 XXX 0.00 0.00 0.00 0 0 0 0 0 - 0.00 0.00 0.00
"""


def _release(name, dataset="physician_fees"):
    return Release(
        id=name.lower(),
        dataset=dataset,
        name=name,
        title=f"A release made for a test, {name}",
        effective_from=date(2022, 1, 1),
        effective_to=FOREVER,
        file="",
        sha256="",
        url="",
        rows=1,
    )


def _held(name, dataset="physician_fees"):
    return Held(_release(name, dataset), 1, True, name)


def row(**stated):
    """A row of the fee schedule; what is not stated is nothing."""
    zero = Decimal("0.00")
    if "fee" in stated:
        stated["work"] = stated.pop("fee")
    if "pe" in stated:
        stated["pe_nonfacility"] = stated["pe_facility"] = stated.pop("pe")
    figures = {
        each.name: Decimal(stated.get(each.name, zero))
        for each in fields(PhysicianFee)
        if each.name not in DEFAULTS
    }
    rest = {key: value for key, value in stated.items() if key in DEFAULTS}
    both = figures["work"] + figures["mp"]
    figures["total_nonfacility"] = both + figures["pe_nonfacility"]
    figures["total_facility"] = both + figures["pe_facility"]
    return PhysicianFee(**{**DEFAULTS, **rest}, **figures)


def _cut(text):
    cells = dict(zip(NAMES, text.split(), strict=True))
    found = {key: "" if cell == "-" else cell for key, cell in cells.items()}
    for flag in ("na_nonfacility", "na_facility"):
        found[flag] = found[flag] == "NA"
    return row(**found)


CUT = [_cut(text) for text in ROWS.strip().splitlines()]


def line(text, number=1, on=AUTUMN):
    """One line written as people do."""
    code, modifiers, units, rest = LINE.fullmatch(text).groups()
    words, more = [*rest.split(), ""], {}
    for word, following in pairwise(words):
        if word.startswith("$"):
            more["charge"] = Decimal(word[1:])
        elif word.startswith("@"):
            on = date.fromisoformat(word[1:])
        elif following == "min":
            more["minutes"] = int(word)
        elif following == "days":
            more["postoperative_days"] = int(word)
    return Line(
        number=number,
        code=code,
        modifiers=tuple(modifiers.split("-")[1:]),
        units=int(units or 1),
        on=on,
        **more,
    )


def build(case):
    """The claim of a case, and the facts it is priced with."""
    on = case.get("on", AUTUMN)
    lines = [line(text, number, on) for number, text in enumerate(case["lines"], 1)]
    own = [row(**stated) for stated in case.get("rows", [])]
    codes = {each.code for each in own}
    rows = {}
    for each in [*own, *(cut for cut in CUT if cut.code not in codes)]:
        rows.setdefault(each.code, {})[each.modifier] = each
    claim = Claim(
        lines=tuple(lines),
        practitioner=case.get("practitioner", "physician"),
        participating=case.get("participating", True),
    )
    facts = {each.number: _facts(case, each, rows) for each in lines}
    return claim, Facts(lines=facts)


def _facts(case, line, rows):
    gpci, unit = _where(case)
    own = rows.get(line.code, {})
    base = next((each.endoscopic_base for each in own.values()), "")
    return LineFacts(
        rows=own,
        fees=_held("RVU25D"),
        place=PlaceOfService(
            code=case.get("pos", "11"), rate=_rate(case), name="of a test"
        ),
        place_held=_held("POS", "places_of_service"),
        gpci=gpci,
        gpci_held=_held("GPCI2025", "gpci") if gpci else None,
        conversion_factor=Decimal(case.get("factor", "32.3465")),
        factor_source=_release("RVU25D"),
        parameters=in_force(line.on),
        endoscopic_base=rows.get(base, {}).get(""),
        **_elsewhere(case, line, unit),
    )


def _rate(case):
    return "facility" if case.get("pos", "11") in ("21", "22", "24") else "nonfacility"


def _where(case):
    name = case.get("locality", "")
    indices, unit = PLACES.get(name, (case.get("indices"), None))
    unit = case.get("anesthesia_factor", unit)
    if indices is None:
        return None, unit
    mac, _, locality = name.partition("-")
    work, pe, mp = map(Decimal, indices)
    gpci = Gpci(
        mac=mac, locality=locality, state="", name=name, work=work, pe=pe, mp=mp
    )
    return gpci, unit


def _elsewhere(case, line, unit):
    found = {}
    if line.code in case.get("lab", {}):
        rate = case["lab"][line.code]
        found["lab_release"] = _release("2026Q2", "clinical_laboratory")
        found["lab"] = LabFee(
            code=line.code,
            modifier="",
            effective_from=date(2026, 1, 1),
            indicator="N" if rate else "L",
            rate=Decimal(rate) if rate else None,
        )
    if line.code in case.get("drugs", {}):
        limit, coinsurance, dosage, note = case["drugs"][line.code]
        found["drug_release"] = _release("2026Q1", "drug_limits")
        found["drug"] = DrugLimit(
            code=line.code,
            dosage=dosage,
            payment_limit=Decimal(limit) if limit else None,
            coinsurance=Decimal(coinsurance) if coinsurance else None,
            note=note,
        )
    if line.code in case.get("base_units", {}):
        found["anesthesia"] = AnesthesiaFacts(
            base_units=case["base_units"][line.code],
            base_release=_release("2022", "anesthesia_base_units"),
            factor=Decimal(unit) if unit else None,
            factor_source=_release("ANES2025", "anesthesia_factors") if unit else None,
        )
    return found


def priced(case):
    """The claim of a case with every rule's steps, and the facts."""
    claim, facts = build(case)
    return price(claim, facts), facts


def outcomes(claim):
    """Each line's amount as text, or "refused", or "unpriced"."""
    return [_outcome(claim, line) for line in claim.lines]


def _outcome(claim, line):
    if any(each.line == line.number for each in claim.unpriced):
        return "unpriced"
    last = claim.last(line)
    if last is None:
        return "nothing"
    return str(last.amount) if last.paid else "refused"


def steps_of(claim, rule):
    """What one rule did, over all lines."""
    return [step for step in claim.steps if step.rule == rule]


def doubts(claim):
    """What the steps and the reasons say to be unsure of."""
    found = (*claim.steps, *claim.unpriced)
    return [doubt.because for each in found for doubt in each.doubts]
