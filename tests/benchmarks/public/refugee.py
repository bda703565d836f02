"""Refugee resettlement, 2016: 499 families, 21 towns, expected employment to be made the most of.

A town takes so many people; a family goes where it is compatible, and counts whole. Points are
thousandths of an expected job that a family has less than in the best of all towns; a family that
goes nowhere loses all of it. The known optimum is that of expectations rounded to thousandths.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from solver.facts import Household, Place, Problem
from solver.rulebook import Rulebook
from solver.rules.grammar import Finding, holds, must, prefer, short_by, together
from solver.rulings import Limit, measure
from solver.sought import Sought
from tests.benchmarks.public.sets import (
    TONIGHT,
    PublicInstance,
    folder_of,
    household_facts,
    night,
    place_facts,
)

SOURCE = "refugee-2016"
THOUSANDTHS = 1_000
KNOWN = "286.076"
"""Expected jobs when all are placed at once. Source: the README of the sets."""
SPELLED_OTHERWISE = {"NY-HIAS NEW YORK": "NY-NEW YORK CITY"}


@dataclass(frozen=True, kw_only=True)
class Family(Household):
    """A family with its expected employment in each town where it can live, in thousandths."""

    employment: tuple[tuple[str, int], ...]
    best: int
    """The most that any family could have in any town, so that everything is compared alike."""


@dataclass(frozen=True, kw_only=True)
class Town(Place):
    """A town that takes as many people as it has beds."""

    town: str


@must("TOWN-1", source=SOURCE, nl="Het gezin kan in de stad wonen.")
def the_family_can_live_there(employment: tuple[tuple[str, int], ...], /, town: str) -> Finding:
    """The family can live in the town."""
    return holds(any(town == known for known, _ in employment))


@prefer("TOWN-2", points=1, source=SOURCE, nl="Het gezin vindt er werk.")
def the_family_finds_work(
    employment: tuple[tuple[str, int], ...], best: int, /, town: str
) -> Finding:
    """The family finds work in the town."""
    return short_by(best - dict(employment)[town])


@prefer("TOWN-3", points=1, source=SOURCE, nl="Wie nergens heen gaat, vindt geen werk.")
def who_goes_nowhere_finds_none(best: int, needed_until: object, /, night: object) -> Finding:
    """A family that goes nowhere finds no work."""
    return short_by(best if night == needed_until else 0)


@measure
def people(size: int) -> int:
    """Everybody counts."""
    return size


@together(
    "TOWN-4", source=SOURCE, nl="Een stad neemt niet meer mensen op dan zij kan.", reads=("size",)
)
def no_town_is_too_full(sought: Sought) -> Iterator[Limit]:
    """A town takes no more people than it can."""
    for town in sought.places:
        yield Limit(where=sought.at(town), at_most=len(town.beds), counts=people, facts={})


RULES = Rulebook(
    version=SOURCE,
    rules=(the_family_can_live_there, the_family_finds_work, who_goes_nowhere_finds_none),
    together=(no_town_is_too_full,),
)


def instance() -> PublicInstance:
    """Read the set: capacity as it was resettled.

    Raises:
        SetIsMissing: The files are not there.
    """
    folder = folder_of("refugee-2016")
    capacity = dict(_capacity(folder / "fy16_cap.csv"))
    work = _table(folder / "fy16_employment_weight.csv")
    fits = _table(folder / "fy16_compatibility.csv")
    sizes = _rows(folder / "fy16_size.csv")
    offers = [
        {
            town: round(float(jobs) * THOUSANDTHS)
            for town, jobs in row.items()
            if fits[number][town] == "1" and jobs != "NA" and town in capacity
        }
        for number, row in enumerate(work)
    ]
    best = max(jobs for row in offers for jobs in row.values())
    problem = Problem(
        tonight=TONIGHT,
        horizon=night(1),
        households=tuple(
            _family(f"family-{number:03}", _people(sizes[number]), row, best)
            for number, row in enumerate(offers)
        ),
        places=tuple(
            Town(**place_facts(town, beds), town=town) for town, beds in capacity.items() if beds
        ),
    )
    target = len(offers) * best - round(float(KNOWN) * THOUSANDTHS)
    return PublicInstance("refugee-2016", problem, RULES, KNOWN, target)


def employed(points: int, rows: int, best: int) -> float:
    """Give the expected jobs of a plan."""
    return (rows * best - points) / THOUSANDTHS


def _family(name: str, people: int, row: Mapping[str, int], best: int) -> Family:
    facts = household_facts(name, people, 0, 1)
    return Family(**facts, employment=tuple(sorted(row.items())), best=best)


def _capacity(file: Path) -> Iterator[tuple[str, int]]:
    """Give for each town how many people it took."""
    for row in _rows(file):
        town = row["affiliate"].strip().upper()
        resettled = (int(row[key]) for key in row if key.startswith("actual"))
        yield SPELLED_OTHERWISE.get(town, town), sum(resettled)


def _table(file: Path) -> list[dict[str, str]]:
    return [{key.strip().upper(): told for key, told in row.items()} for row in _rows(file)]


def _people(row: Mapping[str, str]) -> int:
    return sum(int(told) for key, told in row.items() if key.startswith("number"))


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(newline="") as text:
        return list(csv.DictReader(text))
