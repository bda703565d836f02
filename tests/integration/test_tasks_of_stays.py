"""Work lists about people who live in a house: rights, blockers, absences, outcomes."""

from datetime import timedelta
from typing import Any

import pytest

from placement.policy import AccountId, Role, Subject
from placement.service.watching.tasks import list_tasks
from placement.store.codes import (
    AbsenceKind,
    OutcomeMoment,
    RightKind,
    RightState,
)
from placement.store.tables import (
    Absence,
    Blocker,
    Outcome,
    PastRightReason,
    Referral,
    RightDecision,
    Scheme,
    Stay,
)
from placement.store.tasks.values import MOST_OF_A_KIND
from solver.codes import CLARIFY, Mode, Urgency, Use
from tests.builders_rows import NOW, night
from tests.builders_store import HELPDESK, Country
from tests.builders_trust import (
    COORDINATOR,
    HOUSE,
    a_country_with_a_house,
    assigned,
)

STRANGER = Subject(account=AccountId("x"), name="X", role=Role.INSTITUTION, sites=frozenset())


@pytest.fixture
def house(country: Country) -> Country:
    """Give a house with a request for its place p1, and a resident h9 in p9."""
    a_country_with_a_house(country)
    changed(country, Referral, "r-h1", urgency=Urgency.PLANNED, needed_from=night(20))
    country.place("p9")
    country.resident("h9", "p9-b1", stay={"right_ends": night(40)})
    return country


def kinds(country: Country, by: Subject = HELPDESK, hours: float = 0) -> set[str]:
    """Give what waits for somebody; the request of h1 itself is waiting for nothing."""
    at = NOW + timedelta(hours=hours)
    return {task.kind.value for task in list_tasks(country.store, by=by, now=at)}


def changed(country: Country, table: type[Any], id_: str, **facts: Any) -> None:  # noqa: ANN401 - columns of any type
    with country.store.writing(NOW) as session:
        row = session.get_one(table, id_)
        for name, value in facts.items():
            setattr(row, name, value)


def because(country: Country, until: int, stay: str = "stay-h9") -> None:
    """Give a reason for a stay past its right."""
    country.write(
        PastRightReason(
            id=f"reason-{stay}",
            stay_id=stay,
            code="no_housing",
            given_by="anna",
            given_at=NOW,
            holds_until=night(until),
        )
    )


def test_a_right_that_ends_is_followed_by_whoever_has_the_case(house: Country) -> None:
    changed(house, Stay, "stay-h9", right_ends=night(14))
    assert kinds(house) == {"right_ending"}
    assert kinds(house, COORDINATOR) == set()
    assigned(house, "h9")
    assert kinds(house) == set()
    assert kinds(house, COORDINATOR) == {"right_ending"}
    changed(house, Stay, "stay-h9", right_ends=night(15))
    assert kinds(house, COORDINATOR) == set()


def test_a_stay_past_its_right_needs_a_reason_that_still_holds(house: Country) -> None:
    changed(house, Stay, "stay-h9", right_ends=night(0))
    assert kinds(house) == {"past_right"}
    because(house, 2)
    assert kinds(house) == set()
    assert "past_right" in kinds(house, hours=48)


def test_a_blocker_is_looked_at_on_its_day(house: Country) -> None:
    house.write(
        Blocker(
            id="b1",
            stay_id="stay-h9",
            code="no_housing",
            owner="municipality",
            opened_on=night(-5),
            next_contact_on=night(1),
        )
    )
    assert kinds(house) == set()
    assert kinds(house, hours=24) == {"blocker_contact"}
    changed(house, Blocker, "b1", closed_on=night(1))
    assert kinds(house, hours=24) == set()


def test_when_the_kept_nights_of_an_absence_are_over_a_person_decides(house: Country) -> None:
    house.write(
        Absence(
            id="a1",
            stay_id="stay-h9",
            kind=AbsenceKind.MISSING,
            began_on=night(-2),
            kept_until=night(1),
            reported_by="warden",
            reported_at=NOW,
        )
    )
    assert kinds(house, HOUSE) == set()
    for subject in (HELPDESK, HOUSE):
        assert kinds(house, subject, hours=24) == {"absence_over"}
    changed(house, Absence, "a1", ended_on=night(1))
    assert kinds(house, hours=24) == set()


def test_an_outcome_is_asked_on_its_day_until_there_is_an_answer(house: Country) -> None:
    house.write(
        Outcome(id="o1", stay_id="stay-h9", moment=OutcomeMoment.AFTER_1_MONTH, due_on=night(1))
    )
    assert kinds(house) == set()
    assert kinds(house, hours=24) == {"outcome_due"}
    changed(house, Outcome, "o1", answer="unknown", recorded_by="helpdesk", recorded_at=NOW)
    assert kinds(house, hours=24) == set()


def test_a_place_that_ends_is_a_task_as_a_right_is(house: Country) -> None:
    changed(house, Stay, "stay-h9", hard_end=night(14))
    assert kinds(house) == {"right_ending"}
    changed(house, Stay, "stay-h9", hard_end=night(-2))
    assert kinds(house) == {"past_right"}
    changed(house, Stay, "stay-h9", right_ends=None)
    assert kinds(house) == {"past_right"}


def test_a_reason_for_the_right_does_not_hide_that_the_place_ends(house: Country) -> None:
    changed(house, Stay, "stay-h9", right_ends=night(-1), hard_end=night(3))
    assert kinds(house) == {"past_right", "right_ending"}
    because(house, 20)
    assert kinds(house) == {"right_ending"}
    assert kinds(house, hours=72) == set()


def test_stays_that_are_explained_take_no_room_from_those_that_are_not(house: Country) -> None:
    changed(house, Stay, "stay-h9", right_ends=night(0))
    house.place("many", MOST_OF_A_KIND, use=Use.SHARED_ROOM)
    for number in range(1, MOST_OF_A_KIND + 1):
        name = f"x{number}"
        house.resident(name, f"many-b{number}", stay={"right_ends": night(-9)})
        because(house, 20, f"stay-{name}")
    assert kinds(house) == {"past_right"}


def test_the_talk_within_72_hours_is_a_task_until_it_was_held(house: Country) -> None:
    house.write(Scheme(code=CLARIFY, nl="x", en="x", mode=Mode.PLACE, begins=night(-900)))
    house.place("talks", scheme_code=CLARIFY)
    house.resident("h8", "talks-b1")
    changed(house, Stay, "stay-h8", began_on=night(0))
    found = list_tasks(house.store, by=HELPDESK, now=NOW)
    assert [(task.kind, task.due.date()) for task in found] == [("talk_due", night(3))]
    assigned(house, "h8")
    assert kinds(house) == set()
    assert kinds(house, COORDINATOR, hours=96) == {"talk_due"}
    house.write(
        RightDecision(
            id="d1",
            household_id="h8",
            kind=RightKind.CLARIFICATION_TALK,
            state=RightState.ENDED,
            begins=None,
            ends=night(1),
            decided_by="police",
            decided_on=night(1),
            recorded_by="helpdesk",
            recorded_at=NOW,
        )
    )
    assert kinds(house, COORDINATOR, hours=96) == set()
