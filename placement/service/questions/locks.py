"""An offer under the lock of its referral: what every act on one begins with."""

from sqlalchemy.orm import Session

from placement.errors.trust import UnknownOffer
from placement.policy import Subject
from placement.service.versions import check_version
from placement.store.locking import lock_referrals
from placement.store.questions.queries import offers_seen
from placement.store.tables import Offer, Referral


def lock_offer(
    session: Session, offer_id: str, by: Subject, version: int | None
) -> tuple[Offer, Referral]:
    """Lock the referral of an offer; gives both as they are now.

    Raises:
        UnknownOffer: there is none that the subject may see.
        VersionOutdated: it is no longer the version that somebody read.
    """
    seen = offers_seen(session, by, only=offer_id)
    if not seen:
        raise UnknownOffer
    offer = seen[0]
    referral = lock_referrals(session, {offer.referral_id})[offer.referral_id]
    session.refresh(offer)
    check_version(offer.version, version)
    return offer, referral
