"""Who coordinates care (zorgcoordinatie) where: regions are irregular, and some split by age."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from placement.store.facts.places import AT_A_DISTANCE
from placement.store.tables import Account, CoordinationArea, Institution, RegionalCoordination
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
    elsewhere: bool = False
    """Whether it coordinates in what the other organisations leave of the region."""

    @property
    def is_at_a_distance(self) -> bool:
        """Whether CoMensha itself coordinates, from a distance (domain 2.4)."""
        return self.organisation == AT_A_DISTANCE


def responsible_for(
    session: Session, region: str, age: AgeBand, night: date
) -> tuple[Responsible, ...]:
    """Who coordinates in a region for an age on a night, who is named first; empty: nobody told.

    ``region`` is of any kind; a region of zorgcoordinatie stands for itself, and every region for
    those that reach into it. Several where age or region cannot tell them apart. CoMensha stands
    at a distance for a region of zorgcoordinatie with nobody for this age, and for what is left
    of an area that no region covers as a whole.
    """
    areas = select(CoordinationArea).where(
        CoordinationArea.area_code == region, _holds(CoordinationArea, night)
    )
    codes = {area.region_code: area.is_part for area in session.scalars(areas)}
    if region.partition(":")[0] == KIND:
        codes[region] = False
    named = _named(session, set(codes), age, night)
    found = [
        *named,
        *(Responsible(r, AT_A_DISTANCE) for r in set(codes) - {n.region for n in named}),
    ]
    if codes and all(codes.values()) and not any(one.is_at_a_distance for one in found):
        found.append(Responsible(region, AT_A_DISTANCE, elsewhere=True))
    order = sorted(found, key=lambda one: (one.is_at_a_distance, one.region, one.organisation))
    accounts = _accounts(session, {one.organisation for one in found})
    return tuple(replace(one, accounts=accounts.get(one.organisation, ())) for one in order)


def _named(
    session: Session, regions: Collection[str], age: AgeBand, night: date
) -> list[Responsible]:
    told, (youngest, oldest) = RegionalCoordination, _AGES[age]
    query = select(told.region_code, told.organisation).where(
        told.region_code.in_(regions),
        _holds(told, night),
        told.from_age.is_(None) | (told.from_age <= oldest),
        told.below_age.is_(None) | (told.below_age > youngest),
    )
    return [Responsible(region, organisation) for region, organisation in session.execute(query)]


def _holds(
    dated: type[CoordinationArea] | type[RegionalCoordination], night: date
) -> ColumnElement[bool]:
    return (dated.begins.is_(None) | (dated.begins <= night)) & (
        dated.until.is_(None) | (dated.until > night)
    )


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
