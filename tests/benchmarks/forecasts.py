"""How often a range of expected ends holds: synthetic months, with the stays of later held out.

Run: ``python -m tests.benchmarks.forecasts [--seeds 20] [--months 24]``.

On a cut-off night everything before it is known, as the register would know it; each stay that
goes on then is forecast, and its real end (which the drawing knows) is held against the range. A
range from the first to the third quarter should hold half of them.
"""

import argparse
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from placement.demo.months import SyntheticStay, synthetic_months
from placement.exchange.bundled import bundled
from placement.exchange.register_files import read_register
from placement.store.following.spread import Spread, nights_left

UNTIL = date(2026, 11, 1)
HELD_OUT = timedelta(days=365)
"""Nights between the cut-off and the end of the drawing."""


@dataclass(frozen=True)
class Held:
    """One forecast with what came true."""

    spread: Spread
    left: int

    @property
    def is_inside(self) -> bool:
        """Whether the end fell into the range, its ends included."""
        latest = self.spread.latest
        return self.spread.earliest <= self.left and (latest is None or self.left <= latest)


def held_out(seed: int, months: int) -> Iterator[tuple[str, Held | None]]:
    """The forecasts of one drawing by scheme; None where too little was seen."""
    register = read_register(bundled("netherlands"))
    drawn = synthetic_months(seed, months, register, UNTIL)
    cut = UNTIL - HELD_OUT
    stays: dict[str, list[SyntheticStay]] = defaultdict(list)
    for stay in drawn.stays:
        stays[stay.place.scheme].append(stay)
    for scheme, listed in stays.items():
        ended = [(s.leaves_on - s.began_on).days for s in listed if s.leaves_on <= cut]
        present = [s for s in listed if s.is_present(cut)]
        ongoing = [(cut - s.began_on).days for s in present]
        for stay in present:
            spread = nights_left((cut - stay.began_on).days, ended, ongoing)
            left = (stay.leaves_on - cut).days
            yield scheme, None if spread is None else Held(spread, left)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--months", type=int, default=36)
    asked = parser.parse_args()
    found: dict[str, list[Held | None]] = defaultdict(list)
    for seed in range(1, asked.seeds + 1):
        for scheme, held in held_out(seed, asked.months):
            found[scheme].append(held)
    print(f"{asked.seeds} seeds, {asked.months} months, cut-off {UNTIL - HELD_OUT}")
    print(f"{'scheme':10} {'stays':>6} {'forecast':>9} {'inside':>7} {'off by':>7} {'width':>6}")
    for scheme, listed in sorted(found.items()):
        _print(scheme, listed)
    _print("all", [held for listed in found.values() for held in listed])


def _print(scheme: str, listed: list[Held | None]) -> None:
    made = [held for held in listed if held is not None]
    if not made:
        print(f"{scheme:10} {len(listed):6} {0:9}")
        return
    inside = sum(held.is_inside for held in made) / len(made)
    off = median(abs(held.left - held.spread.likely) for held in made)
    widths = [h.spread.latest - h.spread.earliest for h in made if h.spread.latest is not None]
    width = f"{median(widths):6.0f}" if widths else "     –"
    print(f"{scheme:10} {len(listed):6} {len(made):9} {inside:7.0%} {off:7.0f} {width}")


if __name__ == "__main__":
    main()
