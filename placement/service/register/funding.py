"""How many place-nights contracts fund: pro rata, for a year and its quarters (pure)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from placement.store.register.statements import Statement, funded


@dataclass(frozen=True)
class YearOfPlaces:
    """The funded place-nights of one scheme in one year."""

    scheme: str
    nights: int
    quarters: tuple[int, int, int, int]


def funded_year(contracts: Iterable[Statement], year: int) -> tuple[YearOfPlaces, ...]:
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


def place_nights(contracts: Iterable[Statement], first: date, until: date) -> Mapping[str, int]:
    """The funded place-nights per scheme on the nights [first, until).

    Which statements are summed and which contain each other is as in the three numbers.
    """
    by_scheme: dict[str, list[Statement]] = defaultdict(list)
    for contract in contracts:
        if contract.begins < until and (contract.until is None or contract.until > first):
            by_scheme[contract.scheme].append(contract)
    return {
        scheme: sum(
            places_on(listed, begins) * (ends - begins).days
            for begins, ends in _pieces(listed, first, until)
        )
        for scheme, listed in by_scheme.items()
    }


def places_on(contracts: Iterable[Statement], night: date) -> int:
    """The places that contracts of one scheme fund on a night."""
    return funded(c for c in contracts if c.runs(night))


def _pieces(
    contracts: Iterable[Statement], first: date, until: date
) -> Iterable[tuple[date, date]]:
    """The stretches of nights on which the same contracts run."""
    turns = {first, until}
    for contract in contracts:
        turns |= {d for d in (contract.begins, contract.until) if d and first < d < until}
    ordered = sorted(turns)
    return pairwise(ordered)
