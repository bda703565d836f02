"""Who lacked a place on a night, and the ledger in which that is kept."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from placement.lifecycle import LIVE_PLACEMENTS, PlacementState, ReferralState
from placement.store.nights import morning_after
from placement.store.tables import Person, Placement, Referral, Stay, UnmetNeed
from placement.store.watching.shelters import in_temporary_shelter
from solver.codes import Sex

PROMISED = (LIVE_PLACEMENTS - {PlacementState.HELD}) | {PlacementState.ARRIVED}
"""A bed that is only held is nobody's place yet: whoever it is held for waits."""
ARRIVED = "arrived"
"""Why a request ends of which the people came to a place."""


@dataclass(frozen=True)
class Lacking:
    """A request without a place on one night."""

    referral: str
    household: str
    people: int
    region: str | None
    needs: frozenset[str]
    """What it cannot do without, what it brings, what care it needs, and ``who:`` it is about."""
    is_open: bool
    """False: a place is arranged, or was taken, for a later night."""
    sheltered: bool
    """Its people sleep in temporary shelter."""


def lacking_on(session: Session, night: date) -> list[Lacking]:
    """The requests of people who needed a place on a night, had none and had no bed elsewhere.

    Told as it was in the morning after, also when it is asked days later: who was placed since
    lacked a place all the same. A place that was given back since counts as never given.
    """
    morning = morning_after(night)
    had_a_place = select(Placement.referral_id).where(
        Placement.state.in_(PROMISED),
        Placement.begins <= night,
        Placement.accepted_at <= morning,
    )
    housed = select(Stay.household_id).where(
        Stay.began_on <= night, Stay.ended_on.is_(None) | (Stay.ended_on > night)
    )
    wanted = (
        select(Referral)
        .where(
            Referral.needed_from <= night,
            Referral.registered_at <= morning,
            Referral.onward.in_([False]),
            Referral.household_id.not_in(housed),
            Referral.id.not_in(had_a_place),
            Referral.state.in_((ReferralState.OPEN, ReferralState.ARRANGED))
            | (Referral.ended_at > morning),
        )
        .order_by(Referral.id)
    )
    referrals = session.scalars(wanted).all()
    people = _people(session, [r.household_id for r in referrals])
    sheltered = in_temporary_shelter(session, [r.id for r in referrals], night)
    return [
        Lacking(
            referral=r.id,
            household=r.household_id,
            people=len(people[r.household_id]),
            region=r.reporting_region,
            needs=r.cannot_do_without | r.brings | r.needs | who_codes(people[r.household_id]),
            is_open=r.state is not ReferralState.ARRANGED and r.end_reason != ARRIVED,
            sheltered=r.id in sheltered,
        )
        for r in referrals
        if people[r.household_id]
    ]


def who_codes(people: Iterable[Person]) -> frozenset[str]:
    """Whom a need is about, as codes: men and women of age, and children."""
    everybody = tuple(people)
    adults = [person.sex for person in everybody if not person.age.is_minor]
    said = {Sex.FEMALE: "who:women", Sex.MALE: "who:men", Sex.UNKNOWN: "who:unknown"}
    children = {"who:children"} if len(adults) < len(everybody) else set()
    return frozenset({said[sex] for sex in adults} | children)


def recorded_on(session: Session, night: date) -> frozenset[str]:
    """The requests whose night is in the ledger already."""
    return frozenset(session.scalars(select(UnmetNeed.referral_id).where(UnmetNeed.night == night)))


def ledger_between(session: Session, begins: date, until: date) -> list[UnmetNeed]:
    """The nights of the ledger in [begins, until)."""
    wanted = select(UnmetNeed).where(UnmetNeed.night >= begins, UnmetNeed.night < until)
    return list(session.scalars(wanted.order_by(UnmetNeed.night, UnmetNeed.referral_id)))


def first_night(session: Session) -> date | None:
    """The first night that was ever written down."""
    return session.scalar(select(func.min(UnmetNeed.night)))


def distinct_people(rows: Collection[UnmetNeed]) -> int:
    """How many different people some rows are about: what makes a figure tell of somebody."""
    most: Counter[str] = Counter()
    for row in rows:
        most[row.referral_id] = max(most[row.referral_id], row.people)
    return most.total()


def _people(session: Session, households: Collection[str]) -> Mapping[str, list[Person]]:
    found: dict[str, list[Person]] = defaultdict(list)
    wanted = select(Person).where(Person.household_id.in_(households)).order_by(Person.id)
    for person in session.scalars(wanted):
        found[person.household_id].append(person)
    return found
