"""Generalised assignment: items into bins, each pair with a cost and a use of the bin's resource.

The 60 small instances of Cattrysse (OR-Library). An item is a household of one, a bin a place with
room for all items by their number; what binds is the resource, which a `Limit` counts. Points are
the costs; an item that is left out costs more than all others together.
"""

import csv
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass

from solver.facts import Household, Place, Problem
from solver.rulebook import Rulebook
from solver.rules.grammar import Finding, prefer, short_by, together
from solver.rulings import Limit, Measure
from solver.sought import Sought
from tests.benchmarks.public.sets import (
    TONIGHT,
    PublicInstance,
    folder_of,
    household_facts,
    night,
    numbers,
    place_facts,
)

SOURCE = "gap"
SMALL = "cattrysse1994"


@dataclass(frozen=True, kw_only=True)
class Item(Household):
    """An item with its cost and its use of the resource in each bin, by the bin's number."""

    costs: tuple[int, ...]
    uses: tuple[int, ...]
    left_out: int
    """What it costs to leave the item out."""


@dataclass(frozen=True, kw_only=True)
class Bin(Place):
    """A bin with its number and how much of the resource it has."""

    number: int
    resource: int


@prefer("BIN-1", points=1, source=SOURCE, nl="Een ding kost wat het in zijn bak kost.")
def an_item_costs_what_it_costs_there(costs: tuple[int, ...], /, number: int) -> Finding:
    """An item costs what it costs in its bin."""
    return short_by(costs[number])


@prefer("BIN-2", points=1, source=SOURCE, nl="Wat nergens in gaat, kost het meest.")
def an_item_left_out_costs_most(left_out: int, needed_until: object, /, night: object) -> Finding:
    """An item that goes nowhere costs most."""
    return short_by(left_out if night == needed_until else 0)


@together("BIN-3", source=SOURCE, nl="Een bak geeft niet meer dan hij heeft.", reads=("uses",))
def no_bin_gives_more_than_it_has(sought: Sought) -> Iterator[Limit]:
    """A bin gives no more of its resource than it has."""
    for place in sought.places:
        if isinstance(place, Bin):
            yield Limit(
                where=sought.at(place),
                at_most=place.resource,
                counts=_use_in(place.number),
                facts={"bin": place.id},
            )


def _use_in(number: int) -> Measure[int]:
    def used(uses: tuple[int, ...]) -> int:
        return uses[number]

    return Measure(("uses",), used)


RULES = Rulebook(
    version=SOURCE,
    rules=(an_item_costs_what_it_costs_there, an_item_left_out_costs_most),
    together=(no_bin_gives_more_than_it_has,),
)


def instances() -> Iterator[PublicInstance]:
    """Read the small instances, in the order of their names.

    Raises:
        SetIsMissing: The files are not there.
    """
    folder = folder_of("gap")
    with (folder / "best-known.csv").open(newline="") as text:
        known = {
            row["Path"]: int(row["Optimum"])
            for row in csv.DictReader(text)
            if row["Optimum"].isdigit()
        }
    with tarfile.open(folder / "instances.tar.xz") as archive:
        names = sorted(n for n in archive.getnames() if n.startswith(f"{SMALL}/gap"))
        for name in names:
            content = archive.extractfile(name)
            if content is not None:
                problem = _problem(numbers(content.read().decode()))
                yield PublicInstance(name, problem, RULES, str(known[name]), known[name])


def _problem(told: tuple[int, ...]) -> Problem:
    """Read bins, items, costs bin by bin, uses bin by bin, and what each bin has."""
    bins, items, *rest = told
    costs = [rest[b * items : (b + 1) * items] for b in range(bins)]
    uses = [rest[(bins + b) * items : (bins + b + 1) * items] for b in range(bins)]
    has = rest[2 * bins * items :]
    left_out = 1 + sum(max(cost[i] for cost in costs) for i in range(items))
    return Problem(
        tonight=TONIGHT,
        horizon=night(1),
        households=tuple(
            Item(
                **household_facts(f"item-{i:03}", 1, 0, 1),
                costs=tuple(cost[i] for cost in costs),
                uses=tuple(use[i] for use in uses),
                left_out=left_out,
            )
            for i in range(items)
        ),
        places=tuple(
            Bin(**place_facts(f"bin-{b:02}", items), number=b, resource=has[b]) for b in range(bins)
        ),
    )
