"""Rules that span beds, and keys that are sent many times, under clients at one moment.

DB-07: the use of a shared room, households that are kept apart, the crisis reserve, and families
that stay together; no constraint of the database holds the last three, only the lock of the site.
DB-08: one key sent several times at one moment. ``python -m tests.benchmarks.many_rows --help``.
"""

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from threading import Barrier

from sqlalchemy import func, select

from placement.errors import BedNoLongerFree, IdempotencyKeyReused, NotLawful, PlacementError
from placement.service.beds.placing import Order
from placement.service.once import Once
from placement.store.tables import Contract, Occupancy, Person, Placement
from solver.codes import Sex, Urgency, Use
from tests.builders_rows import LONG_AGO, a_person
from tests.builders_store import NOW, Country, an_order
from tests.databases import Databases, a_server
from tests.invariants import broken_invariants

KEYS = "one key, four copies"
LAWFUL = (BedNoLongerFree, NotLawful)


@dataclass
class Unit:
    """One site with what clients run for at one moment, and what must hold afterwards."""

    orders: list[Order]
    most: int
    """How many of them can be placed."""


def mixed_room(country: Country, name: str, clients: int) -> Unit:
    """A shared room of three: women or men, never both."""
    site = country.site(f"{name}-s")
    country.place(f"{name}-p", 3, site_id=site, use=Use.SHARED_ROOM)
    for client in range(clients):
        who, sex = f"{name}-h{client}", (Sex.FEMALE, Sex.MALE)[client % 2]
        country.referral(who, a_person(who, sex=sex))
    return Unit([an_order(f"{name}-h{n}", f"{name}-p") for n in range(clients)], most=3)


def kept_apart(country: Country, name: str, clients: int) -> Unit:
    """A room for each, and nobody may be at one site with anybody else."""
    site = country.site(f"{name}-s")
    for client in range(clients):
        country.place(f"{name}-p{client}", site_id=site)
        country.referral(f"{name}-h{client}")
    for one in range(clients):
        for other in range(one):
            country.apart(f"{name}-h{one}", f"{name}-h{other}")
    return Unit([an_order(f"{name}-h{n}", f"{name}-p{n}") for n in range(clients)], most=1)


def reserve(country: Country, name: str, clients: int) -> Unit:
    """A room for each, of which the contract keeps two for a crisis."""
    site = country.site(f"{name}-s")
    for client in range(clients):
        country.place(f"{name}-p{client}", site_id=site)
        # The reserve is for who is acute, so nobody here is.
        country.referral(f"{name}-h{client}", urgency=Urgency.PLANNED)
    country.write(
        Contract(
            id=f"{name}-c",
            scheme_code="COSM",
            institution_id="house",
            site_id=site,
            begins=LONG_AGO,
            places=clients,
            crisis_reserve=2,
        )
    )
    orders = [an_order(f"{name}-h{n}", f"{name}-p{n}") for n in range(clients)]
    return Unit(orders, most=clients - 2)


def families(country: Country, name: str, clients: int) -> Unit:
    """An apartment of three beds: one family has it whole, all of them in it."""
    site = country.site(f"{name}-s")
    country.place(f"{name}-p", 3, site_id=site, use=Use.APARTMENT)
    for client in range(clients):
        who = f"{name}-h{client}"
        country.referral(who, a_person(who), a_person(who, 2, sex=Sex.MALE))
    return Unit([an_order(f"{name}-h{n}", f"{name}-p") for n in range(clients)], most=1)


RULES: Mapping[str, Callable[[Country, str, int], Unit]] = {
    "the use of a shared room": mixed_room,
    "kept apart": kept_apart,
    "the crisis reserve": reserve,
    "a family together": families,
}


@dataclass
class Found:
    """What came of all units of one rule."""

    units: int = 0
    placed: Counter[int] = field(default_factory=Counter)
    """How many units had so many winners."""
    wrong: list[str] = field(default_factory=list)


