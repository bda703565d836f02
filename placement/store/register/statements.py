"""What contracts fund on a night, from statements of which some contain others.

What a statement leaves out, it speaks of as a whole:

* with a site: a contract for beds there, in that lot or in all of its lots; those of a site that
  name the same lot are summed, and so are those that name none;
* with an institution and no site: about all its sites, in that lot or in all of its lots;
* with neither: about the country, in that lot or as a whole, and sources overlap (OMM: 36 is 20
  and 16), so of those that name the same the largest is meant.

A whole is never added to its parts: the larger of the two is meant. Parts that do not contain each
other (institutions, lots, sites) are summed.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from placement.store.tables import Contract, Site
from placement.store.versions import rows_as_known

Key = TypeVar("Key")


@dataclass(frozen=True, kw_only=True)
class Statement:
    """Places that somebody says are funded on the nights [begins, until)."""

    scheme: str
    institution: str | None
    """With a site: the institution that runs it."""
    site: str | None
    lot: str | None
    begins: date
    until: date | None
    places: int

    def runs(self, night: date) -> bool:
        """Whether it is in force on a night."""
        return self.begins <= night and (self.until is None or self.until > night)


@dataclass(frozen=True)
class ContractPlaces:
    """What contracts fund on a night, where statements speak of it."""

    at_sites: Mapping[tuple[str, str], int]
    """By scheme and site."""
    of_institutions: Mapping[tuple[str, str], int]
    """By scheme and institution: where a statement is about all its sites."""
    of_schemes: Mapping[str, int]
    """By scheme: where a statement is about the country."""
    run_by: Mapping[str, str]
    """The institution of each site."""


def funded(statements: Iterable[Statement]) -> int:
    """The places of one scheme that the statements running on one night fund."""
    said = list(statements)
    general = [s for s in said if s.institution is None and s.site is None]
    own = [s for s in said if s not in general]
    whole = max((s.places for s in general if s.lot is None), default=0)
    lots: dict[str, int] = {
        lot: of_all_institutions(s for s in own if s.lot == lot)
        for lot in {s.lot for s in said if s.lot is not None}
    }
    for one in general:
        if one.lot is not None:
            lots[one.lot] = max(lots[one.lot], one.places)
    return max(whole, sum(lots.values()), of_all_institutions(own))


def of_all_institutions(statements: Iterable[Statement]) -> int:
    """The places of all institutions together, in one scheme on one night."""
    return sum(of_institution(own) for own in _by(statements, lambda s: s.institution).values())


def of_institution(statements: Collection[Statement]) -> int:
    """The places of one institution: said as a whole, or the sum of its lots and sites."""
    whole = sum(s.places for s in statements if s.site is None and s.lot is None)
    lots = _by((s for s in statements if s.lot), lambda s: s.lot)
    in_lots = sum(
        max(
            sum(s.places for s in lot if s.site is None),
            sum(s.places for s in lot if s.site is not None),
        )
        for lot in lots.values()
    )
    sites = _by((s for s in statements if s.site), lambda s: s.site)
    in_no_lot = sum(of_site(site) - _in_lots(site) for site in sites.values())
    return max(whole, in_lots + in_no_lot)


def of_site(statements: Collection[Statement]) -> int:
    """The places of one site in one scheme: said as a whole, or the sum of its lots."""
    return max(sum(s.places for s in statements if s.lot is None), _in_lots(statements))


def _in_lots(statements: Iterable[Statement]) -> int:
    return sum(s.places for s in statements if s.lot is not None)


def contract_places(
    statements: Iterable[Statement],
    run_by: Mapping[str, str],
    sites: Collection[str] | None = None,
) -> ContractPlaces:
    """What statements that run on one night fund; of some sites only what is about no others."""
    asked = list(statements)
    if sites is not None:
        elsewhere = {run_by[site] for site in run_by if site not in sites}
        asked = [
            s
            for s in asked
            if s.site in sites or (s.site is None and s.institution not in {None, *elsewhere})
        ]
    at_sites = _by((s for s in asked if s.site), lambda s: (s.scheme, s.site or ""))
    whole = {(s.scheme, s.institution) for s in asked if s.institution and s.site is None}
    general = {s.scheme for s in asked if s.institution is None and s.site is None}
    return ContractPlaces(
        at_sites={key: of_site(said) for key, said in sorted(at_sites.items())},
        of_institutions={
            key: of_institution([s for s in asked if (s.scheme, s.institution) == key])
            for key in sorted(whole)
        },
        of_schemes={
            scheme: funded(s for s in asked if s.scheme == scheme) for scheme in sorted(general)
        },
        run_by=run_by,
    )


def statements_between(
    session: Session, first: date, until: date, run_by: Mapping[str, str]
) -> list[Statement]:
    """What is stated of the nights [first, until), as known now."""
    query = select(Contract).where(
        Contract.begins < until, Contract.until.is_(None) | (Contract.until > first)
    )
    found = [
        Statement(
            scheme=contract.scheme_code,
            institution=contract.institution_id,
            site=contract.site_id,
            lot=contract.lot,
            begins=contract.begins,
            until=contract.until,
            places=contract.places,
        )
        for contract in session.scalars(query.order_by(Contract.id))
    ]
    return _of_their_institutions(found, run_by)


def statements_then(
    session: Session, night: date, known_at: datetime, run_by: Mapping[str, str]
) -> list[Statement]:
    """What was stated of a night as it was known at an instant."""
    found = [
        Statement(
            scheme=row["scheme_code"],
            institution=row["institution_id"],
            site=row["site_id"],
            lot=row["lot"],
            begins=date.fromisoformat(row["begins"]),
            until=row["until"] and date.fromisoformat(row["until"]),
            places=row["places"],
        )
        for row in rows_as_known(session, Contract, known_at)
    ]
    known = [one for one in found if one.runs(night)]
    return _of_their_institutions(known, run_by)


def institutions_of_sites(session: Session) -> dict[str, str]:
    """The institution that runs each site."""
    return dict(session.execute(select(Site.id, Site.institution_id)).all())


def _of_their_institutions(
    statements: Iterable[Statement], run_by: Mapping[str, str]
) -> list[Statement]:
    return [
        replace(one, institution=run_by[one.site]) if one.site and not one.institution else one
        for one in statements
    ]


def _by(
    statements: Iterable[Statement], key: Callable[[Statement], Key]
) -> dict[Key, list[Statement]]:
    found: dict[Key, list[Statement]] = defaultdict(list)
    for one in statements:
        found[key(one)].append(one)
    return found
