"""What is read of contracts: the series, and the register set against them."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select, true
from sqlalchemy.orm import Session

from placement.policy import Subject
from placement.store.nights import ONE_NIGHT
from placement.store.register.as_known import places_now
from placement.store.register.contract_parts import lots_against_beds
from placement.store.register.statements import (
    ContractPlaces,
    contract_places,
    institutions_of_sites,
    statements_between,
)
from placement.store.tables import Contract, Institution, Scheme, Site
from placement.store.visibility import visible_contracts

MOST = 500
"""Contracts that are read: a century of them for the dozen schemes there are."""


@dataclass(frozen=True, order=True)
class Difference:
    """More or fewer beds than are funded; nothing is corrected, a person finds out why."""

    scheme: str
    institution: str
    """Empty for a statement about the country."""
    site: str
    """Empty for a statement about several sites together."""
    funded: int
    """0 where no statement is about these beds."""
    registered: int
    lot: str = ""
    """Empty for all lots together, and where no bed says its lot."""


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
    """The beds of a night against each statement about a site, an institution or the country.

    Beds that no statement is about differ from nothing funded.
    """
    run_by = institutions_of_sites(session)
    stated = statements_between(session, night, night + ONE_NIGHT, run_by)
    contracts = contract_places(stated, run_by)
    beds: Counter[tuple[str, str]] = Counter()
    for place in places_now(session, night, None):
        beds[place.scheme, place.site] += len(place.beds)
    found = (*_against_statements(contracts, beds), *_against_lots(session, night))
    return tuple(sorted(one for one in found if one.funded != one.registered))


def _against_lots(session: Session, night: date) -> Iterator[Difference]:
    for scope, funded, registered in lots_against_beds(session, night):
        named = scope.scheme, scope.institution, scope.site
        yield Difference(*named, funded, registered, scope.lot)


def _against_statements(
    contracts: ContractPlaces, beds: Mapping[tuple[str, str], int]
) -> Iterator[Difference]:
    """Each statement with the beds that it is about, and beds that none is about."""
    of_institutions: Counter[tuple[str, str]] = Counter()
    of_schemes: Counter[str] = Counter()
    for (scheme, site), number in beds.items():
        institution = contracts.run_by[site]
        of_institutions[scheme, institution] += number
        of_schemes[scheme] += number
        funded = contracts.at_sites.get((scheme, site), 0)
        wider = scheme in contracts.of_schemes or (scheme, institution) in contracts.of_institutions
        if funded or not wider:
            yield Difference(scheme, institution, site, funded, number)
    for (scheme, site), funded in contracts.at_sites.items():
        if (scheme, site) not in beds:
            yield Difference(scheme, contracts.run_by[site], site, funded, 0)
    for (scheme, institution), funded in contracts.of_institutions.items():
        yield Difference(scheme, institution, "", funded, of_institutions[scheme, institution])
    for scheme, funded in contracts.of_schemes.items():
        yield Difference(scheme, "", "", funded, of_schemes[scheme])
