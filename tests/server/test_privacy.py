"""What looks like patient data is refused; ordinary questions are not."""

import pytest

from server.errors import RequestError
from server.privacy import refuse_patient_data

PRIVATE = [
    "123-45-6789",
    "claim of 1EG4-TE5-MK73",
    "1eg4te5mk73",
    "DOB 4 May",
    "born in May",
    "date of birth 4 May 1950",
    "birthdate: 1/2/50",
    "123 45 6789",
    "seen 01/02/1950",
    "MRN 4471",
    "acct 5512345",
    "account: 5512345",
    "member id 90210",
    "member id: A90210",
    "patient id 90210",
    "subscriber 90210",
    "policy number 90210",
    "policy no 90210",
    "medical record number 4471200",
    "record no. 4471200",
    "HIC 123456789A",
    "SSN 123456789",
    "born on 4 May",
    "seen 3-4-61",
    "Patient Jane Roe",
    "Patient: Tommy John",  # both of them words of services
    "pt Jane Roe",
    "name: Jane Roe",
    "patient's name: Jane Roe",
    "patient name Jane Roe",
    "Mrs. Smith",
    "Ms. O'Neill",
    "Mr Jones, knee",
    "call 555-123-4567",
    "(555) 123-4567",
    "jane.doe@example.org",
]


@pytest.mark.parametrize("text", PRIVATE)
def test_patient_data_is_refused(text):
    with pytest.raises(RequestError):
        refuse_patient_data(text)


@pytest.mark.parametrize("text", [t for t in PRIVATE if any(c.isdigit() for c in t)])
def test_refusal_does_not_repeat_what_was_sent(text):
    with pytest.raises(RequestError) as caught:
        refuse_patient_data(f"99213 for {text}")

    assert not any(character.isdigit() for character in str(caught.value))


@pytest.mark.parametrize(
    "text",
    [
        "knee injection 20610",
        "Pt Eval Low Complexity",
        "Established Patient Office Visit Level 4",
        "incorrect dob",
        "d.o.b. unknown",
        "date of birth does not match",
        "baby born in hospital first exam",
        "2 views",
        "60 minutes",
        "99213-25",
        "77011",
        "G0105",
        "0075T",
        "newborn care",
        "MR angiography of the head",
        "mr brain",
        "ms drg 470",
        "medical record 12",
        "patient name",
        "patient's name",
        "policy on modifier 59",
        "account for 2 units",
        "Patient education",
        "1 patient, 2 visits",
        "lines 1/2 and 3/4",
        "established patient visit",
        "established patient, 20-29 minutes",
        "patient education",
        "J1100 1 mg",
        "CT scan of head and neck with contrast",
        "drug test 80305",
        "45378 45380 45385",
        "2026-08-03",
        "10112-00",
        "ZIP 35203-1234",
        "medical records copying fee",
        "LCD policy 33591",
        "anesthesia for lens surgery",
        "physical therapy, each 15 minutes",
    ],
)
def test_ordinary_question_is_not_refused(text):
    refuse_patient_data(text)
