"""Recognising that a request may be in already: a hint with reference and date, never a block."""

from dataclasses import dataclass
from datetime import date, datetime

from placement.errors import UnknownReferral
from placement.policy import Subject
from placement.store.database.opening import Store
from placement.store.requests.lookalikes import lookalikes
from placement.store.sharing.consent_queries import case_seen


@dataclass(frozen=True, kw_only=True)
class Lookalike:
    """A request that may be about the same people."""

    referral: str
    reference: str
    registered_at: datetime
    needed_from: date
    was_mentioned: bool
    """The reporter named its case; else its household looks the same."""


def possible_duplicates(store: Store, referral_id: str, *, by: Subject) -> list[Lookalike]:
    """The requests that may be about the same people as this one, the newest first.

    Raises:
        UnknownReferral: there is none that the subject may see.
    """
    with store.reading() as session:
        seen = case_seen(session, by, referral_id)
        if seen is None:
            raise UnknownReferral
        return [
            Lookalike(
                referral=other.id,
                reference=case.reference,
                registered_at=other.registered_at,
                needed_from=other.needed_from,
                was_mentioned=mentioned,
            )
            for other, case, mentioned in lookalikes(session, seen.referral)
        ]
