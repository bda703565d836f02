"""`python -m tests.trust PROGRAMME ... [--cases N] [--seed S] [--workers 2]`."""

import argparse
import shutil
import sys
import time

from tests.trust.found import Found, Programme
from tests.trust.programmes import PROGRAMMES
from tests.trust.running import KEPT, Run, run


def main() -> int:
    """Run the programmes that are named; gives 1 when one does not hold."""
    asked = _asked()
    if asked.fresh:
        shutil.rmtree(KEPT, ignore_errors=True)
    by_name = {programme.name: programme for programme in PROGRAMMES}
    names = asked.programme or sorted(by_name)
    held = [_hold(by_name[name], asked) for name in names]
    return 0 if all(held) else 1


def _asked() -> argparse.Namespace:
    listed = "\n".join(f"  {p.name:12} {p.cases:>7,}  {p.proves}" for p in PROGRAMMES)
    parser = argparse.ArgumentParser(
        prog="python -m tests.trust",
        description="Run the programmes by which the engine is trusted; without a name, all.",
        epilog=f"programmes, with their full number of cases:\n{listed}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    names = [programme.name for programme in PROGRAMMES]
    parser.add_argument("programme", nargs="*", choices=[*names, []], metavar="PROGRAMME")
    parser.add_argument("--cases", type=int, help="how many cases; the full count without it")
    parser.add_argument("--seed", type=int, default=0, help="the number of the first case")
    parser.add_argument("--workers", type=int, default=2, help="how many processes")
    parser.add_argument("--fresh", action="store_true", help="forget the pieces that were done")
    return parser.parse_args()


def _hold(programme: Programme, asked: argparse.Namespace) -> bool:
    cases = programme.cases if asked.cases is None else asked.cases
    print(f"{programme.name}: {programme.proves}")
    begun = time.monotonic()

    def told(found: Found) -> None:
        if sys.stderr.isatty():
            print(f"\r  {found.cases:,} of {cases:,}", end="", file=sys.stderr, flush=True)

    done = run(programme, cases=cases, first=asked.seed, workers=asked.workers, told=told)
    _tell(programme, done, time.monotonic() - begun)
    return programme.holds(done.found)


def _tell(programme: Programme, done: Run, waited: float) -> None:
    found = done.found
    print(
        f"  {found.cases:,} cases really run, {done.milliseconds_a_case:.1f} ms of processor each, "
        f"{waited:.0f} s waited now"
    )
    table = programme.shown(found.covered)
    print(table or "  " + ", ".join(f"{what} {n:,}" for what, n in sorted(found.covered.items())))
    for what, least in programme.lacking(found).items():
        print(f"  NOT COVERED: {what}, {found.covered[what]:,} times and not {least:,}")
    for fault in found.faults:
        print(f"  FAULT: {fault}")
    print("  it holds" if programme.holds(found) else "  IT DOES NOT HOLD")


if __name__ == "__main__":
    sys.exit(main())
