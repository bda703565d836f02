"""Declines: a household and a place that do not go together for now, and what follows from it."""

from collections.abc import Collection
from datetime import date, timedelta

from sqlalchemy import ColumnElement, bindparam, false, select, true
from sqlalchemy.orm import Session

from placement.policy import Role, Subject
from placement.store.codes import DeclineEffect, Party
from placement.store.tables import Decline, DeclineReason, Place
from solver.circumstances import Parked
from solver.codes import PlaceId


def decline_reasons(session: Session, party: Party | None = None) -> list[DeclineReason]:
    """The reasons to choose from, in the order of their codes."""
    wanted = select(DeclineReason).order_by(DeclineReason.code)
    if party is not None:
        wanted = wanted.where(DeclineReason.party == party)
    return list(session.scalars(wanted))


def holds_until(reason: DeclineReason, tonight: date) -> date | None:
    """The first night on which a pair may be proposed again; None until it is judged anew."""
    return None if reason.park_days is None else tonight + timedelta(days=reason.park_days)


def visible_declines(subject: Subject) -> ColumnElement[bool]:
    """The helpdesk sees every decline, an institution what it said itself at its own sites."""
    if subject.role is Role.HELPDESK:
        return true()
    if subject.role is Role.INSTITUTION:
        own = select(Place.id).where(Place.site_id.in_(subject.sites))
        of_houses = select(DeclineReason.code).where(DeclineReason.party == Party.HOUSE)
        return Decline.place_id.in_(own) & Decline.reason.in_(of_houses)
    return false()


def declines_seen(
    session: Session,
    subject: Subject,
    *,
    only: str | None = None,
    household: str | None = None,
    effect: DeclineEffect | None = None,
    standing: bool = False,
    at_most: int = 100,
) -> list[Decline]:
    """The declines that the subject may see, the newest first; ``standing`` are not reassessed."""
    wanted = select(Decline).where(visible_declines(subject))
    if only is not None:
        wanted = wanted.where(Decline.id == only)
    if household is not None:
        wanted = wanted.where(Decline.household_id == household)
    if effect is not None:
        with_effect = select(DeclineReason.code).where(DeclineReason.effect == effect)
        wanted = wanted.where(Decline.reason.in_(with_effect))
    if standing:
        wanted = wanted.where(Decline.reassessed_at.is_(None))
    return list(session.scalars(wanted.order_by(Decline.said_at.desc(), Decline.id).limit(at_most)))


def parked_pairs(
    session: Session, households: Collection[str], tonight: date
) -> dict[str, set[Parked]]:
    """The declines that park a household and a place tonight or later, by household (DEC-1)."""
    sought = {"households": households, "tonight": tonight}
    found: dict[str, set[Parked]] = {}
    for household, place, until, reason in session.execute(_PARKED, sought):
        parked = Parked(place=PlaceId(place), until=until, reason=reason)
        found.setdefault(household, set()).add(parked)
    return found


_PARKED = (
    select(Decline.household_id, Decline.place_id, Decline.until, Decline.reason)
    .join(DeclineReason, DeclineReason.code == Decline.reason)
    .where(
        Decline.household_id.in_(bindparam("households", expanding=True)),
        DeclineReason.effect == DeclineEffect.PARKS,
        Decline.reassessed_at.is_(None),
        Decline.until.is_(None) | (Decline.until > bindparam("tonight")),
    )
)
