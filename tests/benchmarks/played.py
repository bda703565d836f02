"""Played days through HTTP: how long they take, and what is broken after each of them.

``python -m tests.benchmarks.played --days 90 --seeds 20 --database sqlite``; with ``--first`` a run
that was cut short goes on with another seed.
"""

import argparse
import itertools
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from placement.app.played import fill_and_play, playing_runtime
from placement.demo.playing.quarter import Score
from placement.settings import demo_settings
from placement.store.database.opening import Store
from tests.databases import Databases, a_server
from tests.invariants import broken_invariants

FIRST = date(2026, 8, 25)
PASSWORD = "nobody real has this one"


@contextmanager
def databases(kind: str) -> Iterator[Databases]:
    """A folder, and a server where one is needed."""
    with tempfile.TemporaryDirectory() as folder:
        if kind == "sqlite":
            yield Databases(Path(folder), "")
            return
        with a_server() as address:
            yield Databases(Path(folder), address)


def play_one(folder: Path, store: Store, days: int, seed: int) -> bool:
    """Play one seed and tell what it took; says whether every day was whole."""
    score = Score(first=FIRST, days=days, seed=seed, password=PASSWORD)
    runtime, clock = playing_runtime(demo_settings(folder), score, store)
    broken: list[str] = []
    looking = 0.0

    def look(day: date) -> None:
        nonlocal looking
        began = time.perf_counter()
        with store.reading() as session:
            broken.extend(f"{day}: {line}" for line in broken_invariants(session, clock.now))
        looking += time.perf_counter() - began

    began, worked = time.perf_counter(), sum(os.times()[:4])
    try:
        tally = fill_and_play(runtime, clock, score, look)
    finally:
        runtime.solvers.close()
    took = time.perf_counter() - began - looking
    cpu = sum(os.times()[:4]) - worked
    print(f"seed {seed}: {days} days in {took:.1f} s ({cpu:.1f} s of processor), ", end="")
    print(
        f"{sum(tally.requests.values()) if tally else 0} requests, {len(broken)} broken", flush=True
    )
    print("\n".join([*broken[:10], *(tally.slowest(5) if tally else [])]), flush=True)
    return not broken


def main() -> None:
    """Play every seed on a fresh database."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--days", type=int, default=90)
    asked.add_argument("--seeds", type=int, default=20)
    asked.add_argument("--first", type=int, default=1)
    asked.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    given = asked.parse_args()
    whole = 0
    with databases(given.database) as made:
        for number, seed in zip(range(given.seeds), itertools.count(given.first)):
            with made.opened(given.database, f"played_{number}") as store:
                whole += play_one(made.folder, store, given.days, seed)
    print(f"{whole} of {given.seeds} seeds without anything broken")


if __name__ == "__main__":
    main()
