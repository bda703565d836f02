"""What is read of contracts: the series, and the register set against them."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select, true
from sqlalchemy.orm import Session

from placement.policy import Subject
from placement.store.tables import Bed, Contract, Institution, Place, Scheme, Site
from placement.store.visibility import visible_contracts

MOST = 500
"""Contracts that are read: a century of them for the dozen schemes there are."""


@dataclass(frozen=True, order=True)
class Difference:
    """More or fewer beds than contracts fund; nothing is corrected, a person finds out why."""

    scheme: str
    site: str
    """Empty for a statement about several sites of the scheme together."""
    funded: int
    registered: int


def contracts_seen(session: Session, subject: Subject | None = None) -> Sequence[Contract]:
    """The contracts that somebody may see, or all of the country, the latest first."""
    seen = select(Contract).where(visible_contracts(subject) if subject else true())
    ordered = seen.order_by(Contract.begins.desc(), Contract.scheme_code, Contract.id)
    return session.scalars(ordered.limit(MOST)).all()


def contract_seen(session: Session, subject: Subject, contract_id: str) -> Contract | None:
    """A contract, None when the subject may not see it."""
    own = visible_contracts(subject)
    return session.scalar(select(Contract).where(Contract.id == contract_id, own))


def lock_contract(session: Session, contract_id: str) -> Contract | None:
    """A contract, locked until the transaction ends."""
    query = select(Contract).where(Contract.id == contract_id).with_for_update()
    return session.scalar(query.execution_options(populate_existing=True))


def missing_references(session: Session, named: Mapping[str, str | None]) -> list[tuple[str, str]]:
    """What names nothing in the register, or a site that another institution runs."""
    missing = []
    for name, table in (("scheme", Scheme), ("institution", Institution), ("site", Site)):
        code = named[name]
        if code is not None and session.get(table, code) is None:
            missing.append((name, code))
    site = named["site"] and session.get(Site, named["site"])
    if site and named["institution"] and site.institution_id != named["institution"]:
        missing.append(("site", site.id))
    return missing


def differences(session: Session, night: date) -> tuple[Difference, ...]:
    """The beds of a night against what contracts fund, per site, and per scheme where totals are.

    Where several statements speak of a scheme as a whole the largest is meant, as everywhere.
    """
    beds: Counter[tuple[str, str]] = Counter()
    counted = (
        select(Place.scheme_code, Place.site_id, func.count())
        .join(Bed, Bed.place_id == Place.id)
        .where(
            Place.opens <= night,
            Place.closes.is_(None) | (Place.closes > night),
            Bed.member_from <= night,
            Bed.member_until.is_(None) | (Bed.member_until > night),
        )
        .group_by(Place.scheme_code, Place.site_id)
    )
    for scheme, site, number in session.execute(counted):
        beds[scheme, site] = number
    at_sites: Counter[tuple[str, str]] = Counter()
    totals: dict[str, int] = defaultdict(int)
    running = select(Contract).where(
        Contract.begins <= night, Contract.until.is_(None) | (Contract.until > night)
    )
    for contract in session.scalars(running):
        if contract.site_id is not None:
            at_sites[contract.scheme_code, contract.site_id] += contract.places
        else:
            totals[contract.scheme_code] = max(totals[contract.scheme_code], contract.places)
    found = [Difference(*key, funded, beds[key]) for key, funded in at_sites.items()]
    for scheme, funded in totals.items():
        registered = sum(number for (code, _), number in beds.items() if code == scheme)
        found.append(Difference(scheme, "", funded, registered))
    return tuple(sorted(one for one in found if one.funded != one.registered))
