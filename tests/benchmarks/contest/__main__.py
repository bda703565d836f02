"""Runs contestants on instances and writes what came of it into docs/benchmarks.md.

python -m tests.benchmarks.contest --sizes 60x1000x60 --seeds 1-10
python -m tests.benchmarks.contest --sizes 100x500x60 --contestants engine greedy mip --seconds 60
python -m tests.benchmarks.contest --sets refugee gap pas netherlands
python -m tests.benchmarks.contest --draw          only table and picture, from the results kept
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.benchmarks.contest.picture import picture
from tests.benchmarks.contest.results import ENGINE, GREEDY, Result, keep, read
from tests.benchmarks.contest.running import Limits, run
from tests.benchmarks.contest.tables import contradicted, report
from tests.benchmarks.contest.tasks import NATIONAL, PUBLIC, SIZES, drawn, public_names, size_of
from tests.benchmarks.contestants import CONTESTANTS
from tests.benchmarks.page import DOCS, write_part
from tests.benchmarks.public.sets import SetIsMissing

RESULTS = DOCS / "benchmarks" / "engine.json"
PICTURE = DOCS / "benchmarks" / "engine.svg"


def main() -> int:
    """Run what was chosen; the exit code says how many plans and bounds were wrong."""
    told = _parser().parse_args()
    wrong = 0
    if not told.draw:
        limits = Limits(told.seconds, told.work, told.gigabytes)
        for contestant, tasks in _runs(told):
            found = run(contestant, tasks, limits)
            keep(told.results, found)
            for result in found:
                print(_line(result), flush=True)
                wrong += result.points is not None and bool(result.wrong)
    kept = read(told.results)
    for plan, proof in contradicted(kept):
        print(f"{plan.task}: {plan.contestant} is below the bound of {proof.contestant}")
        wrong += 1
    if told.results == RESULTS:
        _write(kept)
    return wrong


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    sizes = ", ".join(str(size).replace(" ", "") for size in SIZES)
    parser.add_argument("--sizes", nargs="*", type=size_of, default=[], help=f"such as {sizes}")
    parser.add_argument("--seeds", type=_span, default=range(1, 4), help="such as 1-10 or 7")
    parser.add_argument("--sets", nargs="*", choices=[NATIONAL, *PUBLIC], default=[])
    parser.add_argument("--contestants", nargs="*", default=None, help="all, unless named")
    parser.add_argument("--seconds", type=float, default=60.0, help="for each run")
    parser.add_argument("--work", type=float, default=1e9, help="deterministic, of the engine")
    parser.add_argument("--gigabytes", type=int, default=12, help="address space of each run")
    parser.add_argument("--draw", action="store_true", help="run nothing")
    parser.add_argument("--results", type=Path, default=RESULTS, help="kept here")
    return parser


def _span(text: str) -> range:
    first, _, last = text.partition("-")
    return range(int(first), int(last or first) + 1)


def _runs(told: argparse.Namespace) -> Iterator[tuple[str, Sequence[str]]]:
    """Give what to run: each task in a process of its own, the small ones of a set in one.

    Greedy knows the rules of the helpdesk only; the others read those that a public set brings.
    """
    contestants = told.contestants or [ENGINE, *CONTESTANTS]
    for size in told.sizes:
        for seed in told.seeds:
            for contestant in contestants:
                yield contestant, [drawn(size, seed)]
    for family in told.sets:
        if family == NATIONAL:
            yield from ((contestant, [NATIONAL]) for contestant in contestants)
            continue
        try:
            names = public_names(family)
        except SetIsMissing as missing:
            print(f"{family} is skipped: {missing}", file=sys.stderr)
            continue
        together = [names] if family == "gap" else [[name] for name in names]
        general = [c for c in told.contestants or [ENGINE] if c != GREEDY]
        yield from ((contestant, tasks) for tasks in together for contestant in general)


def _line(result: Result) -> str:
    points = "no plan" if result.points is None else f"{result.points:,}"
    gap = "" if None in {result.points, result.bound} else f" bound {result.bound:,}"
    wrong = f" WRONG: {result.wrong[:200]}" if result.wrong else ""
    return (
        f"{result.task} {result.contestant}: {result.seconds:.2f} s {result.proof} "
        f"{points}{gap} {result.memory_mb:,} MB{wrong}"
    )


def _write(results: Sequence[Result]) -> None:
    if results:
        PICTURE.write_text(picture(results))
        write_part("contest", report(results))


if __name__ == "__main__":
    sys.exit(main())
