"""A place that becomes another within the nights planned, judged by the stricter of its profiles.

The solver knows one profile of a place. Whoever fits the stricter of all that are planned fits on
every night, whichever they stay; who fits only one of them is not proposed until that is decided.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from solver.codes import SexPolicy
from solver.facts import Place


def strictest(steps: Sequence[tuple[date, Place]]) -> Place:
    """The stricter in every fact, of the profiles from each of the nights on.

    Where women are admitted now and only men later, or the other way round, nobody fits both: then
    the profiles up to that night count, and the place closes for who comes now.
    """
    first = steps[0][1]
    before = [place for night, place in steps if not _turns(steps, night)]
    turns = [night for night, _ in steps if _turns(steps, night)]
    arrivals = frozenset.intersection(*(place.arrival_days for place in before))
    return replace(
        first,
        sex_policy=min((p.sex_policy for p in before), key=tuple(SexPolicy).index),
        oldest_child=_lowest(p.oldest_child for p in before),
        oldest_boy=_lowest(p.oldest_boy for p in before),
        security=min(p.security for p in before),
        features=frozenset.intersection(*(p.features for p in before)),
        offers=frozenset.intersection(*(p.offers for p in before)),
        spoken_here=frozenset.intersection(*(p.spoken_here for p in before)),
        cannot_admit=frozenset.union(*(p.cannot_admit for p in before)),
        accepts_unclear=all(p.accepts_unclear for p in before),
        accepts_without_status=all(p.accepts_without_status for p in before),
        stated_terms=frozenset.union(*(p.stated_terms for p in before)),
        max_nights=_lowest(p.max_nights for p in before),
        # Nobody could arrive at all where the days change altogether: then those of now count.
        arrival_days=arrivals or first.arrival_days,
        closes=min([*([first.closes] if first.closes else []), *turns], default=None),
    )


def _turns(steps: Sequence[tuple[date, Place]], night: date) -> bool:
    """Whether by a night the place has turned from women to men, or from men to women."""
    known = {place.sex_policy for begins, place in steps if begins <= night}
    return known >= {SexPolicy.WOMEN, SexPolicy.MEN}


def _lowest(limits: Iterable[int | None]) -> int | None:
    return min((limit for limit in limits if limit is not None), default=None)
