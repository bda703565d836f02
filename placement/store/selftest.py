"""The self-test at start-up: forbidden writes are tried, and everything is rolled back.

Half the defects of such a database come from a guard that somebody dropped, or never created; so
the promises are not assumed but tried (reliability D2), on either database.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import Delete, Engine, Update, delete, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from placement.errors import CannotStart
from placement.lifecycle import PlacementState, ReferralState
from placement.lifecycle.runs import RunState
from placement.policy import Role
from placement.store.codes import ConsentGround, RunKind, UntilBasis
from placement.store.promises import Promise, broken_promise
from placement.store.tables import (
    Account,
    Base,
    Bed,
    Case,
    Household,
    Institution,
    JournalEntry,
    Occupancy,
    Place,
    Placement,
    Referral,
    Run,
    Scheme,
    Site,
)
from solver.codes import AskedAlone, LegalGroup, Mode, OccupancyKind, Urgency, Use

MOMENT = datetime(2000, 1, 1, tzinfo=UTC)
FIRST = date(2000, 1, 1)
WEEK = timedelta(days=7)


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


def _refuses(session: Session, promise: Promise, attempt: Callable[["_Trial"], None]) -> bool:
    outer = session.begin_nested()
    trial = _Trial(session, f"self-test-{uuid4().hex}")
    try:
        attempt(trial)
    except DBAPIError as refused:
        return broken_promise(refused) is promise
    else:
        return False
    finally:
        outer.rollback()


class _Trial:
    """A tiny register of its own: a shared room, a single room, and households f and m."""

    def __init__(self, session: Session, name: str) -> None:
        self.session, self.name = session, name
        self._write(Scheme, "scheme", code=name, nl=name, en=name, mode=Mode.PLACE, begins=FIRST)
        self._write(Institution, "house", name=name)
        self._write(Site, "site", institution_id=self._id("house"), name=name, town=name)
        for room, use in (("shared", Use.SHARED_ROOM), ("single", Use.SINGLE_ROOM)):
            self._write(
                Place,
                room,
                site_id=self._id("site"),
                scheme_code=name,
                name=room,
                use=use,
                opens=FIRST,
            )
            for bed in ("1", "2"):
                place = self._id(room)
                self._write(Bed, room + bed, place_id=place, name=bed, member_from=FIRST)
        self._write(
            Account,
            "staff",
            login_name=name,
            display_name=name,
            password_hash="",
            role=Role.HELPDESK,
            created_at=MOMENT,
        )
        self._write(Case, "case", reference=name, opened_at=MOMENT)
        for household in ("f", "m"):
            self._write(Household, household, case_id=self._id("case"))
            self.refer(household, "first", ReferralState.OPEN)

    def refer(self, household: str, referral: str, state: ReferralState) -> None:
        """Write a referral of a household."""
        self._write(
            Referral,
            f"{household}-{referral}",
            household_id=self._id(household),
            state=state,
            registered_at=MOMENT,
            registered_by=self.name,
            reporter_kind=self.name,
            consent_ground=ConsentGround.ANONYMOUS,
            asked_alone=AskedAlone.YES,
            urgency=Urgency.PLANNED,
            needed_from=FIRST,
            arrives_from=FIRST,
            legal_group=LegalGroup.UNKNOWN,
        )

    def place(
        self,
        household: str,
        placement: str,
        state: PlacementState = PlacementState.ARRIVED,
        by: str = "staff",
    ) -> None:
        """Write a placement of a household in the shared room."""
        self._write(
            Placement,
            placement,
            referral_id=self._id(f"{household}-first"),
            household_id=self._id(household),
            place_id=self._id("shared"),
            state=state,
            begins=FIRST,
            until=FIRST + WEEK,
            accepted_by=self._id(by),
            accepted_at=MOMENT,
            reason=self.name,
        )

    def occupy(self, bed: str, household: str, placement: str, **changes: Any) -> None:  # noqa: ANN401 - columns of any type
        """Write a stay of a single adult in a bed of the shared room, or as changed."""
        self._write(
            Occupancy,
            uuid4().hex,
            **{
                "bed_id": self._id(bed),
                "place_id": self._id("shared"),
                "place_use": Use.SHARED_ROOM,
                "household_id": self._id(household),
                "placement_id": self._id(placement),
                "kind": OccupancyKind.STAY,
                "use_key": household.upper(),
                "begins": FIRST,
                "until": FIRST + WEEK,
                "basis": UntilBasis.HORIZON,
                **changes,
            },
        )

    def prolong(self, begins: date) -> None:
        """Let the occupancies that begin on a night last two weeks."""
        rows = update(Occupancy).where(Occupancy.bed_id.startswith(self.name, autoescape=True))
        self.session.execute(rows.where(Occupancy.begins == begins).values(until=begins + 2 * WEEK))

    def rewrite(self, statement: Update | Delete) -> None:
        """Change or remove a journal entry that was just written."""
        entry = JournalEntry(
            at=MOMENT, actor="", actor_name="", act="", record_kind="", record_id="", facts={}
        )
        self.session.add(entry)
        self.session.flush()
        self.session.execute(statement.where(JournalEntry.number == entry.number))

    def ask(self, *runs: str) -> None:
        """Queue runs with one question."""
        kind = RunKind.SETTLE_SITES
        asked = {"kind": kind, "question": {}, "digest": self.name, "state": RunState.WAITING}
        for run in runs:
            self._write(Run, run, asked_at=MOMENT, **asked)

    def _id(self, name: str) -> str:
        return f"{self.name}-{name}"

    def _write(self, table: type[Base], short: str, /, **columns: Any) -> None:  # noqa: ANN401 - columns of any type
        named = columns if "code" in columns else {"id": self._id(short), **columns}
        self.session.add(table(**named))
        self.session.flush()


def _overlap(trial: _Trial) -> None:
    trial.place("f", "one")
    trial.occupy("shared1", "f", "one")
    later = FIRST + timedelta(days=6)
    trial.occupy("shared1", "f", "one", begins=later, until=later + WEEK)


def _two_sexes(trial: _Trial) -> None:
    trial.place("f", "one")
    trial.place("m", "two")
    trial.occupy("shared1", "f", "one")
    trial.occupy("shared2", "m", "two", begins=FIRST + timedelta(days=6), until=FIRST + 2 * WEEK)


def _two_places(trial: _Trial) -> None:
    trial.place("f", "one")
    trial.place("f", "two")
    trial.occupy("shared1", "f", "one")
    trial.occupy("shared2", "f", "two")


def _wrong_place(trial: _Trial) -> None:
    trial.place("f", "one")
    trial.occupy("single1", "f", "one")


def _wrong_use(trial: _Trial) -> None:
    trial.place("f", "one")
    trial.occupy("shared1", "f", "one", place_use=Use.APARTMENT, use_key="x")


def _sex_in_a_single_room(trial: _Trial) -> None:
    trial.place("f", "one")
    single = f"{trial.name}-single"
    trial.occupy("single1", "f", "one", place_id=single, place_use=Use.SINGLE_ROOM)


def _two_live(trial: _Trial) -> None:
    trial.place("f", "one", PlacementState.ACCEPTED)
    trial.place("f", "two", PlacementState.ARRIVING)


def _grown_over(trial: _Trial) -> None:
    trial.place("f", "one")
    trial.occupy("shared1", "f", "one")
    trial.occupy("shared1", "f", "one", begins=FIRST + WEEK, until=FIRST + 2 * WEEK)
    trial.prolong(FIRST)


def _grown_into_another_use(trial: _Trial) -> None:
    trial.place("f", "one")
    trial.place("m", "two")
    trial.occupy("shared1", "f", "one")
    trial.occupy("shared2", "m", "two", begins=FIRST + WEEK, until=FIRST + 2 * WEEK)
    trial.prolong(FIRST)


def _grown_into_another_place(trial: _Trial) -> None:
    trial.place("f", "one")
    trial.place("f", "two")
    trial.occupy("shared1", "f", "one")
    trial.occupy("shared2", "f", "two", begins=FIRST + WEEK, until=FIRST + 2 * WEEK)
    trial.prolong(FIRST)


_ATTEMPTS: Sequence[tuple[Promise, Callable[[_Trial], None]]] = (
    (Promise.BED, _overlap),
    (Promise.BED, _grown_over),
    (Promise.ROOM, _two_sexes),
    (Promise.ROOM, _grown_into_another_use),
    (Promise.HOUSEHOLD, _two_places),
    (Promise.HOUSEHOLD, _grown_into_another_place),
    (Promise.BED_PLACE, _wrong_place),
    (Promise.PLACE_USE, _wrong_use),
    (Promise.SHARED_ONLY, _sex_in_a_single_room),
    (Promise.ONE_LIVE, _two_live),
    (Promise.ONE_OPEN, lambda trial: trial.refer("f", "second", ReferralState.ARRANGED)),
    (Promise.ONE_RUN, lambda trial: trial.ask("one", "two")),
    (Promise.ACCEPTOR, lambda trial: trial.place("f", "one", by="nobody")),
    (Promise.JOURNAL, lambda trial: trial.rewrite(update(JournalEntry).values(act="x"))),
    (Promise.JOURNAL, lambda trial: trial.rewrite(delete(JournalEntry))),
)
