"""Changing which beds a stay has: a change of a key is delete and insert, never update."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from placement.store.beds.taken import Taken
from placement.store.tables import KeepApart, Occupancy, Person


def exchange_rows(
    session: Session, own: Collection[Taken], rows: Sequence[Occupancy], tonight: date
) -> None:
    """Let a stay have other beds from tonight; the nights that have passed stay where they were."""
    begun = [row.id for row in own if row.begins < tonight]
    gone = [row.id for row in own if row.begins >= tonight]
    if gone:
        session.execute(delete(Occupancy).where(Occupancy.id.in_(gone)))
    if begun:
        change = update(Occupancy).where(Occupancy.id.in_(begun))
        session.execute(change.values(until=tonight))
    session.add_all(rows)
    session.flush()


def people_of(session: Session, household: str) -> list[Person]:
    """The people of a household, in the order of their ids."""
    query = select(Person).where(Person.household_id == household).order_by(Person.id)
    return list(session.scalars(query))


def hand_over_links(session: Session, household: str, to: str) -> None:
    """Let a household be kept apart from everybody that another one is kept apart from."""
    links = select(KeepApart).where(
        (KeepApart.one_id == household) | (KeepApart.other_id == household)
    )
    for link in session.scalars(links).all():
        other = link.other_id if link.one_id == household else link.one_id
        one, two = min(to, other), max(to, other)
        if session.get(KeepApart, (one, two)) is None:
            session.add(KeepApart(one_id=one, other_id=two))
    session.flush()
