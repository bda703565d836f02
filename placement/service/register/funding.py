"""How many place-nights contracts fund: pro rata, for a year and its quarters (pure)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Protocol


class Funded(Protocol):
    """What is read of a contract."""

    @property
    def scheme_code(self) -> str:
        """The scheme that it funds."""

    @property
    def site_id(self) -> str | None:
        """The site, None for a total over several."""

    @property
    def begins(self) -> date:
        """The first night."""

    @property
    def until(self) -> date | None:
        """The first night no longer funded."""

    @property
    def places(self) -> int:
        """Funded places."""


@dataclass(frozen=True)
class YearOfPlaces:
    """The funded place-nights of one scheme in one year."""

    scheme: str
    nights: int
    quarters: tuple[int, int, int, int]


def funded_year(contracts: Iterable[Funded], year: int) -> tuple[YearOfPlaces, ...]:
    """The funded place-nights per scheme, pro rata for what began or ended meanwhile."""
    starts = [date(year, month, 1) for month in (1, 4, 7, 10)] + [date(year + 1, 1, 1)]
    listed = list(contracts)
    quarters = [place_nights(listed, starts[n], starts[n + 1]) for n in range(4)]
    schemes = sorted({scheme for quarter in quarters for scheme in quarter})
    return tuple(
        YearOfPlaces(
            scheme,
            sum(quarter.get(scheme, 0) for quarter in quarters),
            (
                quarters[0].get(scheme, 0),
                quarters[1].get(scheme, 0),
                quarters[2].get(scheme, 0),
                quarters[3].get(scheme, 0),
            ),
        )
        for scheme in schemes
    )


def place_nights(contracts: Iterable[Funded], first: date, until: date) -> Mapping[str, int]:
    """The funded place-nights per scheme on the nights [first, until).

    On nights with a statement about several sites at once the largest of these is the total of the
    scheme, as in the three numbers; on other nights the sites are summed.
    """
    by_scheme: dict[str, list[Funded]] = defaultdict(list)
    for contract in contracts:
        if contract.begins < until and (contract.until is None or contract.until > first):
            by_scheme[contract.scheme_code].append(contract)
    return {
        scheme: sum(
            places_on(listed, begins) * (ends - begins).days
            for begins, ends in _pieces(listed, first, until)
        )
        for scheme, listed in by_scheme.items()
    }


def places_on(contracts: Iterable[Funded], night: date) -> int:
    """The places that contracts of one scheme fund on a night."""
    running = [c for c in contracts if c.begins <= night and (c.until is None or c.until > night)]
    totals = [c.places for c in running if c.site_id is None]
    return max(totals) if totals else sum(c.places for c in running)


def _pieces(contracts: Iterable[Funded], first: date, until: date) -> Iterable[tuple[date, date]]:
    """The stretches of nights on which the same contracts run."""
    turns = {first, until}
    for contract in contracts:
        turns |= {d for d in (contract.begins, contract.until) if d and first < d < until}
    ordered = sorted(turns)
    return pairwise(ordered)
