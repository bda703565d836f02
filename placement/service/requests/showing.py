"""Showing what is there: lists and single records, narrowed to what somebody may see."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from placement.errors import UnknownPlacement, UnknownReferral
from placement.lifecycle import PlacementState, ReferralState
from placement.policy import Subject
from placement.service.beds.settling import end_holds
from placement.store.database.opening import Store
from placement.store.nights import tonight_at
from placement.store.requests.queries import Part, ReferralFile, placements_seen, referral_files
from placement.store.requests.ties import Tied, tied_apart, tied_together
from placement.store.tables import Placement


@dataclass(frozen=True)
class ShownReferral:
    """A referral as of one night."""

    file: ReferralFile
    nights_waited: int
    """Nights without shelter so far; none before shelter is needed or once it is arranged."""
    together: tuple[Tied, ...] = ()
    """The others of its group that the reader may see; only where one request is shown."""
    apart: tuple[Tied, ...] = ()
    """Whom it must never meet, likewise."""


def list_referrals(
    store: Store,
    *,
    by: Subject,
    now: datetime,
    states: Collection[ReferralState] = (),
    part: Part | None = None,
) -> list[ShownReferral]:
    """The referrals that the subject may see, those that need shelter first on top.

    A part may have another order.
    """
    tonight = tonight_at(now)
    end_holds(store, now=now)
    with store.reading() as session:
        files = referral_files(session, by, states=states, part=part)
    return [ShownReferral(file, _waited(file, tonight)) for file in files]


def show_referral(store: Store, referral_id: str, *, by: Subject, now: datetime) -> ShownReferral:
    """One referral.

    Raises:
        UnknownReferral: there is none that the subject may see.
    """
    end_holds(store, now=now)
    with store.reading() as session:
        files = referral_files(session, by, only=referral_id)
        if not files:
            raise UnknownReferral
        referral = files[0].referral
        together = tied_together(session, by, referral)
        apart = tied_apart(session, by, referral.household_id)
    return ShownReferral(files[0], _waited(files[0], tonight_at(now)), together, apart)


def list_placements(
    store: Store,
    *,
    by: Subject,
    referral: str | None = None,
    states: Collection[PlacementState] = (),
    at_most: int | None = None,
) -> list[Placement]:
    """The placements that the subject may see, the newest first."""
    with store.reading() as session:
        return placements_seen(session, by, referral=referral, states=states, at_most=at_most)


def show_placement(store: Store, placement_id: str, *, by: Subject) -> Placement:
    """One placement.

    Raises:
        UnknownPlacement: there is none that the subject may see.
    """
    with store.reading() as session:
        found = placements_seen(session, by, only=placement_id)
    if not found:
        raise UnknownPlacement
    return found[0]


def _waited(file: ReferralFile, tonight: date) -> int:
    waits = file.referral.state is ReferralState.OPEN and not file.referral.onward
    return max(0, (tonight - file.referral.needed_from).days) if waits else 0
