"""Rows of open referrals -> the households that the solver is told of."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, bindparam, select
from sqlalchemy.orm import Session

from placement.lifecycle import PlacementState, ReferralState
from placement.store.beds.taken import Taken
from placement.store.codes import Answer, BedenktijdState, PersonRole, VictimAnswer
from placement.store.nights import ONE_NIGHT, tonight_at
from placement.store.questions.call_notes import discussed_with
from placement.store.questions.decline_rows import parked_pairs
from placement.store.tables import HouseAnswer, KeepApart, Person, Placement, Referral, Stay
from solver import facts
from solver.codes import BedId, GroupId, HouseholdId, OccupancyKind, PlaceId

Wanted = ColumnElement[bool]
GUARDIANS = frozenset({PersonRole.PARENT, PersonRole.GUARDIAN})

# Statements that every booking sends are put together once: that takes longer than their answer.
_PEOPLE = (
    select(Person.household_id, Person.sex, Person.age, Person.role, Person.role_checked)
    .where(Person.household_id.in_(bindparam("households", expanding=True)))
    .order_by(Person.id)
)
_APART = select(KeepApart.one_id, KeepApart.other_id)
_ONGOING_STAYS = select(Stay).where(
    Stay.household_id.in_(bindparam("households", expanding=True)), Stay.ended_on.is_(None)
)
_SAID_YES = select(HouseAnswer.referral_id, HouseAnswer.place_id).where(
    HouseAnswer.referral_id.in_(bindparam("referrals", expanding=True)),
    HouseAnswer.answer == Answer.YES,
)


@dataclass(frozen=True)
class _Around:
    """What stands around the referrals, by household or referral."""

    people: Mapping[str, list[tuple[facts.Person, bool]]]
    apart: Mapping[str, set[HouseholdId]]
    stays: Mapping[str, Stay]
    yes: Mapping[str, set[PlaceId]]
    parked: Mapping[str, set[facts.Parked]]
    discussed: Mapping[str, facts.Discussed]
    beds: Mapping[str, list[Taken]]


def read_households(
    session: Session,
    *,
    now: datetime,
    horizon: date,
    rows: Collection[Taken],
    referrals: Collection[str] | None = None,
    residents: Collection[str] = (),
) -> tuple[facts.Household, ...]:
    """The households with an open referral that need a bed before the horizon; one query a table.

    Args:
        session: a reading or a writing transaction.
        now: the present instant.
        horizon: the first night no longer planned.
        rows: the settled rows, which say in which beds residents are.
        referrals: only these, or all that are open.
        residents: referrals by which residents came, to be judged though they are not open;
            and those of a hold that is judged again.
    """
    tonight = tonight_at(now)
    sought = (Referral.state == ReferralState.OPEN) | Referral.id.in_(_hold_is_over(now))
    wanted: Wanted = sought & (Referral.arrives_from < horizon)
    if referrals is not None:
        wanted &= Referral.id.in_(referrals)
    wanted |= Referral.id.in_(residents)
    found = session.scalars(select(Referral).where(wanted).order_by(Referral.household_id)).all()
    asked, households = [r.id for r in found], [r.household_id for r in found]
    around = _Around(
        people=_people(session, households),
        apart=_apart(session),
        stays=_stays(session, households),
        yes=_said_yes(session, asked),
        parked=parked_pairs(session, households, tonight),
        discussed=discussed_with(session, asked, now, tonight),
        beds=_beds(rows),
    )
    # A resident whose beds are out of sight must not be taken for somebody without shelter.
    visible = (r for r in found if _is_visible(r, around))
    told = (_household(referral, around, tonight, horizon) for referral in visible)
    return tuple(h for h in told if h.people and (h.stay or h.needed_from < horizon))


def _hold_is_over(now: datetime) -> Select[str]:
    """The referrals whose hold is over though no settling has written that down yet."""
    return select(Placement.referral_id).where(
        Placement.state == PlacementState.HELD, Placement.hold_expires_at <= now
    )


def keep_apart_pairs(session: Session) -> frozenset[frozenset[str]]:
    """The pairs of households that must never be at one site on one night."""
    return frozenset(frozenset({one, other}) for one, other in session.execute(_APART))


def _household(
    referral: Referral, around: _Around, tonight: date, horizon: date
) -> facts.Household:
    id_ = referral.household_id
    stay = _stay(referral, around, tonight, horizon)
    needed_from = min(stay.hard_end or horizon, horizon) if stay else referral.needed_from
    first = max(needed_from, tonight)
    until = max(referral.needed_until or horizon, first + ONE_NIGHT)
    people = around.people.get(id_, [])
    return facts.Household(
        id=HouseholdId(id_),
        people=tuple(person for person, _ in people),
        guardian_checked=any(checked for _, checked in people),
        urgency=referral.urgency,
        needed_from=first,
        needed_until=min(until, horizon),
        # Nobody takes a bed for nights before shelter is needed; a resident moves when it suits.
        arrives_from=max(referral.arrives_from, tonight if stay else first),
        waited=0 if stay else max(0, (tonight - needed_from).days),
        stay=stay,
        # Who lives somewhere already is sought with nobody: its group came before this stay.
        group=GroupId(referral.group_id) if referral.group_id and not stay else None,
        smallest_part=referral.smallest_part if referral.group_id and not stay else None,
        keep_apart=frozenset(around.apart.get(id_, ())),
        said_yes=frozenset(around.yes.get(referral.id, ())),
        parked=frozenset(around.parked.get(id_, ())),
        discussed=around.discussed.get(referral.id),
        bedenktijd=_bedenktijd(referral),
        omm_application=_omm(referral),
        inspectorate=_inspectorate(referral),
        cosm_exception=referral.cosm_exception_by is not None,
        risk_asked=referral.risk_answered_by is not None,
        **{name: getattr(referral, name) for name in AS_THEY_ARE},
    )


AS_THEY_ARE = (
    "legal_group",
    "status_unclear",
    "b8_permit",
    "without_status",
    "lawful_stay",
    "multi_problem",
    "crisis_terms",
    "budget_group",
    "risk_regions",
    "reporting_region",
    "known_sites",
    "security_needed",
    "asked_alone",
    "cannot_do_without",
    "brings",
    "needs",
    "speaks",
    "never_regions",
    "never_features",
    "wishes",
    "home_regions",
    "near",
)
"""Columns of a referral that are facts of a household under the same name."""


def _is_visible(referral: Referral, around: _Around) -> bool:
    stay = around.stays.get(referral.household_id)
    return stay is None or stay.placement_id in around.beds


def _stay(referral: Referral, around: _Around, tonight: date, horizon: date) -> facts.Stay | None:
    stay = around.stays.get(referral.household_id)
    if stay is None:
        return None
    beds = around.beds[stay.placement_id]
    ends = min(taken.until for taken in beds)
    hard_end = stay.hard_end and max(stay.hard_end, tonight + ONE_NIGHT)
    return facts.Stay(
        place=PlaceId(beds[0].placed_in or beds[0].place),
        beds=tuple(BedId(taken.bed) for taken in beds),
        departs=ends if ends < horizon else stay.departs_on,
        right_ends=stay.right_ends,
        hard_end=hard_end,
        victim_agreed=referral.onward and referral.victim_answer is VictimAnswer.YES,
    )


def _bedenktijd(referral: Referral) -> facts.Bedenktijd | None:
    begins, ends = referral.bedenktijd_begins, referral.bedenktijd_ends
    if begins is None or ends is None:
        return None
    granted = referral.bedenktijd is BedenktijdState.GRANTED
    return facts.Bedenktijd(granted=granted, begins=begins, ends=ends)


def _omm(referral: Referral) -> facts.OmmApplication | None:
    if referral.omm_applied_by is None:
        return None
    return facts.OmmApplication(
        by_institution=True, consulted=referral.omm_consulted, weighed=referral.omm_weighed
    )


def _inspectorate(referral: Referral) -> facts.InspectorateAgreement | None:
    if not referral.inspectorate_agreed:
        return None
    return facts.InspectorateAgreement(seriously_disadvantaged=referral.seriously_disadvantaged)


def _people(
    session: Session, households: Collection[str]
) -> dict[str, list[tuple[facts.Person, bool]]]:
    found: dict[str, list[tuple[facts.Person, bool]]] = defaultdict(list)
    for household, sex, age, role, checked in session.execute(_PEOPLE, {"households": households}):
        guardian = checked and role in GUARDIANS
        found[household].append((facts.Person(sex=sex, age=age), guardian))
    return found


def _apart(session: Session) -> dict[str, set[HouseholdId]]:
    found: dict[str, set[HouseholdId]] = defaultdict(set)
    for pair in keep_apart_pairs(session):
        one, other = pair
        found[one].add(HouseholdId(other))
        found[other].add(HouseholdId(one))
    return found


def _stays(session: Session, households: Collection[str]) -> dict[str, Stay]:
    ongoing = session.scalars(_ONGOING_STAYS, {"households": households})
    return {stay.household_id: stay for stay in ongoing}


def _said_yes(session: Session, referrals: Collection[str]) -> dict[str, set[PlaceId]]:
    found: dict[str, set[PlaceId]] = defaultdict(set)
    for referral, place in session.execute(_SAID_YES, {"referrals": referrals}):
        found[referral].add(PlaceId(place))
    return found


def _beds(rows: Collection[Taken]) -> dict[str, list[Taken]]:
    found: dict[str, list[Taken]] = defaultdict(list)
    for row in rows:
        if row.kind is OccupancyKind.STAY and row.placement is not None:
            found[row.placement].append(row)
    return found
