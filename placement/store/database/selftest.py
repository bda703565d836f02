"""The self-test at start-up: forbidden writes are tried, and everything is rolled back.

Half the defects of such a database come from a guard that somebody dropped, or never created; so
the promises are not assumed but tried (reliability D2), on either database.
"""

from collections.abc import Callable, Sequence
from datetime import timedelta
from uuid import uuid4

from sqlalchemy import Engine, delete, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from placement.errors import CannotStart
from placement.lifecycle import PlacementState, ReferralState
from placement.store.database import trial_rooms, trial_sharing
from placement.store.database.calling_in import call_in
from placement.store.database.promises import Promise, broken_promise
from placement.store.database.trial import FIRST, WEEK, Trial
from placement.store.tables import Bed, JournalEntry, Occupancy
from solver.codes import OccupancyKind, Use


class StoreNotTrustworthy(CannotStart):
    """The database accepted writes that it must refuse; the message names the broken promises."""


def check_promises(engine: Engine) -> None:
    """Try what must be refused, and roll everything back.

    Raises:
        StoreNotTrustworthy: something was accepted, or refused for another reason.
    """
    with Session(engine) as session:
        try:
            kept_not = {p for p, attempt in _ATTEMPTS if not _refuses(session, p, attempt)}
        finally:
            session.rollback()
    if kept_not:
        raise StoreNotTrustworthy(f"the database does not keep: {', '.join(sorted(kept_not))}")


def _refuses(session: Session, promise: Promise, attempt: Callable[["Trial"], None]) -> bool:
    outer = session.begin_nested()
    trial = Trial(session, f"self-test-{uuid4().hex}")
    try:
        attempt(trial)
    except DBAPIError as refused:
        return broken_promise(refused) is promise
    else:
        return False
    finally:
        outer.rollback()


def _overlap(trial: Trial) -> None:
    trial.place("f", "one")
    trial.occupy("shared1", "f", "one")
    later = FIRST + timedelta(days=6)
    trial.occupy("shared1", "f", "one", begins=later, until=later + WEEK)


def _two_sexes(trial: Trial) -> None:
    trial.place("f", "one")
    trial.place("m", "two")
    trial.occupy("shared1", "f", "one")
    trial.occupy("shared2", "m", "two", begins=FIRST + timedelta(days=6), until=FIRST + 2 * WEEK)


def _two_places(trial: Trial) -> None:
    trial.place("f", "one")
    trial.place("f", "two")
    trial.occupy("shared1", "f", "one")
    trial.occupy("shared2", "f", "two")


def _wrong_place(trial: Trial) -> None:
    trial.place("f", "one")
    trial.occupy("single1", "f", "one")


def _wrong_use(trial: Trial) -> None:
    trial.place("f", "one")
    trial.occupy("shared1", "f", "one", place_use=Use.APARTMENT, use_key="x")


def _sex_in_a_single_room(trial: Trial) -> None:
    trial.place("f", "one")
    single = f"{trial.name}-single"
    trial.occupy("single1", "f", "one", place_id=single, place_use=Use.SINGLE_ROOM)


def _half_taken(trial: Trial) -> None:
    trial.join()
    trial.place("f", "one", PlacementState.ACCEPTED, where="pair")
    trial.occupy("shared1", "f", "one", kind=OccupancyKind.HOLD, use_key="f")
    call_in(trial.session)


def _half_given_free(trial: Trial) -> None:
    trial.join()
    trial.place("f", "one", PlacementState.ACCEPTED, where="pair")
    trial.hold_both()
    single = Occupancy.bed_id == trial.id_of("single1")
    trial.session.execute(delete(Occupancy).where(single))
    call_in(trial.session)


def _joined_with_beds(trial: Trial) -> None:
    trial.join()
    trial.write(Bed, "own", place_id=trial.id_of("pair"), name="", member_from=FIRST)


def _asked_twice(trial: Trial) -> None:
    trial.question("one")
    trial.question("two")


def _two_live(trial: Trial) -> None:
    trial.place("f", "one", PlacementState.ACCEPTED)
    trial.place("f", "two", PlacementState.ARRIVING)


