"""How a request for shelter ends without an arrival: withdrawn, or referred to others."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from placement.errors import Fault, InvalidFacts, UnknownReferral
from placement.lifecycle import LIVE_PLACEMENTS, PlacementAct
from placement.policy import Subject
from placement.service.beds.giving_up import give_up
from placement.service.beds.locks import LockedPlacement
from placement.service.beds.settling import work_out, write_settlement
from placement.service.once import Once
from placement.service.requests.finishing import finish_request
from placement.service.versions import check_version
from placement.store.beds.booking_rows import sites_of_places, sites_of_residents
from placement.store.database.opening import Store
from placement.store.idempotency import claim, keep
from placement.store.locking import lock_referrals, lock_sites
from placement.store.requests.queries import live_placement, referral_files, unknown_codes
from placement.store.tables import Referral


class EndReason(StrEnum):
    """Why a request ends without an arrival (design.md 6)."""

    VICTIM_WITHDRAWS = "victim_withdraws"
    REPORTER_WITHDRAWS = "reporter_withdraws"
    REFERRED = "referred"
    """A named role at Nidos or youth care confirmed to take over (ELI-6; domain E12, E13)."""
    OTHER = "other"


@dataclass(frozen=True, kw_only=True)
class Ending:
    """Why a request ends, and who took over when it was referred."""

    reason: EndReason
    taken_over_by: str | None = None
    """The role that confirmed, as a code; never the name of a person."""


def end_referral(
    store: Store,
    referral_id: str,
    ending: Ending,
    *,
    by: Subject,
    now: datetime,
    version: int | None = None,
    once: Once | None = None,
) -> None:
    """End a request; its questions, temporary shelter and bed end in the same act.

    Raises:
        UnknownReferral: there is none that the subject may see.
        VersionOutdated: it is no longer the version that somebody read.
        TransitionNotAllowed: it has ended already.
        InvalidFacts: who took over is not a role of the list.
        IdempotencyKeyReused: the key was used for something else.
    """
    with store.writing(now) as session:
        if claim(session, once, now):
            return
        referral = _lock(session, referral_id, by, now, version)
        _check_role(session, ending)
        finish_request(
            session,
            referral,
            ending.reason,
            by=by,
            now=now,
            questions=f"ended:{ending.reason}",
            facts={"taken_over_by": ending.taken_over_by} if ending.taken_over_by else None,
        )
        keep(session, once, {"referral": referral_id})


def _lock(
    session: Session, referral_id: str, by: Subject, now: datetime, version: int | None
) -> Referral:
    """Lock everything that ends with a referral, and give its bed free."""
    if not referral_files(session, by, only=referral_id):
        raise UnknownReferral
    placement = live_placement(session, referral_id)
    here = sites_of_places(session, [placement.place_id]) if placement else {}
    sites = {*here.values(), *sites_of_residents(session, [referral_id]).values()}
    lock_sites(session, sites)
    settlement = work_out(session, sites, now)
    referral = lock_referrals(session, {referral_id} | settlement.referrals)[referral_id]
    check_version(referral.version, version)
    write_settlement(session, settlement, now)
    session.refresh(referral)
    if placement is None:
        return referral
    session.refresh(placement)
    if placement.state in LIVE_PLACEMENTS:
        site = here[placement.place_id]
        locked = LockedPlacement(placement, referral, site, settlement, by, now)
        give_up(session, locked, PlacementAct.RELEASE, "referral_ended")
    return referral


def _check_role(session: Session, ending: Ending) -> None:
    role = ending.taken_over_by
    is_named = role is not None and not unknown_codes(session, "taken_over_by", [role])
    if (ending.reason is EndReason.REFERRED) != is_named or (role is not None and not is_named):
        raise InvalidFacts((_not_a_role(),))


def _not_a_role() -> Fault:
    return Fault(
        "takenOverBy",
        "unknown_code",
        "Send who confirmed to take over, as a code of the list; only when it was referred.",
        "Stuur wie bevestigde het over te nemen, als code uit de lijst; alleen bij verwijzing.",
    )
