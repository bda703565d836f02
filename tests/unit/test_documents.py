import json
import subprocess
import sys
from dataclasses import replace
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given, settings

from solver.codes import Feature, HouseholdId, Mode
from solver.documents import (
    DocumentRefused,
    canonical,
    facts_digest,
    parse,
    read,
    read_problem,
    write,
)
from solver.facts import Problem
from solver.plans import Plan
from tests.builders import (
    a_household,
    a_place,
    a_problem,
    a_resident,
    an_occupancy,
    night,
)
from tests.plans import a_plan
from tests.property.strategies import problems

ROOM, FLAT = a_place("room"), a_place("flat", 3, mode=Mode.MEDIATE)
PROBLEM = a_problem(
    [
        a_household(
            "ann", said_yes=frozenset({FLAT.id}), keep_apart=frozenset({HouseholdId("r1")})
        ),
        a_resident(ROOM),
    ],
    [ROOM, FLAT],
    [an_occupancy(FLAT, 3, 5)],
)


def document(**changes: Any) -> dict[str, Any]:  # noqa: ANN401
    written = json.loads(canonical(PROBLEM))
    assert isinstance(written, dict)
    return written | changes


def refused(told: object) -> dict[str, str]:
    """The faults of a problem, by their place in the document."""
    with pytest.raises(DocumentRefused) as caught:
        read_problem(told)
    return {fault.path: fault.message for fault in caught.value.faults}


@given(problems())
@settings(max_examples=50, deadline=None)
def test_what_is_written_can_be_read_and_is_the_same(problem: Problem) -> None:
    assert read_problem(json.loads(canonical(problem))) == problem


def test_a_plan_can_be_written_and_read() -> None:
    plan = a_plan(PROBLEM, {"ann": ("flat", 5, ("flat-b1",))})
    assert read(Plan, json.loads(canonical(plan))) == plan


def test_what_follows_from_other_facts_is_neither_written_nor_read() -> None:
    assert PROBLEM.place_by_id[FLAT.id].named == FLAT.id
    told = document()
    assert "named" not in told["places"][1]
    told["places"][1]["named"] = "flat"
    assert refused(told) == {"/places/1/named": "unknown field"}


def test_equal_facts_have_one_digest_in_every_process() -> None:
    many = frozenset(Feature(f"feature-{n}") for n in range(50))
    problem = a_problem([a_household(wishes=many)], [ROOM])
    here = facts_digest(problem)
    question = (
        "import sys; from solver.documents import *;"
        "print(facts_digest(read_problem(parse(sys.stdin.buffer.read()))))"
    )
    for seed in ("1", "2"):
        answer = subprocess.run(
            [sys.executable, "-c", question],
            input=canonical(problem),
            capture_output=True,
            check=True,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(p for p in sys.path if p)},
        )
        assert answer.stdout.decode().strip() == here


@given(problems())
@settings(max_examples=50, deadline=None)
def test_the_digest_is_that_of_the_canonical_bytes(problem: Problem) -> None:
    assert facts_digest(problem) == sha256(canonical(problem)).hexdigest()


def test_another_fact_is_another_digest() -> None:
    assert facts_digest(PROBLEM) != facts_digest(replace(PROBLEM, chain_limit=2))


def test_what_has_a_default_can_be_left_out() -> None:
    told = {"tonight": "2026-03-02", "horizon": "2026-03-31"}
    assert read_problem(told) == Problem(tonight=night(0), horizon=night(29))


def test_every_fault_is_reported_at_once_with_its_place() -> None:
    told = document(tonight="2026-02-30", extra=1)
    told["households"][0] |= {"urgency": "yesterday", "needed_form": "2026-03-02", "waited": True}
    del told["households"][0]["people"], told["places"][0]["beds"]
    told["places"][1]["arrival_days"] = [1, "two"]
    assert refused(told) == {
        "/tonight": '"2026-02-30" cannot be',
        "/extra": "unknown field",
        "/households/0/urgency": '"yesterday" cannot be',
        "/households/0/needed_form": "unknown field",
        "/households/0/waited": "true cannot be",
        "/households/0/people": "missing",
        "/places/0/beds": "missing",
        "/places/1/arrival_days/1": '"two" cannot be',
    }


def test_a_remedy_says_what_would_be_right() -> None:
    told = document()
    told["households"][0]["needed_form"] = "2026-03-02"
    told["households"][0]["urgency"] = "yesterday"
    with pytest.raises(DocumentRefused) as caught:
        read_problem(told)
    remedies = {fault.path: fault.remedy for fault in caught.value.faults}
    assert remedies["/households/0/needed_form"] == "was needed_from meant?"
    assert remedies["/households/0/urgency"] == "one of acute, urgent, soon, planned"


@pytest.mark.parametrize(
    "wrong",
    [
        None,
        7,
        "2 March",
        "20260302",
        "2026-3-2",
        "2026-W10-1",
        "0001-01-01",
        "9999-12-31",
        [],
        "٢٠٢٦-٠٣-٠٢",
    ],
)
def test_a_date_is_a_date_of_these_times(wrong: object) -> None:
    assert set(refused(document(tonight=wrong))) == {"/tonight"}


@pytest.mark.parametrize("wrong", [True, 2**53, -(2**53), 1.5, "3", None])
def test_a_number_is_a_whole_number_that_stays_exact(wrong: object) -> None:
    assert set(refused(document(chain_limit=wrong))) == {"/chain_limit"}


@pytest.mark.parametrize("wrong", ["", "\ud800", "a\x00b", "x" * 1_001, 5, None])
def test_a_text_is_printable_and_not_endless(wrong: object) -> None:
    told = document(occupancies=[])
    told["households"] = []
    told["places"][0]["site"] = wrong
    assert set(refused(told)) == {"/places/0/site"}


def test_something_listed_twice_in_a_set_is_refused() -> None:
    told = document()
    told["households"][0]["speaks"] = ["en", "en"]
    assert refused(told) == {"/households/0/speaks": "something is listed twice"}


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"{",
        b"\xff",
        b'{"a": 1, "a": 2}',
        b'{"a": NaN}',
        b"[" * 100_000,
        b"1" * 5_000,
    ],
    ids=["empty", "cut off", "no text", "a key twice", "no number", "deep", "long number"],
)
def test_what_is_not_json_is_refused(broken: bytes) -> None:
    with pytest.raises(DocumentRefused, match="not JSON"):
        parse(broken)


@pytest.mark.parametrize("other", [None, [], "problem", 3, True])
def test_a_problem_is_an_object(other: object) -> None:
    assert set(refused(other)) == {""}


def test_a_pointer_escapes_what_json_pointers_escape() -> None:
    assert set(refused(document(**{"a/b~c": 1}))) == {"/a~1b~0c"}


def test_a_value_that_is_no_fact_is_not_written() -> None:
    with pytest.raises(TypeError, match="no place in a document"):
        write({"rule": object()})
