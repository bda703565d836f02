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
    lives_somewhere: bool
    """Its household has a bed by now, so a second request would take another."""


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
                referral=alike.referral.id,
                reference=alike.case.reference,
                registered_at=alike.referral.registered_at,
                needed_from=alike.referral.needed_from,
                was_mentioned=alike.was_mentioned,
                lives_somewhere=alike.lives_somewhere,
            )
            for alike in lookalikes(session, seen.referral)
        ]
