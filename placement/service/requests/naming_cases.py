"""Saying who is meant: the references of the cases that a page shows, and of no others."""

from collections.abc import Iterable

from placement.policy import Subject
from placement.store.database.opening import Store
from placement.store.requests.references import references_of_households, references_of_referrals


def references_by_household(
    store: Store, households: Iterable[str], *, by: Subject
) -> dict[str, str]:
    """The reference of the case of each household; those that are not theirs are left out."""
    with store.reading() as session:
        return references_of_households(session, by, {*households})


def references_by_referral(
    store: Store, referrals: Iterable[str], *, by: Subject
) -> dict[str, str]:
    """The reference of the case of each referral; those that are not theirs are left out."""
    with store.reading() as session:
        return references_of_referrals(session, by, {*referrals})
