"""What a task is, and for whom it is gathered."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, exists, select, true
from sqlalchemy.orm import Session

from placement.policy import Role, Subject
from placement.store.nights import AMSTERDAM, today_at, tonight_at
from placement.store.tables import Account, Coordination, Household, Place, Placement, Stay
from placement.store.visibility import visible_placements

MOST_OF_A_KIND = 100
DECIDED_WITHIN = timedelta(hours=1)
"""How soon a person decides about what is for tonight: a promise that fell away, a yes of a house.

Source: a proposal."""


class TaskKind(StrEnum):
    """What is to be done."""

    HOLD_EXPIRING = "hold_expiring"
    ANSWER_LATE = "answer_late"
    TO_ANSWER = "to_answer"
    ANSWER_NOT_FINAL = "answer_not_final"
    INTAKE_DUE = "intake_due"
    YES_TO_DECIDE = "yes_to_decide"
    DECISION_DUE = "decision_due"
    WITHOUT_PLACE = "without_place"
    ARRIVAL_UNREPORTED = "arrival_unreported"
    POSTPONED = "postponed"
    LEAVES_LATER = "leaves_later"
    PLACE_FELL_AWAY = "place_fell_away"
    LEFT_BEFORE_MOVING = "left_before_moving"
    CALL_FOR_A_PERSON = "call_for_a_person"
    SHELTER_NOT_SAFE = "shelter_not_safe"
    SAFETY_CHECK = "safety_check"
    CONSENT_WITHDRAWN = "consent_withdrawn"
    FOLLOWED_UNASKED = "followed_unasked"
    COORDINATOR_DISABLED = "coordinator_disabled"
    SIGNATURE_DUE = "signature_due"
    WEEK_STALE = "week_stale"
    PROFILE_QUESTIONED = "profile_questioned"
    RIGHT_ENDING = "right_ending"
    PAST_RIGHT = "past_right"
    TALK_DUE = "talk_due"
    BLOCKER_CONTACT = "blocker_contact"
    ABSENCE_OVER = "absence_over"
    AWAY = "away"
    SHORT_OF_BEDS = "short_of_beds"
    BED_GONE = "bed_gone"
    CONTRACT_ENDING = "contract_ending"
    SCHEME_ENDING = "scheme_ending"
    OUTCOME_DUE = "outcome_due"
    TRANSFER_OFFERED = "transfer_offered"
    OMM_TO_CONSULT = "omm_to_consult"
    OMM_TO_WEIGH = "omm_to_weigh"


URGENT = frozenset(
    {
        TaskKind.SHELTER_NOT_SAFE,
        TaskKind.CALL_FOR_A_PERSON,
        TaskKind.POSTPONED,
        TaskKind.PLACE_FELL_AWAY,
        TaskKind.WITHOUT_PLACE,
        TaskKind.LEFT_BEFORE_MOVING,
        TaskKind.CONSENT_WITHDRAWN,
    }
)
"""What cannot wait for what has been due for longer: people without a safe bed tonight, or who may
be at a door that does not open."""


@dataclass(frozen=True, kw_only=True)
class Task:
    """One thing that waits for somebody, with the record it is about."""

    kind: TaskKind
    due: datetime
    by_day: bool
    """It is due on a day; the clock time says nothing."""
    record_kind: str
    record_id: str
    referral: str | None = None
    place: str | None = None
    site: str | None = None
    stay: str | None = None
    said_by: str | None = None
    """The name of who answered for a house."""
    stands_until: date | None = None
    """The first night for which an answer does not hold any more."""
    scheme: str | None = None
    """The scheme of the places at the site that it is about."""
    stays: int | None = None
    """How many stays at the site have no next place by then."""


@dataclass(frozen=True)
class Asked:
    """For whom tasks are gathered, and when."""

    session: Session
    by: Subject
    now: datetime
    right_warning: timedelta

    @property
    def tonight(self) -> date:
        """The night that it is."""
        return tonight_at(self.now)

    @property
    def today(self) -> date:
        """The civil date."""
        return today_at(self.now)

    @property
    def is_house(self) -> bool:
        """Whether an institution asks."""
        return self.by.role is Role.INSTITUTION

    def placements(self) -> ColumnElement[bool]:
        """The placements whose tasks are this subject's."""
        return visible_placements(self.by)

    def stays_to_follow(self) -> ColumnElement[bool]:
        """The stays that the subject follows: the helpdesk those that no zorgcoordinator has.

        One whose account is disabled, or has another role by now, follows nothing any more.
        """
        seen = Stay.placement_id.in_(select(Placement.id).where(visible_placements(self.by)))
        return and_(seen, self._nobody_follows()) if self.by.role is Role.HELPDESK else seen

    def own_places(self) -> ColumnElement[bool]:
        """The places of the houses of an institution, for others all."""
        return Place.site_id.in_(self.by.sites) if self.is_house else true()

    def _nobody_follows(self) -> ColumnElement[bool]:
        return ~exists(
            select(Coordination.id)
            .join(Household, Household.case_id == Coordination.case_id)
            .join(Account, Account.id == Coordination.account_id)
            .where(
                Household.id == Stay.household_id,
                Coordination.until.is_(None),
                coordinates(),
            )
        )


def coordinates() -> ColumnElement[bool]:
    """Whether an account can follow cases; asked of a query of accounts."""
    return and_(~Account.disabled, Account.role == Role.ZORGCOORDINATOR)


def on_day(day: date) -> datetime:
    """The begin of a day by the clock in Amsterdam."""
    return datetime.combine(day, time(), AMSTERDAM)
