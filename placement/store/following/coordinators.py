"""Who coordinates care (zorgcoordinatie) where: regions are irregular, and some split by age."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from placement.store.facts.places import AT_A_DISTANCE
from placement.store.tables import Account, Institution, RegionalCoordination, SiteRegion
from solver.codes import AgeBand

KIND = "zorgcoordinatie"
_AGES = {
    AgeBand.UNDER_4: (0, 3),
    AgeBand.FROM_4: (4, 11),
    AgeBand.FROM_12: (12, 15),
    AgeBand.FROM_16: (16, 17),
    AgeBand.FROM_18: (18, 22),
    AgeBand.FROM_23: (23, 200),
    AgeBand.UNKNOWN: (0, 200),
}
"""The youngest and the oldest of each band, in completed years."""


@dataclass(frozen=True)
class Responsible:
    """An organisation that coordinates care in a region, for somebody of an age, on a night."""

    region: str
    organisation: str
    accounts: tuple[str, ...] = ()
    """Zorgcoordinators of that organisation who have an account."""

    @property
    def is_at_a_distance(self) -> bool:
        """Whether CoMensha itself coordinates, from a distance (domain 2.4)."""
        return self.organisation == AT_A_DISTANCE


def responsible_for(
    session: Session, region: str, age: AgeBand, night: date
) -> tuple[Responsible, ...]:
    """Who coordinates in a region for an age on a night; two where the age cannot tell them apart.

    ``region`` is of any kind. One that is no region of zorgcoordinatie stands for those in which
    its houses lie, so one region can have several; without any it is CoMensha at a distance.
    """
    codes = [region] if region.partition(":")[0] == KIND else _regions_over(session, region)
    told = RegionalCoordination
    query = select(told).where(
        told.region_code.in_(codes),
        told.begins.is_(None) | (told.begins <= night),
        told.until.is_(None) | (told.until > night),
    )
    rows = session.scalars(query.order_by(told.region_code, told.begins.desc(), told.organisation))
    youngest, oldest = _AGES[age]
    fitting = [
        row
        for row in rows
        if (row.from_age is None or row.from_age <= oldest)
        and (row.below_age is None or row.below_age > youngest)
    ]
    named = [row for row in fitting if row.organisation != AT_A_DISTANCE]
    # Where somebody is named, the older line "CoMensha itself" no longer stands alone.
    covered = {row.region_code for row in named}
    chosen = named + [row for row in fitting if row.region_code not in covered]
    if not chosen:
        return (Responsible(region, AT_A_DISTANCE),)
    accounts = _accounts(session, {row.organisation for row in chosen})
    return tuple(
        Responsible(row.region_code, row.organisation, accounts.get(row.organisation, ()))
        for row in sorted(chosen, key=lambda row: (row.region_code, row.organisation))
    )


def _regions_over(session: Session, region: str) -> list[str]:
    inside = select(SiteRegion.site_id).where(SiteRegion.region_code == region)
    query = select(SiteRegion.region_code).where(
        SiteRegion.site_id.in_(inside), SiteRegion.region_code.startswith(f"{KIND}:")
    )
    return sorted(set(session.scalars(query)))


def _accounts(session: Session, organisations: Collection[str]) -> dict[str, tuple[str, ...]]:
    query = (
        select(Institution.name, Account.id)
        .join(Account, Account.institution_id == Institution.id)
        .where(
            Institution.name.in_(organisations),
            Account.role == "zorgcoordinator",
            ~Account.disabled,
        )
        .order_by(Account.id)
    )
    found: dict[str, tuple[str, ...]] = {}
    for organisation, account in session.execute(query):
        found[organisation] = (*found.get(organisation, ()), account)
    return found


def coordinators_in(session: Session) -> list[tuple[str, str]]:
    """The accounts of zorgcoordinators with the names of their holders, by name."""
    query = select(Account.id, Account.display_name).where(
        Account.role == "zorgcoordinator", ~Account.disabled
    )
    return [(id_, name) for id_, name in session.execute(query.order_by(Account.display_name))]
