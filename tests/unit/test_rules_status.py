"""Who can go where when all eligibility rules speak together, as one truth table.

Each scheme's own rule bars only places of that scheme; ELI-7 and ELI-8 decide over doubt and
missing status for every scheme. The second letter of a column says what the house accepts:
nothing special (-), an unclear status (u), or no status (s).
"""

from typing import Any

import pytest

from solver.codes import (
    BUDGET,
    CLARIFY,
    COSM,
    CRISIS,
    ISZW,
    MEN,
    MO,
    OMM,
    VO,
    AgeBand,
    LegalGroup,
    Scheme,
    Sex,
)
from solver.facts import Household, InspectorateAgreement, OmmApplication
from solver.judgement import objections
from solver.rulebook import RULEBOOK
from tests.builders import a_household, a_person, a_place, a_problem, night

SCHEMES = (COSM, VO, MO, MEN, OMM, ISZW, CLARIFY, CRISIS, BUDGET)
ACCEPTS: dict[str, dict[str, Any]] = {
    "-": {},
    "u": {"accepts_unclear": True},
    "s": {"accepts_without_status": True},
}
EVERYTHING_BUT_STATUS: dict[str, Any] = {
    "multi_problem": True,
    "omm_application": OmmApplication(by_institution=True, consulted=True, weighed=True),
    "inspectorate": InspectorateAgreement(seriously_disadvantaged=False),
    "status_unclear": True,
    "budget_group": "raid-1",
}
UNKNOWN_AGE = a_person(Sex.FEMALE, AgeBand.UNKNOWN)

WHO = {
    "in bedenktijd": a_household(),
    "Dutch": a_household(legal_group=LegalGroup.DUTCH, bedenktijd=None),
    "EU": a_household(legal_group=LegalGroup.EU, bedenktijd=None),
    "EU, exception": a_household(legal_group=LegalGroup.EU, bedenktijd=None, cosm_exception=True),
    "B8": a_household(bedenktijd=None, b8_permit=True),
    "third country only": a_household(bedenktijd=None),
    "without status": a_household(bedenktijd=None, without_status=True),
    "without, and all else": a_household(
        bedenktijd=None, without_status=True, **EVERYTHING_BUT_STATUS
    ),
    "group unknown": a_household(legal_group=LegalGroup.UNKNOWN, bedenktijd=None),
    "unknown in bedenktijd": a_household(legal_group=LegalGroup.UNKNOWN),
    "unknown and without": a_household(
        legal_group=LegalGroup.UNKNOWN, bedenktijd=None, without_status=True
    ),
    "age unknown": a_household("h", UNKNOWN_AGE),
}

#                          COSM  VO   MO   MEN  OMM  ISZW CLA  CRI  BUD
TRUTH = """
in bedenktijd            | -us | -us | -us | -us | . | . | . | -us | .
Dutch                    | .   | -us | -us | -us | . | . | . | -us | .
EU                       | .   | -us | -us | -us | . | . | . | -us | .
EU, exception            | -us | -us | -us | -us | . | . | . | -us | .
B8                       | .   | -us | -us | -us | . | . | . | -us | .
third country only       | .   | .   | .   | .   | . | . | . | -us | .
without status           | s   | s   | s   | s   | . | . | . | s   | .
without, and all else    | s   | s   | s   | s   | s | s | s | s   | s
group unknown            | .   | u   | u   | u   | . | . | . | u   | .
unknown in bedenktijd    | u   | u   | u   | u   | . | . | . | u   | .
unknown and without      | .   | .   | .   | .   | . | . | . | .   | .
age unknown              | u   | u   | u   | u   | . | . | . | u   | .
"""


def admitted(household: Household, scheme: Scheme) -> str:
    """The acceptances under which a place of the scheme is open to the household."""
    found = ""
    for letter, accepts in ACCEPTS.items():
        place = a_place(scheme=scheme, bought_for="raid-1", **accepts)
        (told,) = a_problem([household], [place]).places
        barred = objections(RULEBOOK, household, told, night(0), night(10))
        found += "" if any(rule.code.startswith("ELI") for rule, _ in barred) else letter
    return found or "."


ROWS = [line.split("|") for line in TRUTH.strip().splitlines()]


@pytest.mark.parametrize("row", ROWS, ids=[row[0].strip() for row in ROWS])
def test_who_can_go_where(row: list[str]) -> None:
    who, *expected = (cell.strip() for cell in row)
    assert [admitted(WHO[who], scheme) for scheme in SCHEMES] == expected


def test_the_truth_table_names_everybody() -> None:
    assert [row[0].strip() for row in ROWS] == list(WHO)


def test_unknown_and_without_status_needs_a_house_that_accepts_both() -> None:
    household = WHO["unknown and without"]
    both = a_place(scheme=VO, accepts_unclear=True, accepts_without_status=True)
    assert objections(RULEBOOK, household, both, night(0), night(10)) == ()


def test_the_seriously_disadvantaged_stay_barred_without_lawful_stay() -> None:
    household = a_household(
        without_status=True, inspectorate=InspectorateAgreement(seriously_disadvantaged=True)
    )
    place = a_place(scheme=ISZW, accepts_without_status=True)
    (barred,) = objections(RULEBOOK, household, place, night(0), night(10))
    assert barred[0].code == "ELI-4"