def together(acts: Sequence[Callable[[], object]]) -> list[object]:
    """Do several things at one moment; gives what each gave, or how it was refused."""
    barrier = Barrier(len(acts))

    def start(act: Callable[[], object]) -> object:
        barrier.wait(60)
        try:
            return act()
        except PlacementError as refused:
            return refused

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(start, acts))


def try_rule(country: Country, rule: str, *, units: int, clients: int) -> Found:
    """Let clients run for the beds of some units, and look at each."""
    found = Found()
    for number in range(units):
        name = f"{RULES[rule].__name__}-{number}"
        unit = RULES[rule](country, name, clients)
        ends = together([partial(country.accept, order) for order in unit.orders])
        won = sum(isinstance(end, tuple) for end in ends)
        found.units += 1
        found.placed[won] += 1
        odd = [end for end in ends if not isinstance(end, (tuple, *LAWFUL))]
        if odd or not 1 <= won <= unit.most:
            found.wrong.append(f"{name}: {won} placed, {odd}")
    found.wrong += _families_apart(country)
    with country.store.reading() as session:
        found.wrong += broken_invariants(session, NOW)
    return found


def try_keys(country: Country, *, keys: int, copies: int) -> Found:
    """Send each request several times at one moment, and then once with other content."""
    found = Found()
    for number in range(keys):
        name = f"key-{number}"
        country.site(f"{name}-s")
        country.place(f"{name}-p", site_id=f"{name}-s")
        country.referral(f"{name}-h")
        order = an_order(f"{name}-h", f"{name}-p")
        once = Once.of("helpdesk", name, b"this")
        ends = together([partial(country.accept, order, once=once)] * copies)
        that = Once.of("helpdesk", name, b"that")
        other = together([partial(country.accept, order, once=that)])
        found.units += 1
        found.placed[len({str(end) for end in ends})] += 1
        if len({str(end) for end in ends}) != 1 or not isinstance(ends[0], tuple):
            found.wrong.append(f"{name}: {ends}")
        if not isinstance(other[0], IdempotencyKeyReused):
            found.wrong.append(f"{name}: other content gave {other}")
    with country.store.reading() as session:
        if session.scalar(select(func.count()).select_from(Placement)) != keys:
            found.wrong.append("not one placement for each key")
        found.wrong += broken_invariants(session, NOW)
    return found


def _families_apart(country: Country) -> list[str]:
    """Placements that do not have a bed for each person."""
    with country.store.reading() as session:
        people = dict(
            session.execute(
                select(Person.household_id, func.count()).group_by(Person.household_id)
            ).all()
        )
        beds = session.execute(
            select(Occupancy.household_id, func.count()).group_by(Occupancy.household_id)
        ).all()
    return [f"{who} has {n} beds" for who, n in beds if who is not None and n != people[who]]


def main() -> int:
    """Try every rule and the keys, and print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="postgresql")
    parser.add_argument("--units", type=int, default=2000)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--keys", type=int, default=5000)
    parser.add_argument("--rule", choices=[*RULES, KEYS], action="append", help="only this")
    asked = parser.parse_args()
    tried: dict[str, Callable[[Country], Found]] = {
        rule: partial(try_rule, rule=rule, units=asked.units, clients=asked.clients)
        for rule in RULES
    }
    tried[KEYS] = partial(try_keys, keys=asked.keys, copies=4)
    right = True
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        server = stack.enter_context(a_server()) if asked.database == "postgresql" else ""
        for number, what in enumerate(asked.rule or tried):
            databases = Databases(folder, server)
            store = stack.enter_context(databases.opened(asked.database, f"many_{number}"))
            found = tried[what](Country(store))
            right = right and not found.wrong
            print(
                f"{asked.database}: {what}: {found.units} units, {len(found.wrong)} wrong"
                f" {found.wrong[:2]}; answers {dict(found.placed)}",
                flush=True,
            )
    return 0 if right else 1


if __name__ == "__main__":
    sys.exit(main())
