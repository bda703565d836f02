"""All interleavings of pairs of our transactions: ``python -m tests.benchmarks.interleavings``."""

import argparse
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from tests.benchmarks.interleavings.pairs import PAIRS
from tests.benchmarks.interleavings.playing import play_all
from tests.builders_store import Country
from tests.databases import Databases, a_server


def main() -> int:
    """Play and print a line for each pair; gives 1 when an order broke something."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="postgresql")
    parser.add_argument("--every", type=int, default=1, help="play every so manieth order")
    parser.add_argument("--pair", choices=list(PAIRS), action="append")
    asked = parser.parse_args()
    right = True
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        server = stack.enter_context(a_server()) if asked.database == "postgresql" else ""
        store = stack.enter_context(Databases(folder, server).opened(asked.database, "orders"))
        for played in play_all(Country(store), asked.every, asked.pair or PAIRS):
            right = right and played.is_right
            ends = ", ".join(f"{n} x {a}/{b}" for (a, b), n in sorted(played.ends.items()))
            print(f"{asked.database}: {played.pair}: {played.orders} orders; {ends}", flush=True)
            for line in (*played.unlawful[:3], *played.broken[:3]):
                print(f"    {line}")
    return 0 if right else 1


if __name__ == "__main__":
    sys.exit(main())
