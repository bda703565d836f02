"""What is read to show a referral: its facts, its household, its case and what it led to."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import Session

from placement.lifecycle import LIVE_PLACEMENTS, PlacementState, ReferralState
from placement.policy import Subject
from placement.store.tables import (
    Case,
    CodeWord,
    Coordination,
    Household,
    Institution,
    Person,
    Placement,
    Referral,
    Region,
    Site,
    Stay,
)
from placement.store.visibility import visible_placements, visible_referrals


@dataclass(frozen=True)
class ReferralFile:
    """A referral with everything that is shown beside it; rows are detached and only read."""

    referral: Referral
    case: Case
    people: tuple[Person, ...]
    coordinator: str | None
    """The account of the zorgcoordinator; None is CoMensha at a distance."""
    placement: Placement | None
    """The live placement, else the one in which the household arrived last."""
    has_left: bool = False
    """It asks for a next bed and lives nowhere any more: it departed elsewhere."""


@dataclass(frozen=True, kw_only=True)
class Part:
    """A part of a long list of referrals."""

    limit: int
    after: str | None = None
    """The referral behind which it goes on."""
    newest: bool = False
    """Whether who needs shelter last stands on top, instead of who needs it first."""
    onward: bool | None = None
    """Only onward referrals, or only others."""


def referral_files(
    session: Session,
    subject: Subject,
    *,
    states: Collection[ReferralState] = (),
    only: str | None = None,
    part: Part | None = None,
) -> list[ReferralFile]:
    """The referrals that the subject may see, those that need shelter first on top."""
    staying = exists().where(Stay.household_id == Referral.household_id, Stay.ended_on.is_(None))
    wanted = (
        select(Referral, Case, and_(Referral.onward, ~staying))
        .join(Household, Household.id == Referral.household_id)
        .join(Case, Case.id == Household.case_id)
        .where(visible_referrals(subject))
    )
    if part is None:
        wanted = wanted.order_by(Referral.needed_from, Referral.id)
    else:
        wanted = wanted.where(*_in_part(part)).order_by(*_order_of(part)).limit(part.limit)
    if states:
        wanted = wanted.where(Referral.state.in_(states))
    if only is not None:
        wanted = wanted.where(Referral.id == only)
    rows = session.execute(wanted).all()
    people = _people(session, [r.household_id for r, *_ in rows])
    coordinators = _coordinators(session, [case.id for _, case, _ in rows])
    placements = _placements(session, [r.id for r, *_ in rows])
    return [
        ReferralFile(
            referral,
            case,
            people.get(referral.household_id, ()),
            coordinators.get(case.id),
            placements.get(referral.id),
            has_left=has_left,
        )
        for referral, case, has_left in rows
    ]


def _order_of(part: Part) -> tuple[ColumnElement[Any], ...]:
    night = Referral.needed_from
    return night.desc() if part.newest else night.asc(), Referral.id.asc()


def _in_part(part: Part) -> tuple[ColumnElement[bool], ...]:
    """Behind where the part goes on: where that referral stands now, whatever its state."""
    is_asked = () if part.onward is None else (Referral.onward == part.onward,)
    if part.after is None:
        return is_asked
    last = select(Referral.needed_from).where(Referral.id == part.after).scalar_subquery()
    beyond = Referral.needed_from < last if part.newest else Referral.needed_from > last
    behind = or_(beyond, and_(Referral.needed_from == last, Referral.id > part.after))
    return *is_asked, behind


def placements_seen(
    session: Session,
    subject: Subject,
    *,
    only: str | None = None,
    referral: str | None = None,
    states: Collection[PlacementState] = (),
    at_most: int | None = None,
) -> list[Placement]:
    """The placements that the subject may see, the newest first.

    Of one referral: none for whom may not see that, or a list would tell whose a placement is.
    """
    wanted = select(Placement).where(visible_placements(subject))
    if only is not None:
        wanted = wanted.where(Placement.id == only)
    if referral is not None:
        known = select(Referral.id).where(Referral.id == referral, visible_referrals(subject))
        wanted = wanted.where(Placement.referral_id.in_(known))
    if states:
        wanted = wanted.where(Placement.state.in_(states))
    newest = wanted.order_by(Placement.accepted_at.desc(), Placement.id)
    return list(session.scalars(newest.limit(at_most)))


def households_of(session: Session, referrals: Collection[str]) -> dict[str, str]:
    """The household of each referral that exists, by referral."""
    wanted = select(Referral.id, Referral.household_id).where(Referral.id.in_(referrals))
    return dict(session.execute(wanted).all())


def live_placement(session: Session, referral: str) -> Placement | None:
    """The placement of a referral that is held, accepted or under way."""
    wanted = select(Placement).where(
        Placement.referral_id == referral, Placement.state.in_(LIVE_PLACEMENTS)
    )
    return session.scalar(wanted)


def open_referrals_of(session: Session, household: str) -> frozenset[str]:
    """The referrals of a household that are not ended: whose lock guards the facts about it."""
    wanted = select(Referral.id).where(
        Referral.household_id == household, Referral.state != ReferralState.ENDED
    )
    return frozenset(session.scalars(wanted))


def unknown_codes(session: Session, table: str, codes: Iterable[str]) -> frozenset[str]:
    """Those of the codes that are not in the table.

    ``table`` is ``region``, ``site``, ``institution``, or a kind of code list (`CodeWord`).
    """
    asked = frozenset(codes)
    tables = {"region": Region.code, "site": Site.id, "institution": Institution.id}
    if (column := tables.get(table)) is None:
        words = select(CodeWord.code).where(CodeWord.kind == table, CodeWord.code.in_(asked))
        return asked - frozenset(session.scalars(words))
    return asked - frozenset(session.scalars(select(column).where(column.in_(asked))))


def open_coordination(session: Session, case_id: str) -> Coordination | None:
    """Who coordinates the case now."""
    wanted = select(Coordination).where(
        Coordination.case_id == case_id, Coordination.until.is_(None)
    )
    return session.scalar(wanted)


def _people(session: Session, households: Collection[str]) -> dict[str, tuple[Person, ...]]:
    wanted = select(Person).where(Person.household_id.in_(households)).order_by(Person.id)
    found: dict[str, tuple[Person, ...]] = {}
    for person in session.scalars(wanted):
        found[person.household_id] = (*found.get(person.household_id, ()), person)
    return found


def _coordinators(session: Session, cases: Collection[str]) -> dict[str, str]:
    wanted = select(Coordination.case_id, Coordination.account_id).where(
        Coordination.case_id.in_(cases), Coordination.until.is_(None)
    )
    return dict(session.execute(wanted).all())


def _placements(session: Session, referrals: Collection[str]) -> dict[str, Placement]:
    wanted = (
        select(Placement)
        .where(
            Placement.referral_id.in_(referrals), Placement.state.in_({*LIVE_PLACEMENTS, "arrived"})
        )
        .order_by(Placement.accepted_at, Placement.id)
    )
    return {placement.referral_id: placement for placement in session.scalars(wanted)}
