"""Where the public sets are, and what every one of them needs to be a problem.

The files are read from a folder beside the project and never copied into it; another folder can be
named in the environment.
"""

import os
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from solver.codes import COSM, AgeBand, BedId, HouseholdId, Mode, PlaceId, Sex, SiteId, Urgency, Use
from solver.facts import Person, Problem
from solver.rulebook import Rulebook

FOLDER = "PLACEMENT_PUBLIC_SETS"
"""The environment variable that names another folder."""
DEFAULT = Path(__file__).parents[4] / "shared" / "data"
TONIGHT = date(2026, 1, 1)


class SetIsMissing(FileNotFoundError):
    """The folder holds no such set."""


@dataclass(frozen=True)
class PublicInstance:
    """A problem with the rulebook it brings, and what is known of it."""

    name: str
    problem: Problem
    rulebook: Rulebook
    known: str
    """The figure that others found, as they write it."""
    target: int
    """The points at which that figure is met."""


def folder_of(name: str) -> Path:
    """Give the folder of a set.

    Raises:
        SetIsMissing: It is not there.
    """
    folder = Path(os.environ.get(FOLDER, DEFAULT)) / name
    if not folder.is_dir():
        raise SetIsMissing(f"{folder} is not there; name the folder of the sets in {FOLDER}")
    return folder


def night(number: int) -> date:
    """Give a night by its number: 0 is tonight."""
    return TONIGHT + timedelta(days=number)


def place_facts(name: str, beds: int) -> dict[str, Any]:
    """Give the facts that every place must have, for a place with so many beds."""
    return {
        "id": PlaceId(name),
        "site": SiteId(name),
        "scheme": COSM,
        "mode": Mode.PLACE,
        "use": Use.SHARED_ROOM,
        "beds": tuple(BedId(f"{name}-{number:04}") for number in range(beds)),
        "admits_from": TONIGHT,
    }


def household_facts(name: str, people: int, begins: int, until: int) -> dict[str, Any]:
    """Give the facts that every household must have: who it is, and the nights it is about."""
    somebody = Person(sex=Sex.UNKNOWN, age=AgeBand.FROM_23)
    return {
        "id": HouseholdId(name),
        "people": (somebody,) * people,
        "urgency": Urgency.PLANNED,
        "needed_from": night(begins),
        "needed_until": night(until),
        "arrives_from": night(begins),
    }


def numbers(text: str) -> tuple[int, ...]:
    """Read whole numbers with blanks between them."""
    return tuple(int(word) for word in text.split())
