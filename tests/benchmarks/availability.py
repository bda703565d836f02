"""Availability of the whole country for any date, with ten years of history.

``python -m tests.benchmarks.availability --database sqlite|postgresql``: the national register,
every bed taken by one short stay after the other for ten years (each booked and later arrived, so
that every row has its versions), then the three numbers of nights drawn by a seed: as known
now, as known on a day drawn as well, and one booking after the other beside all that history.
"""

import argparse
import gc
import os
import random
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import func, select, text, update

from placement.errors import NotLawful
from placement.exchange.bundled import bundled
from placement.exchange.register_files import read_register
from placement.service.beds.settling import settle_every_site
from placement.service.register.importing import import_register
from placement.service.register.surveying import warm_up_survey
from placement.store.database.opening import Store
from placement.store.nights import tonight_at
from placement.store.register.availability import read_availability
from placement.store.tables import (
    Bed,
    Occupancy,
    Place,
    RecordVersion,
)
from tests.benchmarks.ten_years import GUESTS, Sleeper, guest_of, history, live
from tests.builders_store import HELPDESK, NOW, Country, an_order
from tests.databases import Databases, a_server

FIRST = date(2016, 1, 1)
MONTHS = 120
BOUND = 50  # milliseconds
SEED = 20261123
TIMES = 3
"""How often the same questions are asked, one round after the other."""
HEADING = """\
| question | median | 95th | first | longest other | processor | its 95th | slowest of all |
|---|---|---|---|---|---|---|---|"""
Asked = tuple[date, datetime | None]
"""A night, and the instant as of which it is asked about; None is as known now."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Fill, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--months", type=int, default=MONTHS, help="months of history")
    parser.add_argument("--nights", type=int, default=300, help="nights that are asked about")
    asked = parser.parse_args(arguments)
    with a_store(asked.database) as store:
        began = time.perf_counter()
        country = fill(store, asked.months)
        print(f"filled in {time.perf_counter() - began:.0f} s: {told_rows(store)}")
        os.sync()  # ten years are not written a minute before somebody asks
        gc.collect()
        gc.freeze()  # as `serving_app` does
        began = time.perf_counter()
        warm_up_survey(store, NOW)  # as a worker does before it serves anybody
        print(f"warmed up in {(time.perf_counter() - began) * 1000:.0f} ms")
        measure(country, asked.nights, asked.months)


@contextmanager
def a_store(kind: str) -> Iterator[Store]:
    """A fresh store of a kind."""
    with (
        TemporaryDirectory() as folder,
        a_server() as address,
        Databases(Path(folder), address).opened(kind, "availability") as store,
    ):
        yield store


def fill(store: Store, months: int) -> Country:
    """Import the register and let every bed be slept in up to now."""
    country = Country(store)
    import_register(store, read_register(bundled("netherlands")), by=HELPDESK, now=NOW)
    with store.writing(datetime(2016, 1, 1, tzinfo=UTC)) as session:
        # It was all there ten years ago, so that the history has beds to be in.
        session.execute(update(Place).values(opens=FIRST))
        session.execute(update(Bed).values(member_from=FIRST))
        beds = session.execute(
            select(Bed.id, Bed.place_id, Place.use).join(Place, Place.id == Bed.place_id)
        ).all()
    names = [f"{bed}.{guest}" for bed, _, _ in beds for guest in range(GUESTS)]
    with store.writing(datetime(2016, 1, 1, tzinfo=UTC)) as session:
        for rows in zip(*(guest_of(name) for name in names), strict=True):
            session.add_all(rows)
            session.flush()
    chance = random.Random(SEED)
    sleepers = [s for bed, place, use in beds for s in history(chance, bed, place, use, months)]
    by_month: dict[tuple[int, int], list[Sleeper]] = {}
    for sleeper in sleepers:
        by_month.setdefault((sleeper.begins.year, sleeper.begins.month), []).append(sleeper)
    for (year, month), those in sorted(by_month.items()):
        live(store, those, datetime(year, month, 1, tzinfo=UTC))
    if store.engine.dialect.name == "postgresql":
        with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))
    settle_every_site(store, now=NOW)
    return country


def told_rows(store: Store) -> str:
    """How much there is."""
    with store.reading() as session:
        counts = [
            f"{session.scalar(select(func.count()).select_from(table)):,} {name}"
            for table, name in (
                (Bed, "beds"),
                (Occupancy, "occupancies"),
                (RecordVersion, "versions of rows"),
            )
        ]
    return ", ".join(counts)


def measure(country: Country, nights: int, months: int) -> None:
    """Ask, and print how long each kind of question took."""
    chance = random.Random(SEED)
    tonight = tonight_at(NOW)
    days = months * 30

    def past() -> date:
        return tonight - timedelta(days=chance.randint(1, days))

    def coming() -> date:
        return tonight + timedelta(days=chance.randint(0, 365))

    def asking(night: Callable[[], date], *, known: bool) -> Iterator[Asked]:
        for _ in range(nights):
            on = night()
            yield on, datetime.combine(past(), NOW.timetz()) if known else None

    print(HEADING)
    for name, drawn in (
        ("a night that has passed", asking(past, known=False)),
        ("tonight or a night to come", asking(coming, known=False)),
        ("a night that has passed, as known on a day", asking(past, known=True)),
    ):
        asked = list(drawn)
        first, *again = ([took(country.store, *one) for one in asked] for _ in range(TIMES))
        told(name, first, again)
    told("one booking, with its settling and judging", list(bookings(country, 20)))


@dataclass(frozen=True)
class Took:
    """How long a question took by the clock, and on the processor of this process."""

    clock: float
    processor: float


@contextmanager
def timed(into: list[Took]) -> Iterator[None]:
    """Time what is done; where others use the machine, the processor time is what counts."""
    began, used = time.perf_counter(), time.process_time()
    yield
    into.append(Took(time.perf_counter() - began, time.process_time() - used))


def took(store: Store, night: date, known_at: datetime | None) -> Took:
    """How long the answer to one question takes."""
    answers: list[Took] = []
    with store.reading() as session, timed(answers):
        read_availability(session, night, NOW, known_at)
    return answers[0]


def bookings(country: Country, count: int) -> Iterator[Took]:
    """One household after the other into places of the COSM for which a bed is free now."""
    with country.store.reading() as session:
        found = read_availability(session, tonight_at(NOW), NOW).places
    free = [p.place for p in found if p.scheme == "COSM" and p.numbers.usable]
    for number, place in enumerate(free[:count]):
        country.referral(
            f"new{number}",
            needed_from=tonight_at(NOW),
            arrives_from=tonight_at(NOW),
            bedenktijd_begins=tonight_at(NOW),
            bedenktijd_ends=tonight_at(NOW) + timedelta(days=80),
        )
        order = an_order(f"new{number}", place)
        booked: list[Took] = []
        try:
            with timed(booked):
                country.accept(order, now=NOW)
        except NotLawful:  # a place for men
            continue
        yield booked[0]


def told(name: str, times: Sequence[Took], again: Sequence[Sequence[Took]] = ()) -> None:
    """Print a line of the table, the first answer after warming up by itself.

    A machine that others use stops now and then, whatever is asked. What is slow for itself is
    slow each time: so of each question the quickest answer counts too, and the slowest of those.
    """
    clock = sorted(one.clock * 1000 for one in times)
    processor = sorted(one.processor * 1000 for one in times)
    if times:
        figures = (
            statistics.median(clock),
            _ninety_fifth(clock),
            times[0].clock * 1000,
            max(one.clock * 1000 for one in times[1:]),
            statistics.median(processor),
            _ninety_fifth(processor),
        )
        slow = max(min(one.clock for one in same) for same in zip(times, *again, strict=True))
        shown = [*(f"{one:.1f} ms" for one in figures), f"{slow * 1000:.1f} ms" if again else "-"]
        print(f"| {name} | {' | '.join(shown)} |")


def _ninety_fifth(ordered: Sequence[float]) -> float:
    return ordered[int(0.95 * (len(ordered) - 1))]


if __name__ == "__main__":
    main()
