"""A decision that bars what is arranged is told to who records it, and to the shift."""

from typing import Any

import pytest

from placement.lifecycle import PlacementState
from placement.service.following.deciding_rights import NewRight, RecordedRight, record_right
from placement.service.once import Once
from placement.store.codes import RightKind, RightState
from placement.store.tables import Placement
from placement.store.watching.told import journal_since
from tests.builders_care import words
from tests.builders_store import HELPDESK, NOW, Country, at, night


@pytest.fixture
def promised(country: Country) -> Country:
    """Somebody in bedenktijd who is to come to a COSM place the night after tomorrow."""
    words(country)
    country.site()
    country.place("p1")
    country.referral("h1")
    country.book("h1", "p1", begins=2, until=30)
    return country


def decide(promised: Country, once: Once | None = None, **facts: Any) -> RecordedRight:  # noqa: ANN401 - columns of any type
    lawful: dict[str, Any] = {
        "household": "h1",
        "kind": RightKind.BEDENKTIJD,
        "state": RightState.ENDED,
        "begins": None,
        "ends": night(1),
        "decided_by": "police",
        "decided_on": night(0),
    }
    new = NewRight(**(lawful | facts))
    made = record_right(
        promised.store, new, by=HELPDESK, now=NOW, new_id=promised.new_id, once=once
    )
    with promised.store.reading() as session:
        (placement,) = session.query(Placement)
        assert placement.state is PlacementState.ACCEPTED  # released by no decision
    return made


def told(promised: Country) -> list[tuple[str, object]]:
    with promised.store.reading() as session:
        found = journal_since(session, at(-1))
        return [(e.record_id, e.facts["rules"]) for e in found if e.act == "no_longer_fits"]


def test_the_rules_that_bar_a_promised_place_after_a_decision_are_told(promised: Country) -> None:
    assert decide(promised).barred_by == ("ELI-1",)
    (entry,) = told(promised)
    assert entry[1] == ["ELI-1"]


def test_a_decision_by_which_the_place_still_fits_is_told_to_nobody(promised: Country) -> None:
    assert decide(promised, ends=night(60)).barred_by == ()
    assert told(promised) == []


def test_sent_twice_the_same_rules_are_told(promised: Country) -> None:
    once = Once.of("helpdesk", "k", b"same")
    assert decide(promised, once) == decide(promised, once)
    assert len(told(promised)) == 1
