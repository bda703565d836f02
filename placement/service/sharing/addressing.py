"""The sealed address of a site: entered by the house, opened only for who is to come there."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from placement.errors import ReasonMissing, TransitionNotAllowed, UnknownPlacement
from placement.errors.trust import StepNotYet, UnknownSite
from placement.lifecycle import PlacementState
from placement.lifecycle.cases import CaseAct
from placement.policy import Role, Subject
from placement.service.once import Once
from placement.service.versions import check_version
from placement.store.beds.booking_rows import sites_of_places
from placement.store.codes import DisclosureStep
from placement.store.database.opening import Store
from placement.store.idempotency import claim, keep
from placement.store.journal import record
from placement.store.locking import lock_sites
from placement.store.requests.queries import placements_seen
from placement.store.sharing.case_keys import spot_of_address
from placement.store.sharing.consent_queries import case_of
from placement.store.sharing.consent_rows import disclosed_steps
from placement.store.sharing.notes import case_is_closed, is_there, offer_of_placement
from placement.store.sharing.sealing import KeyRing
from placement.store.tables import Placement, Site, SiteAddress

UNWRITTEN = 0
"""The version of an address that nobody entered yet."""


@dataclass(frozen=True)
class Revealed:
    """An address as it is told once."""

    site: str
    address: str = field(repr=False)


def address_version(store: Store, site_id: str, *, by: Subject) -> int:
    """Which version of the address of a site there is; 0 is none. The address is not told.

    Raises:
        UnknownSite: there is none that the subject may see.
    """
    with store.reading() as session:
        _check_site(session, site_id, by)
        row = session.get(SiteAddress, site_id)
        return row.version if row else UNWRITTEN


def enter_address(
    store: Store,
    ring: KeyRing,
    sent: tuple[str, str],
    *,
    by: Subject,
    now: datetime,
    version: int | None = None,
    once: Once | None = None,
) -> int:
    """Seal the address of a site; ``sent`` is the site and the address. Gives the version.

    Raises:
        UnknownSite: there is none that the subject may see.
        VersionOutdated: somebody else entered it since.
        SealingUnavailable: no key is set; nothing was kept.
    """
    site_id, address = sent
    with store.writing(now) as session:
        if kept := claim(session, once, now):
            return int(kept["version"])
        _check_site(session, site_id, by)
        lock_sites(session, {site_id})
        row = session.get(SiteAddress, site_id)
        check_version(row.version if row else UNWRITTEN, version)
        sealed, ring_version = ring.seal(address.encode(), spot_of_address(site_id))
        if row is None:
            row = SiteAddress(
                site_id=site_id, sealed_text=sealed, ring_version=ring_version, written_at=now
            )
            session.add(row)
        else:
            row.sealed_text, row.ring_version, row.written_at = sealed, ring_version, now
        session.flush()
        _in_journal(session, "enter_address", site_id, by, now)
        keep(session, once, {"version": row.version})
        return row.version


def reveal_address(
    store: Store,
    ring: KeyRing,
    placement_id: str,
    *,
    reason: str,
    by: Subject,
    now: datetime,
    once: Once | None = None,
) -> Revealed:
    """Open the address of the house where a household is placed, and write down for whom and why.

    Raises:
        ReasonMissing: a reveal needs a reason.
        UnknownPlacement: there is none that the subject may see.
        TransitionNotAllowed: nobody accepted it yet, they have left, or the case is closed.
        StepNotYet: the house was asked, and the steps before the address were not taken.
        UnknownSite: the address was never entered.
        SealingUnavailable: the key is not set.
        SealBroken: the address was changed or moved.
    """
    if not reason.strip():
        raise ReasonMissing
    with store.writing(now) as session:
        told_before = claim(session, once, now)
        seen = placements_seen(session, by, only=placement_id)
        if not seen:
            raise UnknownPlacement
        placement = seen[0]
        _check_accepted(session, placement)
        site = sites_of_places(session, [placement.place_id])[placement.place_id]
        row = session.get(SiteAddress, site)
        if row is None:
            raise UnknownSite
        opened = ring.unseal(row.sealed_text, row.ring_version, spot_of_address(site))
        if not told_before:
            _in_journal(session, "reveal_address", site, by, now, placement_id, reason)
            # Which address it was, is not kept: only that it was told.
            keep(session, once, {"site": site})
    return Revealed(site, opened.decode())


def goes_there(store: Store, placement_id: str) -> bool:
    """Whether the address of the house of a placement may be asked for: not before, nor after."""
    with store.reading() as session:
        return is_there(session, placement_id)


def _check_accepted(session: Session, placement: Placement) -> None:
    asked = "reveal_address"
    if case_is_closed(session, case_of(session, placement.household_id)):
        raise TransitionNotAllowed(state="case_closed", asked=asked, allowed=(CaseAct.REOPEN,))
    if not is_there(session, placement.id):
        has_left = placement.state is PlacementState.ARRIVED
        state = "ended" if has_left else placement.state
        raise TransitionNotAllowed(state=state, asked=asked, allowed=())
    offer = offer_of_placement(session, placement.id)
    if offer and DisclosureStep.ADDRESS not in disclosed_steps(session, offer):
        raise StepNotYet(step=DisclosureStep.ADDRESS)


def _check_site(session: Session, site_id: str, by: Subject) -> None:
    own = by.role is not Role.INSTITUTION or site_id in by.sites
    if not own or session.get(Site, site_id) is None:
        raise UnknownSite


def _in_journal(
    session: Session,
    act: str,
    site: str,
    by: Subject,
    now: datetime,
    placement: str | None = None,
    reason: str | None = None,
) -> None:
    record(
        session,
        act,
        record_kind="site",
        record_id=site,
        by=by,
        now=now,
        reason=reason,
        facts={"placement": placement} if placement else {},
    )
