"""Decisions on rights: recorded, never rewritten, followed by the request and the stay."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import delete, update

from placement.errors import InvalidFacts
from placement.errors.care import UnknownHousehold
from placement.policy import Subject
from placement.service.following.deciding_rights import NewRight, record_right, rights_of
from placement.service.forms.care import RightForm
from placement.service.forms.grammar import read
from placement.service.once import Once
from placement.store.codes import BedenktijdState, RightKind, RightState
from placement.store.tables import Place, Referral, RightDecision, Scheme
from solver.codes import ISZW, Mode
from tests.builders_care import CAREN, CORA, HOUSE, followed, the_stay
from tests.builders_store import HELPDESK, NOW, Country, at, night


@pytest.fixture
def house(country: Country) -> Country:
    return followed(country, right_ends=night(80))


def decide(house: Country, *, by: Subject = CAREN, number: int = 0, **facts: Any) -> str:  # noqa: ANN401 - columns of any type
    lawful: dict[str, Any] = {
        "household": "h1",
        "kind": RightKind.BEDENKTIJD,
        "state": RightState.GRANTED,
        "begins": night(-10),
        "ends": night(70),
        "decided_by": "police",
        "decided_on": night(0),
    }
    return record_right(
        house.store,
        NewRight(**(lawful | facts)),
        by=by,
        now=at(number),
        new_id=house.new_id,
    ).decision


def referral(house: Country, id_: str) -> Referral:
    with house.store.reading() as session:
        return session.get_one(Referral, id_)


def test_a_decision_dates_the_stay_and_the_open_request(house: Country) -> None:
    house.another_referral("h1", "on-h1", onward=True)
    decide(house)
    assert the_stay(house).right_ends == night(70)
    assert referral(house, "on-h1").bedenktijd_ends == night(70)


def test_a_request_that_is_over_is_never_rewritten(house: Country) -> None:
    decide(house)
    assert referral(house, "r-h1").bedenktijd_ends == night(80)


def test_the_history_begins_with_what_the_request_told(house: Country) -> None:
    decide(house)
    told = [(d.ends, d.decided_by) for d in rights_of(house.store, "h1", by=CAREN)]
    assert told == [(night(70), "police"), (night(80), "police")]


def test_the_decision_recorded_last_counts(house: Country) -> None:
    decide(house, ends=night(40))
    decide(house, number=1, ends=night(60))
    assert the_stay(house).right_ends == night(60)


def test_the_dublin_term_ends_the_bedenktijd_no_later_than_itself(house: Country) -> None:
    house.another_referral("h1", "on-h1", onward=True)
    decide(house, kind=RightKind.DUBLIN, begins=night(-10), ends=night(20))
    assert the_stay(house).right_ends == night(20)
    assert referral(house, "on-h1").dublin
    decide(house, number=1, kind=RightKind.DUBLIN, state=RightState.ENDED, ends=night(1))
    assert the_stay(house).right_ends == night(80)
    assert not referral(house, "on-h1").dublin


def test_a_decision_runs_30_nights_where_the_request_told_of_dublin_until_that_is_ended(
    house: Country,
) -> None:
    house.another_referral("h1", "on-h1", onward=True, dublin=True)
    with house.store.writing(NOW) as session:
        session.execute(update(Referral).where(Referral.id == "r-h1").values(dublin=True))
    decide(house)
    assert the_stay(house).right_ends == night(20)
    assert referral(house, "on-h1").bedenktijd_ends == night(20)
    decide(house, number=1, kind=RightKind.DUBLIN, state=RightState.ENDED, ends=night(1))
    assert the_stay(house).right_ends == night(70)
    assert not referral(house, "on-h1").dublin


def test_a_bedenktijd_that_was_ended_before_it_began_never_was(house: Country) -> None:
    house.another_referral("h1", "on-h1", onward=True)
    decide(house, state=RightState.ENDED, begins=None, ends=night(-10))
    assert referral(house, "on-h1").bedenktijd is BedenktijdState.NONE
    assert the_stay(house).right_ends is None


def test_a_bedenktijd_that_is_ended_ends_then(house: Country) -> None:
    decide(house, state=RightState.ENDED, begins=None, ends=night(5))
    assert the_stay(house).right_ends == night(5)


def test_an_announced_bedenktijd_is_announced_in_the_request(house: Country) -> None:
    house.another_referral("h1", "on-h1", onward=True)
    decide(house, state=RightState.ANNOUNCED)
    assert referral(house, "on-h1").bedenktijd is BedenktijdState.ANNOUNCED


def test_the_nights_of_the_inspectorate_end_the_place_as_decided(country: Country) -> None:
    country.write(Scheme(code=ISZW, nl="x", en="x", mode=Mode.PLACE, begins=night(-900)))
    house = followed(country)
    with house.store.writing(NOW) as session:
        session.execute(
            update(Referral)
            .where(Referral.id == "r-h1")
            .values(seriously_disadvantaged=True, inspectorate_agreed=True)
        )
        session.execute(update(Place).values(scheme_code=ISZW))
    decide(house, kind=RightKind.ISZW_NIGHTS, begins=night(-4), ends=night(10))
    assert the_stay(house).hard_end == night(10)


@pytest.mark.parametrize("by", [CORA, HOUSE])
def test_nobody_decides_on_a_household_that_is_not_theirs(house: Country, by: Subject) -> None:
    with pytest.raises(UnknownHousehold):
        decide(house, by=by)
    with pytest.raises(UnknownHousehold):
        rights_of(house.store, "h1", by=by)


def test_an_unknown_organisation_is_named_and_nothing_is_kept(house: Country) -> None:
    with pytest.raises(InvalidFacts) as refused:
        decide(house, decided_by="nobody")
    assert [fault.field for fault in refused.value.faults] == ["decidedBy"]
    assert rights_of(house.store, "h1", by=HELPDESK) == []


def test_sent_twice_it_is_recorded_once(house: Country) -> None:
    once = Once.of("caren", "k", b"same")
    new = NewRight(
        household="h1",
        kind=RightKind.BEDENKTIJD,
        state=RightState.GRANTED,
        begins=night(0),
        ends=night(60),
        decided_by="ind",
        decided_on=night(0),
    )
    ids = {
        record_right(house.store, new, by=CAREN, now=NOW, new_id=house.new_id, once=once)
        for _ in range(2)
    }
    assert len(ids) == 1
    assert len(rights_of(house.store, "h1", by=CAREN)) == 2  # with what the request told


def test_a_decision_is_never_rewritten_nor_removed(house: Country) -> None:
    decide(house)
    for statement in (update(RightDecision).values(ends=night(99)), delete(RightDecision)):
        with pytest.raises(Exception, match="right_decision_is_never_rewritten"):
            _run(house, statement)


def _run(house: Country, statement: Any) -> None:  # noqa: ANN401 - any statement
    with house.store.writing(NOW) as session:
        session.execute(statement)


SENT = {
    "household": "h1",
    "kind": "bedenktijd",
    "state": "granted",
    "begins": "2026-03-01",
    "ends": "2026-05-30",
    "decidedBy": "police",
    "decidedOn": "2026-03-01",
}


def test_a_decision_is_read_from_what_is_sent() -> None:
    assert read(RightForm(), SENT).ends == date(2026, 5, 30)


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"ends": None}, "ends", "dates_missing"),
        ({"begins": None}, "begins", "dates_missing"),
        ({"ends": "2026-03-01"}, "ends", "ends_before_it_begins"),
        ({"ends": "2026-06-02"}, "ends", "too_long"),
        ({"kind": "dublin", "ends": "2026-04-01"}, "ends", "too_long"),
        ({"kind": "iszw_nights", "ends": "2026-03-16"}, "ends", "too_long"),
        ({"kind": "clarification_talk", "ends": "2026-03-05"}, "ends", "too_long"),
        ({"state": "ended", "ends": None}, "ends", "end_missing"),
    ],
)
def test_what_is_wrong_with_a_decision_is_named(
    changes: dict[str, Any], field: str, code: str
) -> None:
    with pytest.raises(InvalidFacts) as refused:
        read(RightForm(), SENT | changes)
    assert [(f.field, f.code) for f in refused.value.faults] == [(field, code)]


@pytest.mark.parametrize(
    ("kind", "ends"),
    [("bedenktijd", "2026-06-01"), ("dublin", "2026-03-31"), ("iszw_nights", "2026-03-15")],
)
def test_a_right_may_run_for_as_long_as_it_can(kind: str, ends: str) -> None:
    assert read(RightForm(), SENT | {"kind": kind, "ends": ends}).ends.isoformat() == ends
