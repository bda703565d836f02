"""The tiny register in which the self-test tries what the database must refuse."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import Delete, Update, update
from sqlalchemy.orm import Session

from placement.lifecycle import (
    ApplicationState,
    OfferState,
    PlacementState,
    ReferralState,
    TransferState,
)
from placement.lifecycle.runs import RunState
from placement.policy import Role
from placement.store.codes import AbsenceKind, ConsentGround, OutcomeMoment, RunKind, UntilBasis
from placement.store.tables import (
    Absence,
    Account,
    Base,
    Bed,
    Case,
    CaseTransfer,
    CombinationRoom,
    Household,
    Institution,
    JournalEntry,
    Milestone,
    Occupancy,
    Offer,
    OmmApplication,
    Outcome,
    Place,
    Placement,
    Referral,
    Run,
    Scheme,
    Site,
    Stay,
)
from solver.codes import AskedAlone, LegalGroup, Mode, OccupancyKind, Urgency, Use

MOMENT = datetime(2000, 1, 1, tzinfo=UTC)
FIRST = date(2000, 1, 1)
WEEK = timedelta(days=7)


class Trial:
    """A tiny register of its own: a shared room, a single room, and households f and m."""

    def __init__(self, session: Session, name: str) -> None:
        self.session, self.name = session, name
        self.write(Scheme, "scheme", code=name, nl=name, en=name, mode=Mode.PLACE, begins=FIRST)
        self.write(Institution, "house", name=name)
        self.write(Site, "site", institution_id=self.id_of("house"), name=name, town=name)
        for room, use in (("shared", Use.SHARED_ROOM), ("single", Use.SINGLE_ROOM)):
            self.write_place(room, use)
            for bed in ("1", "2"):
                place = self.id_of(room)
                self.write(Bed, room + bed, place_id=place, name=bed, member_from=FIRST)
        self.write(
            Account,
            "staff",
            login_name=name,
            display_name=name,
            password_hash="",
            role=Role.HELPDESK,
            created_at=MOMENT,
        )
        self.write(Case, "case", reference=name, opened_at=MOMENT)
        for household in ("f", "m"):
            self.write(Household, household, case_id=self.id_of("case"))
            self.refer(household, "first", ReferralState.OPEN)

    def refer(self, household: str, referral: str, state: ReferralState) -> None:
        """Write a referral of a household."""
        self.write(
            Referral,
            f"{household}-{referral}",
            household_id=self.id_of(household),
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
        where: str = "shared",
    ) -> None:
        """Write a placement of a household, in the shared room or where it is said."""
        self.write(
            Placement,
            placement,
            referral_id=self.id_of(f"{household}-first"),
            household_id=self.id_of(household),
            place_id=self.id_of(where),
            state=state,
            begins=FIRST,
            until=FIRST + WEEK,
            accepted_by=self.id_of(by),
            accepted_at=MOMENT,
            reason=self.name,
        )

    def occupy(self, bed: str, household: str, placement: str, **changes: Any) -> None:  # noqa: ANN401 - columns of any type
        """Write a stay of a single adult in a bed of the shared room, or as changed."""
        self.write(
            Occupancy,
            uuid4().hex,
            **{
                "bed_id": self.id_of(bed),
                "place_id": self.id_of("shared"),
                "place_use": Use.SHARED_ROOM,
                "household_id": self.id_of(household),
                "placement_id": self.id_of(placement),
                "kind": OccupancyKind.STAY,
                "use_key": household.upper(),
                "begins": FIRST,
                "until": FIRST + WEEK,
                "basis": UntilBasis.HORIZON,
                **changes,
            },
        )

    def join(self) -> None:
        """Write the two rooms as a combination."""
        self.write_place("pair", Use.APARTMENT)
        for room in ("shared", "single"):
            self.session.add(
                CombinationRoom(
                    combination_id=self.id_of("pair"),
                    room_id=self.id_of(room),
                    site_id=self.id_of("site"),
                    scheme_code=self.name,
                )
            )
            self.session.flush()

    def hold_both(self) -> None:
        """Write what a household takes that is to come into both rooms."""
        whole: dict[str, Any] = {"kind": OccupancyKind.HOLD, "use_key": "f"}
        single = {"place_id": self.id_of("single"), "place_use": Use.SINGLE_ROOM}
        self.occupy("shared1", "f", "one", **whole)
        self.occupy("single1", "f", "one", **whole, **single)

    def question(self, offer: str) -> None:
        """Write an open question about household f and the shared room."""
        self.write(
            Offer,
            offer,
            referral_id=self.id_of("f-first"),
            household_id=self.id_of("f"),
            place_id=self.id_of("shared"),
            state=OfferState.ASKED,
            begins=FIRST,
            until=FIRST + WEEK,
            asked_by=self.id_of("staff"),
            asked_at=MOMENT,
            answer_due_at=MOMENT,
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
            self.write(Run, run, asked_at=MOMENT, **asked)

    def stay(self, household: str, placement: str) -> None:
        """Write a stay of a household that arrived."""
        self.write(
            Stay,
            "stay",
            placement_id=self.id_of(placement),
            household_id=self.id_of(household),
            began_on=FIRST,
        )

    def step(self, *milestones: str) -> None:
        """Write steps of one kind for the stay."""
        told = {"kind": self.name, "recorded_by": self.id_of("staff"), "recorded_at": MOMENT}
        for milestone in milestones:
            self.write(Milestone, milestone, stay_id=self.id_of("stay"), **told)

    def question_after(self, *outcomes: str) -> None:
        """Write questions of one moment for the stay."""
        moment = OutcomeMoment.AFTER_1_MONTH
        for outcome in outcomes:
            self.write(Outcome, outcome, stay_id=self.id_of("stay"), moment=moment, due_on=FIRST)

    def be_away(self, *absences: str) -> None:
        """Write absences of the stay that go on."""
        told = {"reported_by": self.id_of("staff"), "reported_at": MOMENT, "began_on": FIRST}
        until = FIRST + timedelta(days=7)
        for absence in absences:
            kind, stay = AbsenceKind.MISSING, self.id_of("stay")
            self.write(Absence, absence, stay_id=stay, kind=kind, kept_until=until, **told)

    def apply(self, household: str, *applications: str) -> None:
        """Write applications for OMM that nobody weighed."""
        told = {
            "household_id": self.id_of(household),
            "institution_id": self.id_of("house"),
            "state": ApplicationState.APPLIED,
            "problems": frozenset(),
            "applied_by": self.id_of("staff"),
            "applied_at": MOMENT,
        }
        for application in applications:
            self.write(OmmApplication, application, **told)

    def hand_over(self, *transfers: str) -> None:
        """Offer the case."""
        told = {"offered_by": self.id_of("staff"), "offered_at": MOMENT}
        for transfer in transfers:
            state = TransferState.OFFERED
            self.write(CaseTransfer, transfer, case_id=self.id_of("case"), state=state, **told)

    def write_place(self, place: str, use: Use) -> None:
        """Write a place without beds."""
        self.write(
            Place,
            place,
            site_id=self.id_of("site"),
            scheme_code=self.name,
            name=place,
            use=use,
            opens=FIRST,
        )

    def id_of(self, name: str) -> str:
        """The id of a row of this trial."""
        return f"{self.name}-{name}"

    def write(self, table: type[Base], short: str, /, **columns: Any) -> None:  # noqa: ANN401 - columns of any type
        """Write one row at once, so that what refuses it is known."""
        named = columns if "code" in columns else {"id": self.id_of(short), **columns}
        self.session.add(table(**named))
        self.session.flush()
