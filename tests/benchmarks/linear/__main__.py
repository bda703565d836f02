"""Is what clients saw linearizable? ``python -m tests.benchmarks.linear --help``."""

import argparse
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path

from tests.benchmarks.linear.checker import Operation, is_linearizable
from tests.benchmarks.linear.history import play
from tests.builders_store import NOW, Country
from tests.databases import Databases, a_server
from tests.invariants import broken_invariants

BEDS_AT_ONCE = 4
OPERATIONS_A_BED = 100
"""Few enough for the search (reliability.md DB-06), many enough to meet."""

SPOKEN_OF_AFTER = 25  # rounds


def wrong_beds(history: Iterable[Operation]) -> list[str]:
    """The beds whose history no order explains."""
    by_bed: dict[str, list[Operation]] = defaultdict(list)
    for operation in history:
        by_bed[operation.bed].append(operation)
    return sorted(bed for bed, seen in by_bed.items() if not is_linearizable(seen))


def main() -> int:
    """Play in rounds of few beds, check each, and print what was seen."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="postgresql")
    parser.add_argument("--operations", type=int, default=100_000)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    seen: Counter[str] = Counter()
    wrong: list[str] = []
    searching = 0.0
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        server = stack.enter_context(a_server()) if asked.database == "postgresql" else ""
        store = stack.enter_context(Databases(folder, server).opened(asked.database, "linear"))
        country, number = Country(store), 0
        while seen.total() < asked.operations:
            history = play(
                country,
                operations=BEDS_AT_ONCE * OPERATIONS_A_BED,
                clients=asked.clients,
                beds=BEDS_AT_ONCE,
                seed=asked.seed + number,
                name=f"round{number}-",
            )
            began = time.perf_counter()
            wrong += wrong_beds(history)
            searching += time.perf_counter() - began
            seen.update(f"{operation.kind} {operation.seen}" for operation in history)
            number += 1
            if not number % SPOKEN_OF_AFTER:
                print(f"{seen.total()} operations, {len(wrong)} beds wrong", flush=True)
        with store.reading() as session:
            broken = broken_invariants(session, NOW)
    print(
        f"{asked.database}: {seen.total()} operations of {asked.clients} clients in"
        f" {number * BEDS_AT_ONCE} beds: {dict(sorted(seen.items()))}; {len(wrong)} beds whose"
        f" history no order explains; the search took {searching:.1f} s; broken: {broken}"
    )
    return 1 if wrong or broken else 0


if __name__ == "__main__":
    sys.exit(main())
