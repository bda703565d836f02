"""Which requests belong together, and which must never meet."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, delete, or_, select
from sqlalchemy.orm import Session

from placement.lifecycle import ReferralState
from placement.policy import Subject
from placement.store.tables import Case, Household, KeepApart, Referral
from placement.store.visibility import visible_referrals


@dataclass(frozen=True)
class Tied:
    """Another request: its id, the reference of its case, and where it stands."""

    referral: str
    reference: str
    state: ReferralState


def requests_named(session: Session, names: Collection[str]) -> dict[str, Referral]:
    """The requests that are named by their id or by the reference of their case, by name.

    A reference names the newest request of its case; people spell it as they like.
    """
    spelt = {name: "".join(name.split()).upper() for name in names}
    wanted = (
        select(Referral, Case.reference)
        .join(Household, Household.id == Referral.household_id)
        .join(Case, Case.id == Household.case_id)
        .where(or_(Referral.id.in_(names), Case.reference.in_(spelt.values())))
        .order_by(Referral.registered_at, Referral.id)
    )
    found: dict[str, Referral] = {}
    for referral, reference in session.execute(wanted):
        found[referral.id] = found[reference] = referral
    called = {name: found.get(name) or found.get(reference) for name, reference in spelt.items()}
    return {name: referral for name, referral in called.items() if referral is not None}


def requests_of_group(session: Session, group: str | None) -> list[Referral]:
    """Every request of a group, ended ones too, the oldest first; none where there is no group."""
    if group is None:
        return []
    wanted = select(Referral).where(Referral.group_id == group)
    return list(session.scalars(wanted.order_by(Referral.registered_at, Referral.id)))


def still_sought_with(session: Session, referrals: Iterable[Referral]) -> frozenset[str]:
    """The open requests of the groups of these, themselves left out."""
    own = list(referrals)
    groups = {referral.group_id for referral in own} - {None}
    if not groups:
        return frozenset()
    wanted = select(Referral.id).where(
        Referral.group_id.in_(groups), Referral.state == ReferralState.OPEN
    )
    return frozenset(session.scalars(wanted)) - {referral.id for referral in own}


def kept_apart_from(session: Session, household: str) -> frozenset[str]:
    """The households that must never be at one site with this one."""
    pairs = select(KeepApart.one_id, KeepApart.other_id).where(_is_of(household))
    return frozenset(id_ for pair in session.execute(pairs) for id_ in pair) - {household}


def keep_apart_only_from(session: Session, household: str, others: Collection[str]) -> None:
    """Write the links of a household: these, and no others any more."""
    before = kept_apart_from(session, household)
    gone = before.difference(others)
    either = KeepApart.one_id.in_(gone) | KeepApart.other_id.in_(gone)
    session.execute(delete(KeepApart).where(_is_of(household), either))
    session.add_all(
        KeepApart(one_id=min(household, other), other_id=max(household, other))
        for other in sorted(frozenset(others) - before)
    )
    session.flush()


def tied_apart(session: Session, subject: Subject, household: str) -> tuple[Tied, ...]:
    """The newest request, as far as seen, of each household to be kept apart from this one."""
    return _newest(session, subject, Referral.household_id.in_(kept_apart_from(session, household)))


def tied_together(session: Session, subject: Subject, referral: Referral) -> tuple[Tied, ...]:
    """The other requests of the group of a request that somebody may see, ended ones too."""
    if referral.group_id is None:
        return ()
    others = Referral.household_id != referral.household_id
    return _newest(session, subject, (Referral.group_id == referral.group_id) & others)


def _is_of(household: str) -> ColumnElement[bool]:
    return (KeepApart.one_id == household) | (KeepApart.other_id == household)


def _newest(session: Session, subject: Subject, wanted: ColumnElement[bool]) -> tuple[Tied, ...]:
    query = (
        select(Referral, Case.reference)
        .join(Household, Household.id == Referral.household_id)
        .join(Case, Case.id == Household.case_id)
        .where(wanted, visible_referrals(subject))
        .order_by(Referral.registered_at, Referral.id)
    )
    found = {
        referral.household_id: Tied(referral.id, reference, referral.state)
        for referral, reference in session.execute(query).all()
    }
    return tuple(sorted(found.values(), key=lambda tied: tied.reference))
