"""Played days through HTTP: how long they take, and what is broken after each of them.

``python -m tests.benchmarks.played --days 90 --seeds 20 --database sqlite`` prints a line per seed
and a summary. A seed that stops is told and the next one begins; with ``--first`` a run that was
cut short goes on with another seed.
"""

import argparse
import os
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from placement.demo.playing.quarter import Score
from tests.databases import Databases, a_server
from tests.playing import FIRST, PASSWORD, Played, play_on


@dataclass(frozen=True)
class Told:
    """What one seed came to."""

    seed: int
    seconds: float
    """By the clock, without the looking for what is broken."""
    processor: float
    whole: int
    """Days after which nothing was broken."""
    done: int
    refused: int

    def __str__(self) -> str:
        """As a line."""
        return (
            f"seed {self.seed:3}: {self.seconds:7.1f} s, {self.processor:6.1f} s of processor,"
            f" {self.whole} days whole, {self.done} acts, {self.refused} refusals"
        )


@contextmanager
def databases(kind: str) -> Iterator[Databases]:
    """A folder, and a server where one is needed."""
    with tempfile.TemporaryDirectory() as folder:
        if kind == "sqlite":
            yield Databases(Path(folder), "")
            return
        with a_server() as address:
            yield Databases(Path(folder), address)


def play_one(made: Databases, kind: str, score: Score) -> Told | None:
    """Play one seed on a fresh database; None when the play stopped, which is told."""
    began, worked = time.perf_counter(), sum(os.times()[:4])
    try:
        with made.opened(kind, f"played_{score.seed}") as store:
            played = play_on(store, made.folder, score)
    except Exception:  # noqa: BLE001 - whatever it was, the other seeds are played too
        print(f"seed {score.seed:3}: stopped", flush=True)
        traceback.print_exc()
        return None
    told = _told(played, score, time.perf_counter() - began, sum(os.times()[:4]) - worked)
    print("\n".join([str(told), *played.broken[:10]]), flush=True)
    return told


def _told(played: Played, score: Score, seconds: float, processor: float) -> Told:
    tally = played.tally
    broken = {line.partition(":")[0] for line in played.broken}
    return Told(
        seed=score.seed,
        seconds=seconds - played.looking,
        processor=processor,
        whole=score.days - len(broken),
        done=sum(tally.performed.values()),
        refused=sum(tally.refused.values()),
    )


def main() -> None:
    """Play every seed on a fresh database."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--days", type=int, default=90)
    asked.add_argument("--seeds", type=int, default=20)
    asked.add_argument("--first", type=int, default=1)
    asked.add_argument("--pace", type=float, default=1.0, help="rare things so often as usual")
    asked.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    given = asked.parse_args()
    seeds = range(given.first, given.first + given.seeds)
    with databases(given.database) as made:
        scores = (
            Score(first=FIRST, days=given.days, seed=seed, password=PASSWORD, pace=given.pace)
            for seed in seeds
        )
        told = [one for score in scores if (one := play_one(made, given.database, score))]
    whole = sum(one.whole == given.days for one in told)
    print(f"{given.database}: {whole} of {given.seeds} seeds without anything broken", end="")
    if told:
        clock = sorted(one.seconds for one in told)[len(told) // 2]
        processor = sorted(one.processor for one in told)[len(told) // 2]
        acts = sum(one.done for one in told)
        print(f"; median {clock:.1f} s, {processor:.1f} s of processor; {acts} acts", end="")
    print()
    sys.exit(0 if whole == given.seeds else 1)


if __name__ == "__main__":
    main()
