"""Which households became one (gezinshereniging), as the journal tells: both cases are kept."""

from collections.abc import Iterable

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from placement.store.tables import JournalEntry, Person, Stay

REUNITE = "reunite"


def lives_with(session: Session, household: str) -> str:
    """The household that somebody is part of now: the one that they joined, else their own.

    Who came back in the case that they had, and asked anew, is by themselves again.
    """
    while not _has_people(session, household) and (joined := _joined(session, household)):
        household = joined
    return household


def joined_to(session: Session, households: Iterable[str]) -> frozenset[str]:
    """The households that became part of some, and whoever had joined those before."""
    found: set[str] = set()
    asked = list(households)
    while asked:
        stays = select(Stay.id).where(Stay.household_id.in_(asked))
        wanted = select(JournalEntry.facts).where(
            JournalEntry.record_kind == "stay",
            JournalEntry.record_id.in_(stays),
            JournalEntry.act == REUNITE,
        )
        told = {str(facts["household"]) for facts in session.scalars(wanted)} - found
        asked = sorted(one for one in told if not _has_people(session, one))
        found.update(asked)
    return frozenset(found)


def _joined(session: Session, household: str) -> str | None:
    wanted = (
        select(JournalEntry.facts)
        .where(
            JournalEntry.record_kind == "household",
            JournalEntry.record_id == household,
            JournalEntry.act == REUNITE,
        )
        .order_by(JournalEntry.number.desc())
        .limit(1)
    )
    facts = session.scalar(wanted)
    return None if facts is None else str(facts["joined"])


def _has_people(session: Session, household: str) -> bool:
    return bool(session.scalar(select(exists().where(Person.household_id == household))))
