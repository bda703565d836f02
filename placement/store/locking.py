"""Locks, always in one order: sites before referrals, each in ascending order of their ids.

One lock per site carries the rules that span beds (reliability F4). On SQLite a writing
transaction has the whole database to itself, so these only read.
"""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from placement.store.tables import Referral, Site


def lock_sites(session: Session, sites: Collection[str]) -> frozenset[str]:
    """Lock sites until the transaction ends; gives those that exist."""
    query = select(Site.id).where(Site.id.in_(sites)).order_by(Site.id)
    # "No key update": a new place or contract of the site need not wait for this.
    return frozenset(session.scalars(query.with_for_update(key_share=True)))


def lock_referrals(session: Session, referrals: Collection[str]) -> dict[str, Referral]:
    """Lock referrals until the transaction ends; gives them as they are now, by id."""
    if not referrals:
        return {}
    query = select(Referral).where(Referral.id.in_(referrals)).order_by(Referral.id)
    locked = query.with_for_update(key_share=True).execution_options(populate_existing=True)
    return {referral.id: referral for referral in session.scalars(locked)}


def count_as_changed(referral: Referral) -> None:
    """Give a referral a new version where what changed about it stands in another table."""
    flag_modified(referral, "state")
