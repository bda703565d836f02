"""Patient admission: who comes when is fixed; each patient lies in one room for the whole stay.

The KU Leuven benchmark without transfers. A room that holds one sex at a time does so every night.
Points are tenths of the benchmark's own weights, for each night within the horizon: department
without the specialism 10, room without it 20 (or 10 for each step below the best), more beds than
wished 8, needed equipment missing 50, wished equipment missing 20. A patient left out costs 10,000.

Source of the weights: the benchmark's page (gender, properties, room preference, specialism) as
read by OptaPlanner's bed allocation example; their LP bounds are those of the README of the sets.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from solver.facts import Household, Place, Problem
from solver.rulebook import Rulebook
from solver.rules.grammar import Finding, holds, must, prefer, short_by, together
from solver.rulings import Limit, OneOf, measure
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

SOURCE = "pas"
NIGHTS = 14
LEFT_OUT = 10_000
KNOWN: Mapping[str, tuple[str, str]] = {
    "testdata01": ("643.2", "660.4"),
    "testdata02": ("1110.1", "1149.6"),
    "testdata03": ("741.0", "773.8"),
    "testdata04": ("1140.8", "1195.8"),
    "testdata05": ("620.8", "632.8"),
    "testdata06": ("786.4", "804.6"),
}
"""The bound of the relaxation, and a plan found in 60 s. Source: the README of the sets."""


@dataclass(frozen=True, kw_only=True)
class Patient(Household):
    """A patient, with what treatment needs and what was wished."""

    sex: str
    nights: int
    specialism: int
    most_beds: int | None
    needed: frozenset[int]
    wished: frozenset[int]


@dataclass(frozen=True, kw_only=True)
class Room(Place):
    """A room of a department, with how well each specialism is served: 1 is best."""

    bed_count: int
    department_treats: frozenset[int]
    treats: tuple[tuple[int, int], ...]
    equipment: frozenset[int]


@must("PAS-1", source=SOURCE, nl="De dag van opname staat vast.")
def admission_is_fixed(needed_from: date, /, night: date) -> Finding:
    """The day of admission is fixed."""
    return holds(night == needed_from)


@prefer("PAS-2", points=10, source=SOURCE, nl="De afdeling kent het vak.")
def the_department_knows_the_field(
    specialism: int, nights: int, /, department_treats: frozenset[int]
) -> Finding:
    """The department knows the field."""
    return short_by(0 if specialism in department_treats else nights)


@prefer(
    "PAS-3", points=10, source=SOURCE, nl="De kamer is voor het vak, liefst in de eerste plaats."
)
def the_room_is_for_the_field(
    specialism: int, nights: int, /, treats: tuple[tuple[int, int], ...]
) -> Finding:
    """The room is for the field, best of all in the first place."""
    return short_by(nights * (dict(treats).get(specialism, 3) - 1))


@prefer("PAS-4", points=8, source=SOURCE, nl="De kamer heeft niet meer bedden dan gewenst.")
def the_room_is_no_larger_than_wished(
    most_beds: int | None, nights: int, /, bed_count: int
) -> Finding:
    """The room has no more beds than wished."""
    return short_by(nights if most_beds is not None and bed_count > most_beds else 0)


@prefer("PAS-5", points=50, source=SOURCE, nl="De kamer heeft wat nodig is.")
def what_is_needed_is_there(
    needed: frozenset[int], nights: int, /, equipment: frozenset[int]
) -> Finding:
    """The room has what is needed."""
    return short_by(nights * len(needed - equipment))


@prefer("PAS-6", points=20, source=SOURCE, nl="De kamer heeft wat gewenst is.")
def what_is_wished_is_there(
    wished: frozenset[int], nights: int, /, equipment: frozenset[int]
) -> Finding:
    """The room has what is wished."""
    return short_by(nights * len(wished - equipment))


@prefer("PAS-7", points=LEFT_OUT, source=SOURCE, nl="Niemand wordt weggelaten.")
def nobody_is_left_out(needed_until: date, /, night: date) -> Finding:
    """Nobody is left out."""
    return short_by(int(night >= needed_until))


@measure
def everybody(size: int) -> int:
    """Everybody counts."""
    return size


@measure
def by_sex(sex: str) -> str:
    """Men lie with men, women with women."""
    return sex


@together("PAS-8", source=SOURCE, nl="Niemand deelt een bed.", reads=("size",))
def no_bed_is_shared(sought: Sought) -> Iterator[Limit]:
    """Nobody shares a bed."""
    for room in sought.places:
        yield Limit(
            where=sought.at(room), at_most=len(room.beds), counts=everybody, facts={"room": room.id}
        )


@together("PAS-9", source=SOURCE, nl="Op een kamer ligt elke nacht één geslacht.", reads=("sex",))
def a_room_holds_one_sex(sought: Sought) -> Iterator[OneOf]:
    """On every night a room holds one sex."""
    for room in sought.rooms:
        yield OneOf(where=sought.using(room.id), use=by_sex, facts={"room": room.id})


RULES = Rulebook(
    version=SOURCE,
    rules=(
        admission_is_fixed,
        the_department_knows_the_field,
        the_room_is_for_the_field,
        the_room_is_no_larger_than_wished,
        what_is_needed_is_there,
        what_is_wished_is_there,
        nobody_is_left_out,
    ),
    together=(no_bed_is_shared, a_room_holds_one_sex),
)


def instances() -> Iterator[PublicInstance]:
    """Read the six instances.

    Raises:
        SetIsMissing: The files are not there.
    """
    folder = folder_of("pas")
    for name, (_, found) in KNOWN.items():
        problem = _problem(_sections(folder / f"{name}.txt"))
        yield PublicInstance(name, problem, RULES, found, round(10 * float(found)))


Sections = Mapping[str, list[list[str]]]
"""The lines of each part of a file, each cut at its bars."""


def _sections(file: Path) -> Sections:
    found: dict[str, list[list[str]]] = defaultdict(list)
    part = ""
    for line in (line.strip() for line in file.read_text().splitlines()):
        if line.endswith(":") and line[:-1].isupper():
            part = line[:-1]
        elif line and part and line != "END.":
            found[part].append([words.strip() for words in line.split("|")])
    return found


def _problem(parts: Sections) -> Problem:
    departments = {int(line[0].split()[0]): line for line in parts["DEPARTMENTS"]}
    return Problem(
        tonight=TONIGHT,
        horizon=night(NIGHTS),
        households=tuple(_patients(parts)),
        places=tuple(_room(line, departments[int(line[2])]) for line in parts["ROOMS"]),
    )


def _room(line: list[str], department: list[str]) -> Room:
    name, beds, _, policy, serves, has = line
    _, _, youngest, oldest = department[0].split()
    if policy != "D" or youngest != "0" or oldest != "0":
        raise ValueError("only rooms of one sex at a time, and departments for all ages, are known")
    return Room(
        **place_facts(f"room-{name.split()[1]}", int(beds)),
        bed_count=int(beds),
        department_treats=frozenset(dict(_levels(department[1]))),
        treats=tuple(sorted(_levels(serves))),
        equipment=_flags(has),
    )


def _patients(parts: Sections) -> Iterator[Patient]:
    """Give the patients who stay a night within the horizon; only such nights are priced."""
    for who, nights, treatment, beds, needs, wishes in parts["PATIENTS"]:
        number, _, _, sex = who.split()
        begins, ends = numbers(nights)
        until = min(ends, NIGHTS)
        if begins < until:
            segments, specialism, *_ = numbers(treatment)
            if segments != 1:
                raise ValueError("only patients with one specialism are known")
            needed = _flags(needs)
            yield Patient(
                **household_facts(f"patient-{int(number):04}", 1, begins, until),
                sex=sex,
                nights=until - begins,
                specialism=specialism,
                most_beds=int(beds) or None,
                needed=needed,
                wished=_flags(wishes) - needed,
            )


def _levels(text: str) -> Iterator[tuple[int, int]]:
    """Give the specialisms, each with its level."""
    told = numbers(text)
    return zip(told[1::2], told[::2], strict=True)


def _flags(text: str) -> frozenset[int]:
    return frozenset(n for n, has in enumerate(numbers(text)) if has)
