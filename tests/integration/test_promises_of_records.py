"""What the database refuses about placements, referrals, stays and the journal."""

import pytest
from sqlalchemy import delete, text, update

from placement.errors import VersionOutdated
from placement.lifecycle import PlacementState, ReferralState
from placement.policy import Role
from placement.store.database.promises import Promise
from placement.store.tables import Coordination, JournalEntry, Placement, Stay
from tests.builders_rows import a_placement, a_referral, an_account
from tests.builders_store import NOW, Country, night
from tests.refusals import on_statement, on_writing


@pytest.mark.parametrize("second", [PlacementState.ACCEPTED, PlacementState.ARRIVING])
def test_a_referral_has_one_live_placement(rooms: Country, second: PlacementState) -> None:
    rooms.referral("x")
    first = a_placement("x", "shared", id="one")
    assert on_writing(rooms, first, a_placement("x", "single", id="two", state=second)) is (
        Promise.ONE_LIVE
    )


def test_a_released_placement_makes_room_for_another(rooms: Country) -> None:
    rooms.referral("x")
    over = a_placement("x", "shared", id="one", state=PlacementState.RELEASED)
    assert on_writing(rooms, over, a_placement("x", "single", id="two")) is None
    again = update(Placement).where(Placement.id == "one").values(state=PlacementState.ACCEPTED)
    assert on_statement(rooms, again) is Promise.ONE_LIVE


def test_a_household_has_one_open_referral(rooms: Country) -> None:
    rooms.referral("x", state=ReferralState.ARRANGED)
    assert on_writing(rooms, a_referral("x", "second")) is Promise.ONE_OPEN
    ended = a_referral("x", "third", state=ReferralState.ENDED)
    assert on_writing(rooms, ended) is None


def test_a_household_has_one_ongoing_stay(rooms: Country) -> None:
    rooms.write(a_placement("f", "single", id="pl-2", state=PlacementState.ARRIVED))
    first = Stay(id="one", placement_id="pl-f", household_id="f", began_on=night(0))
    second = Stay(id="two", placement_id="pl-2", household_id="f", began_on=night(3))
    assert on_writing(rooms, first, second) is Promise.ONE_STAY
    over = update(Stay).where(Stay.id == "one").values(ended_on=night(3))
    assert on_statement(rooms, over) is None
    later = Stay(id="two", placement_id="pl-2", household_id="f", began_on=night(3))
    assert on_writing(rooms, later) is None


def test_who_reports_a_second_stay_at_one_moment_reads_that_the_first_was_written(
    rooms: Country,
) -> None:
    rooms.write(a_placement("f", "single", id="pl-2", state=PlacementState.ARRIVED))
    rooms.write(Stay(id="one", placement_id="pl-f", household_id="f", began_on=night(0)))
    with pytest.raises(VersionOutdated):
        rooms.write(Stay(id="two", placement_id="pl-2", household_id="f", began_on=night(3)))


def test_a_case_has_one_coordinator_at_a_time(rooms: Country) -> None:
    def giving(name: str, until: int | None = None) -> Coordination:
        return Coordination(
            id=name,
            case_id="case-f",
            account_id="helpdesk",
            begins=night(-5),
            until=None if until is None else night(until),
        )

    assert on_writing(rooms, giving("a", 0), giving("b")) is None
    assert on_writing(rooms, giving("c")) is Promise.ONE_COORDINATOR


def test_no_placement_without_a_named_acceptor(rooms: Country) -> None:
    rooms.referral("x")
    nobody = a_placement("x", "shared", accepted_by="nobody")
    assert on_writing(rooms, nobody) is Promise.ACCEPTOR
    rooms.write(an_account("somebody", Role.HELPDESK), a_placement("x", "shared"))
    other = update(Placement).where(Placement.id == "pl-x")
    assert on_statement(rooms, other.values(accepted_by="nobody")) is Promise.ACCEPTOR
    assert on_statement(rooms, other.values(accepted_by="somebody")) is None


def test_the_journal_is_never_rewritten(country: Country, kind: str) -> None:
    country.write(
        JournalEntry(
            at=NOW, actor="a", actor_name="A", act="x", record_kind="y", record_id="z", facts={}
        )
    )
    assert on_statement(country, update(JournalEntry).values(act="q")) is Promise.JOURNAL
    assert on_statement(country, delete(JournalEntry)) is Promise.JOURNAL
    replacing = (
        "INSERT OR REPLACE INTO journal SELECT * FROM journal"
        if kind == "sqlite"
        else "TRUNCATE journal"
    )
    assert on_statement(country, text(replacing)) is Promise.JOURNAL