def _grown_over(trial: Trial) -> None:
    trial.place("f", "one")
    trial.occupy("shared1", "f", "one")
    trial.occupy("shared1", "f", "one", begins=FIRST + WEEK, until=FIRST + 2 * WEEK)
    trial.prolong(FIRST)


def _grown_into_another_use(trial: Trial) -> None:
    trial.place("f", "one")
    trial.place("m", "two")
    trial.occupy("shared1", "f", "one")
    trial.occupy("shared2", "m", "two", begins=FIRST + WEEK, until=FIRST + 2 * WEEK)
    trial.prolong(FIRST)


def _grown_into_another_place(trial: Trial) -> None:
    trial.place("f", "one")
    trial.place("f", "two")
    trial.occupy("shared1", "f", "one")
    trial.occupy("shared2", "f", "two", begins=FIRST + WEEK, until=FIRST + 2 * WEEK)
    trial.prolong(FIRST)


def _two_steps_of_a_kind(trial: Trial) -> None:
    trial.place("f", "one")
    trial.stay("f", "one")
    trial.step("permit", "again")


def _two_questions_of_a_moment(trial: Trial) -> None:
    trial.place("f", "one")
    trial.stay("f", "one")
    trial.question_after("first", "again")


def _away_twice(trial: Trial) -> None:
    trial.place("f", "one")
    trial.stay("f", "one")
    trial.be_away("first", "again")


_ATTEMPTS: Sequence[tuple[Promise, Callable[[Trial], None]]] = (
    (Promise.BED, _overlap),
    (Promise.BED, _grown_over),
    (Promise.BED, trial_rooms.bed_under_two_ids),
    (Promise.BED, trial_rooms.grown_under_two_ids),
    (Promise.ROOM, trial_rooms.room_under_two_ids),
    (Promise.ROOM, trial_rooms.grown_into_a_changed_room),
    (Promise.SAME_ROOM, trial_rooms.room_of_its_own_again),
    (Promise.SAME_ROOM, trial_rooms.bed_of_another_room),
    (Promise.ROOM, _two_sexes),
    (Promise.ROOM, _grown_into_another_use),
    (Promise.HOUSEHOLD, _two_places),
    (Promise.HOUSEHOLD, _grown_into_another_place),
    (Promise.BED_PLACE, _wrong_place),
    (Promise.PLACE_USE, _wrong_use),
    (Promise.WHOLE, _half_taken),
    (Promise.WHOLE, _half_given_free),
    (Promise.ROOMS, _joined_with_beds),
    (Promise.SHARED_ONLY, _sex_in_a_single_room),
    (Promise.ONE_LIVE, _two_live),
    (Promise.ONE_OPEN, lambda trial: trial.refer("f", "second", ReferralState.ARRANGED)),
    (Promise.ONE_QUESTION, _asked_twice),
    (Promise.ONE_RUN, lambda trial: trial.ask("one", "two")),
    (Promise.ONE_MILESTONE, _two_steps_of_a_kind),
    (Promise.ONE_OUTCOME, _two_questions_of_a_moment),
    (Promise.ONE_TRANSFER, lambda trial: trial.hand_over("first", "again")),
    (Promise.ONE_ABSENCE, _away_twice),
    (Promise.ONE_APPLICATION, lambda trial: trial.apply("f", "first", "again")),
    (Promise.ONE_CONSENT, trial_sharing.consent_twice),
    (Promise.ONE_STEP, trial_sharing.tell_twice),
    (Promise.ONE_NOTE, trial_sharing.note_twice),
    (Promise.ONE_RELEASE, trial_sharing.release_twice),
    (Promise.ONE_RELEASE_THERE, trial_sharing.release_twice_there),
    (Promise.ONE_SHELTER, trial_sharing.shelter_twice),
    (Promise.ACCEPTOR, lambda trial: trial.place("f", "one", by="nobody")),
    (Promise.JOURNAL, lambda trial: trial.rewrite(update(JournalEntry).values(act="x"))),
    (Promise.JOURNAL, lambda trial: trial.rewrite(delete(JournalEntry))),
)
