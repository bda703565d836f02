"""Who sees which rows: the one place where queries are narrowed to what a subject may see.

"Not yours" finds nothing, exactly like "does not exist". Rights are the policy's matter
(`placement.policy`); this is only about relations.
"""

from sqlalchemy import ColumnElement, Select, false, select, true

from placement.policy import Role, Subject
from placement.store.tables import (
    Contract,
    Coordination,
    Household,
    Place,
    Placement,
    Referral,
    Site,
    Stay,
)


def visible_referrals(subject: Subject) -> ColumnElement[bool]:
    """The helpdesk sees every referral, a zorgcoordinator those of cases assigned to them."""
    if subject.role is Role.HELPDESK:
        return true()
    if subject.role is Role.ZORGCOORDINATOR:
        return Referral.household_id.in_(_households_of(subject))
    return false()


def visible_placements(subject: Subject) -> ColumnElement[bool]:
    """As referrals, and an institution sees the placements at its own sites."""
    if subject.role is Role.HELPDESK:
        return true()
    if subject.role is Role.ZORGCOORDINATOR:
        return Placement.household_id.in_(_households_of(subject))
    if subject.role is Role.INSTITUTION:
        own = select(Place.id).where(Place.site_id.in_(subject.sites))
        return Placement.place_id.in_(own)
    return false()


def visible_stays(subject: Subject) -> ColumnElement[bool]:
    """As the placements that they came from."""
    return Stay.placement_id.in_(select(Placement.id).where(visible_placements(subject)))


def visible_households(subject: Subject) -> ColumnElement[bool]:
    """As referrals: a house knows placements and stays, never a household by itself."""
    if subject.role is Role.HELPDESK:
        return true()
    if subject.role is Role.ZORGCOORDINATOR:
        return Household.id.in_(_households_of(subject))
    return false()


def visible_places(subject: Subject) -> ColumnElement[bool]:
    """An institution sees the places at its own sites; a house is never told of another's."""
    if subject.role is Role.INSTITUTION:
        return Place.site_id.in_(subject.sites)
    return true() if subject.role in {Role.HELPDESK, Role.ADMINISTRATOR} else false()


def visible_contracts(subject: Subject) -> ColumnElement[bool]:
    """An institution sees its own contracts: of its sites, and those it has without a site."""
    if subject.role is Role.INSTITUTION:
        run_by = select(Site.institution_id).where(Site.id.in_(subject.sites))
        without_a_site = Contract.site_id.is_(None) & Contract.institution_id.in_(run_by)
        return Contract.site_id.in_(subject.sites) | without_a_site
    return true() if subject.role in {Role.HELPDESK, Role.ADMINISTRATOR} else false()


def _households_of(subject: Subject) -> Select[str]:
    return (
        select(Household.id)
        .join(Coordination, Coordination.case_id == Household.case_id)
        .where(Coordination.account_id == subject.account, Coordination.until.is_(None))
    )
