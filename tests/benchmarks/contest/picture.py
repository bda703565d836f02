"""The results as a picture: seconds to a plan on a scale of tens, a sign for every run.

A full sign is a proven best plan, an empty one a plan without proof, a cross no plan. Each
contestant has a line of its own with its name, so nothing rests on colour.
"""

import math
from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, tostring

from tests.benchmarks.contest.results import Result
from tests.benchmarks.contest.tables import families
from tests.benchmarks.contest.tasks import PUBLIC, family_of

WIDTH, LEFT, RIGHT, LINE, TOP = 720, 150, 20, 20, 64
TENS = range(-2, 4)
"""From a hundredth of a second to a thousand seconds."""
INK, PAPER, FAINT, MARK = "#1b1b1b", "#ffffff", "#767676", "#154273"


def picture(results: Sequence[Result]) -> str:
    """Draw the runs on drawn instances; public sets stand in the table only."""
    drawn = [r for r in results if family_of(r.task) not in PUBLIC]
    lines = [(f, c) for f in families(drawn) for c in _contestants(drawn, f)]
    height = TOP + LINE * (len(lines) + len(families(drawn))) + 30
    root = Element("svg", xmlns="http://www.w3.org/2000/svg", role="img")
    root.set("viewBox", f"0 0 {WIDTH} {height}")
    root.set("aria-labelledby", "title words")
    SubElement(root, "title", id="title").text = "Seconds to a plan, by size and contestant"
    SubElement(root, "desc", id="words").text = _in_words(drawn)
    SubElement(root, "rect", width=f"{WIDTH}", height=f"{height}", fill=PAPER)
    _text(root, "Seconds to a plan, from facts in memory; every sign is one run", 8, 18, size=14)
    _text(root, "● proven best   ○ a plan without proof   × no plan in time", 8, 36)
    _scale(root, height)
    _lines(root, drawn, lines)
    return f"{tostring(root, encoding='unicode')}\n"


def _lines(root: Element, drawn: Sequence[Result], lines: Sequence[tuple[str, str]]) -> None:
    y, last = TOP, ""
    for family, contestant in lines:
        if family != last:
            y += LINE
            _text(root, family, 8, y, weight="700")
            last = family
        y += LINE
        _text(root, contestant, 20, y)
        for run in drawn:
            if (family_of(run.task), run.contestant) == (family, contestant):
                _sign(root, run, y - 4)


def _sign(root: Element, run: Result, y: float) -> None:
    x = _x(run.seconds)
    if run.points is None:
        path = f"M{x - 4:.1f} {y - 4:.1f}l8 8m0 -8l-8 8"
        SubElement(root, "path", d=path, stroke=MARK, fill="none").set("stroke-width", "1.5")
    else:
        fill = MARK if run.is_proven else PAPER
        SubElement(root, "circle", cx=f"{x:.1f}", cy=f"{y:.1f}", r="4", fill=fill, stroke=MARK)


def _scale(root: Element, height: int) -> None:
    for ten in TENS:
        x = _x(10.0**ten)
        line = SubElement(root, "path", d=f"M{x:.1f} {TOP - 4}V{height - 20}", stroke=FAINT)
        line.set("stroke-dasharray", "1 3")
        _text(root, f"{10.0**ten:g}", x, TOP - 8, anchor="middle")


def _x(seconds: float) -> float:
    """Give where a time stands, on a scale of tens."""
    least, most = TENS[0], TENS[-1]
    tens = min(max(math.log10(max(seconds, 1e-9)), least), most)
    return LEFT + (WIDTH - LEFT - RIGHT) * (tens - least) / (most - least)


def _text(
    root: Element,
    words: str,
    x: float,
    y: float,
    *,
    size: int = 12,
    weight: str = "400",
    anchor: str = "start",
) -> None:
    written = SubElement(root, "text", x=f"{x:.1f}", y=f"{y:.1f}", fill=INK)
    written.set("font-family", "sans-serif")
    written.set("font-size", f"{size}")
    written.set("font-weight", weight)
    written.set("text-anchor", anchor)
    written.text = words


def _in_words(results: Sequence[Result]) -> str:
    told = []
    for family in families(results):
        for contestant in _contestants(results, family):
            runs = [r for r in results if (family_of(r.task), r.contestant) == (family, contestant)]
            times = sorted(r.seconds for r in runs)
            proven = sum(r.is_proven for r in runs)
            told.append(
                f"{family}, {contestant}: {len(runs)} runs from {times[0]:.2g} to {times[-1]:.2g} "
                f"seconds, {proven} proven."
            )
    return " ".join(told)


def _contestants(results: Sequence[Result], family: str) -> list[str]:
    """Give who ran on a size, the fastest first."""
    best: dict[str, float] = {}
    for run in results:
        if family_of(run.task) == family:
            known = best.get(run.contestant, math.inf)
            best[run.contestant] = min(known, run.seconds)
    return sorted(best, key=lambda c: (best[c], c))
