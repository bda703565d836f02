"""Contracts against each other and by lot: parts that exceed their whole, and beds of a lot."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from placement.store.nights import ONE_NIGHT
from placement.store.register.as_known import places_now
from placement.store.register.statements import (
    Statement,
    funded,
    institutions_of_sites,
    statements_between,
)
from placement.store.tables import Place


class Scope(NamedTuple):
    """What a statement is about; what it leaves out, it speaks of as a whole."""

    scheme: str
    institution: str
    site: str
    lot: str

    def contains(self, other: "Scope") -> bool:
        """Whether the other is a part of this one."""
        return self != other and all(
            mine in {"", theirs} for mine, theirs in zip(self, other, strict=True)
        )


@dataclass(frozen=True, order=True)
class Exceeded:
    """Parts that are more than the whole that is stated; nothing is corrected."""

    scheme: str
    institution: str
    """Empty for the country."""
    site: str
    lot: str
    stated: int
    parts: int


def exceeded_wholes(session: Session, night: date) -> tuple[Exceeded, ...]:
    """The stated wholes of a night whose parts (institutions, sites, lots) are more."""
    said = _by_scope(session, night)
    found = (
        Exceeded(*scope, stated, parts)
        for scope, statements in said.items()
        for stated, parts in ((_stated(scope, statements), _parts(scope, said)),)
        if parts > stated
    )
    return tuple(sorted(found))


def lots_against_beds(session: Session, night: date) -> Iterator[tuple[Scope, int, int]]:
    """Each lot that is stated, with its places and the beds of it, where some bed says its lot.

    Where none does, nothing is known about lots and the beds are compared as a whole only.
    """
    beds = _beds_by_scope(session, night)
    for scope, statements in _by_scope(session, night).items():
        there = scope._replace(lot="")
        if scope.lot and any(there.contains(one) and one.lot for one in beds):
            registered = sum(n for one, n in beds.items() if scope == one or scope.contains(one))
            yield scope, _stated(scope, statements), registered


def _stated(scope: Scope, statements: Iterable[Statement]) -> int:
    # Sources about the country overlap, so the largest is meant; contracts are added.
    places = [one.places for one in statements]
    return sum(places) if scope.institution else max(places)


def _parts(whole: Scope, said: Mapping[Scope, list[Statement]]) -> int:
    return funded(one for scope in said if whole.contains(scope) for one in said[scope])


def _by_scope(session: Session, night: date) -> Mapping[Scope, list[Statement]]:
    run_by = institutions_of_sites(session)
    found: dict[Scope, list[Statement]] = defaultdict(list)
    for one in statements_between(session, night, night + ONE_NIGHT, run_by):
        found[Scope(one.scheme, one.institution or "", one.site or "", one.lot or "")].append(one)
    return found


def _beds_by_scope(session: Session, night: date) -> Counter[Scope]:
    run_by = institutions_of_sites(session)
    lots = dict(session.execute(select(Place.id, Place.lot)).all())
    beds: Counter[Scope] = Counter()
    for place in places_now(session, night, None):
        lot = lots[place.id] or ""
        beds[Scope(place.scheme, run_by[place.site], place.site, lot)] += len(place.beds)
    return beds
