"""Faults in a call's arguments, said in sentences."""

from typing import Annotated, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from server.arguments import SHOWN, explain
from server.requests import Lines, ServiceDate
from server.schemas import flat

PRIVATE = "Jane Roe 1950"


class Call(BaseModel):
    model_config = ConfigDict(extra="forbid")

    lines: Lines
    date_of_service: ServiceDate = None
    setting: Literal["practitioner", "outpatient_hospital"] = "practitioner"
    limit: Annotated[int, Field(ge=1, lt=101)] = 1
    share: Annotated[float, Field(gt=0)] = 1
    name: Annotated[str, Field(min_length=2, max_length=5)] = "abc"
    apm: bool = False


def said(**arguments):
    with pytest.raises(ValidationError) as caught:
        Call(**{"lines": [{"code": "99213"}], **arguments})
    return explain(caught.value, flat(Call.model_json_schema()))


@pytest.mark.parametrize(
    ("arguments", "place", "wanted"),
    [
        ({"lines": [{"code": "99213", "units": 0}]}, "lines[1].units", "1"),
        ({"lines": [{"code": "99213"}, {"code": "1", "units": -3}]}, "lines[2]", "1"),
        ({"lines": [{"code": "99213", "units": 10000}]}, "lines[1].units", "9999"),
        ({"lines": [{"code": "99213", "units": 1.5}]}, "lines[1].units", "whole"),
        ({"lines": [{"code": "99213", "units": "two"}]}, "lines[1].units", "whole"),
        ({"lines": [{"code": 99213}]}, "lines[1].code", "text"),
        ({"lines": [{"code": "9" * 21}]}, "lines[1].code", "20"),
        ({"lines": [{}]}, "lines[1].code", "send it"),
        ({"lines": ["99213"]}, "lines[1]", "code"),
        ({"lines": "99213"}, "lines", "list"),
        ({"lines": []}, "lines", "at least 1"),
        ({"lines": [{"code": "99213"}] * 51}, "lines", "50"),
        ({"lines": [{"code": "1", "modifiers": ["26"] * 5}]}, "modifiers", "4"),
        ({"lines": [{"code": "1", "modifiers": [26]}]}, "modifiers[1]", "text"),
        ({"lines": [{"code": "1", "charge": "1.234"}]}, "charge", "120.00"),
        ({"lines": [{"code": "1", "charge": "much"}]}, "charge", "120.00"),
        ({"lines": [{"code": "1", "charge": "NaN"}]}, "charge", "120.00"),
        ({"lines": [{"code": "1", "charge": "Infinity"}]}, "charge", "120.00"),
        ({"lines": [{"code": "1", "charge": "10000001"}]}, "charge", "10000000"),
        ({"lines": [{"code": "1", "units": True}]}, "lines[1].units", "whole"),
        ({"lines": [{"code": "1", "charge": "0"}]}, "charge", "more than 0"),
        ({"date_of_service": "2026-02-30"}, "date_of_service", "YYYY-MM-DD"),
        ({"date_of_service": "soon"}, "date_of_service", "YYYY-MM-DD"),
        ({"date_of_service": ["2026-01-01"]}, "date_of_service", "YYYY-MM-DD"),
        ({"date_of_service": 1738540800}, "date_of_service", "YYYY-MM-DD"),
        ({"date_of_service": 20260101.0}, "date_of_service", "YYYY-MM-DD"),
        ({"date_of_service": "1738540800"}, "date_of_service", "YYYY-MM-DD"),
        ({"date_of_service": "20260101"}, "date_of_service", "YYYY-MM-DD"),
        ({"date_of_service": "2026-01-01T00:00:00"}, "date_of_service", "YYYY-MM-DD"),
        ({"date_of_service": "2026-1-1"}, "date_of_service", "YYYY-MM-DD"),
        (
            {"lines": [{"code": "1", "date_of_service": 20260101}]},
            "lines[1].date_of_service",
            "YYYY-MM-DD",
        ),
        ({"setting": "x"}, "setting", "outpatient_hospital"),
        ({"limit": 0}, "limit", "1 or more"),
        ({"share": 0}, "share", "more than 0"),
        ({"name": "a"}, "name", "2"),
        ({"name": "abcdef"}, "name", "5"),
        ({"apm": "perhaps"}, "apm", "true or false"),
    ],
)
def test_fault_names_its_place_and_what_to_send(arguments, place, wanted):
    text = said(**arguments)

    assert place in text
    assert wanted in text
    assert "pydantic" not in text
    assert "http" not in text
    assert "Input should" not in text


def test_unknown_argument_is_named_and_its_value_is_not():
    text = said(patient_name=PRIVATE)

    assert "patient_name" in text
    assert "date_of_service" in text
    assert PRIVATE not in text


def test_unknown_argument_of_a_line_is_named_and_its_value_is_not():
    text = said(lines=[{"code": "99213", "dob": PRIVATE}])

    assert "lines[1].dob" in text
    assert "modifiers" in text
    assert PRIVATE not in text


def test_every_fault_is_said_once():
    text = said(lines=[{"code": "1", "units": 0}, {"code": "1", "units": 0}], limit=0)

    assert text.count("lines[1].units") == 1
    assert text.count("lines[2].units") == 1
    assert text.count("limit") == 1


def test_long_value_is_shown_in_part():
    text = said(date_of_service="x" * 500)

    assert "x" * (SHOWN + 1) not in text


def test_date_may_have_blanks_around_it():
    call = Call(lines=[{"code": "99213"}], date_of_service=" 2026-08-03 ")

    assert call.date_of_service.isoformat() == "2026-08-03"
