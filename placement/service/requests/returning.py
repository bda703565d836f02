"""People who come back: a new request in the case that they have, with all that is known there.

Whom they must never meet, which places they declined and who coordinates their care belong to the
case and the household: in a new case all of it would be lost.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from placement.errors import Fault
from placement.lifecycle import ReferralState
from placement.service.requests.fact_faults import unknown
from placement.service.requests.tying import FoundTies, of_themselves
from placement.store.beds.booking_rows import ongoing_stay
from placement.store.requests.lookalikes import case_called
from placement.store.requests.ties import kept_apart_from
from placement.store.sharing.consent_queries import households_of_case, lock_case
from placement.store.stays.joined_households import lives_with
from placement.store.tables import Case, Referral


@dataclass(frozen=True)
class Returning:
    """The case of people who come back, under its locks."""

    case: Case
    household: str
    requests: tuple[Referral, ...]
    lives_somewhere: bool
    """They have a bed: their own, or with the household that they joined."""


def find_returning(session: Session, reference: str | None) -> Returning | None:
    """The case that a reference names, with its requests locked; None where it names none."""
    case_id = case_called(session, reference) if reference else None
    if case_id is None:
        return None
    requests = lock_case(session, case_id)
    households = households_of_case(session, case_id)
    return Returning(
        session.get_one(Case, case_id),
        households[0],
        tuple(requests.values()),
        ongoing_stay(session, lives_with(session, households[0])) is not None,
    )


def returning_faults(
    reference: str | None, found: Returning | None, ties: FoundTies
) -> Iterator[Fault]:
    """Give what keeps people from asking for shelter in the case that was named."""
    if reference is None:
        return
    if found is None:
        yield unknown("ofCase", reference, "case")
        return
    if found.case.closed_at is not None:
        yield CASE_IS_CLOSED
    if found.lives_somewhere:
        yield LIVES_SOMEWHERE
    elif any(request.state is not ReferralState.ENDED for request in found.requests):
        yield ASKS_ALREADY
    if found.household in ties.apart:
        yield of_themselves("keepApartFrom")


def with_known_ties(session: Session, household: str, ties: FoundTies) -> FoundTies:
    """Add whom they must never meet by what is known already."""
    return replace(ties, apart=ties.apart | kept_apart_from(session, household))


CASE_IS_CLOSED = Fault(
    "ofCase",
    "case_is_closed",
    "Open that case again first; then they can ask for shelter in it.",
    "Heropen dat dossier eerst; daarna kan er een verzoek bij.",
)
LIVES_SOMEWHERE = Fault(
    "ofCase",
    "lives_somewhere",
    "They live somewhere: ask for an onward move from their stay.",
    "Zij wonen al ergens: vraag een doorplaatsing vanuit hun verblijf.",
)
ASKS_ALREADY = Fault(
    "ofCase",
    "asks_already",
    "They have a request that is not over: put the facts of that one right.",
    "Zij hebben een verzoek dat nog loopt: wijzig de feiten daarvan.",
)
