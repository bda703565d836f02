"""The results as tables of Markdown."""

from collections.abc import Iterable, Iterator, Sequence
from statistics import median

from tests.benchmarks.contest.results import ENGINE, GREEDY, Result, of
from tests.benchmarks.contest.tasks import NATIONAL, PUBLIC, family_of

MOMENTS = (1.5, 6.0, 10.0, 90.0)
"""Seconds after which the plan in hand is looked at. Source: the figures to reach."""
NEVER = "–"


def report(results: Sequence[Result]) -> str:
    """Give all tables, each with a line that says what it shows."""
    public = [r for r in results if family_of(r.task) in PUBLIC]
    drawn = [r for r in results if r not in public]
    parts = [_when(results), _who_is_how_fast(drawn), _contradictions(results)]
    parts += [_how_much_faster(drawn), _anytime(drawn)]
    if public:
        parts.append(_public(public))
    return "\n\n".join(part for part in parts if part)


def contradicted(results: Sequence[Result]) -> list[tuple[Result, Result]]:
    """Give each lawful plan that lies below what somebody proved, with that proof."""
    return [
        (plan, proof)
        for plan in results
        for proof in results
        if plan.task == proof.task
        and plan.points is not None
        and proof.bound is not None
        and not plan.wrong
        and plan.points < proof.bound
    ]


def families(results: Iterable[Result]) -> list[str]:
    """Give the sizes from the smallest, the country first."""
    found = {family_of(r.task) for r in results}
    return sorted(found, key=lambda f: (f != NATIONAL, [int(n) for n in _figures(f)], f))


def share(plan: int, bound: int, greedy: int) -> float | None:
    """Give how much of the distance from greedy to the bound is left; None when there is none."""
    return (plan - bound) / (greedy - bound) if greedy > bound else None


def share_after(result: Result, greedy: int, seconds: float) -> float | None:
    """Give the share that was left after so many seconds, measured against the last bound."""
    if result.bound is None:
        return None
    plans = [points for at, points, _ in result.moments if at <= seconds]
    return share(min(plans), result.bound, greedy) if plans else None


def _figures(family: str) -> list[str]:
    parts = family.replace(",", "").split(" x ")
    return parts if all(part.isdigit() for part in parts) else []


def _when(results: Sequence[Result]) -> str:
    days = sorted({r.on for r in results})
    machines = sorted({r.machine for r in results})
    return f"Measured from {days[0]} to {days[-1]} on: {'; '.join(machines)}."


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _who_is_how_fast(results: Sequence[Result]) -> str:
    rows = []
    for family in families(results):
        here = [r for r in results if family_of(r.task) == family]
        best = {r.task: r.points for r in here if r.contestant == ENGINE}
        rows += [
            _row(family, [r for r in here if r.contestant == contestant], best)
            for contestant in _in_order(here)
        ]
    head = ["New x beds x may move", "Contestant", "Runs", "Median s", "Worst s"]
    head += [
        "Processor s, median",
        "Worst",
        "Proven",
        "Lawful",
        "Points above the engine, median",
        "Memory MB",
    ]
    return _table(head, rows)


def _contradictions(results: Sequence[Result]) -> str:
    found = contradicted(results)
    if not found:
        return "No lawful plan of anybody lies below a bound that anybody gave."
    told = (f"{p.task}: {p.contestant} below the bound of {b.contestant}" for p, b in found)
    return f"**A bound is wrong**: {'; '.join(told)}."


def _row(family: str, runs: Sequence[Result], best: dict[str, int | None]) -> list[str]:
    above = [
        r.points - known
        for r in runs
        if r.points is not None and (known := best.get(r.task)) is not None
    ]
    seconds = [r.seconds for r in runs]
    return [
        family,
        runs[0].contestant,
        str(len(runs)),
        f"{median(seconds):.2f}",
        f"{max(seconds):.2f}",
        f"{median(r.cpu for r in runs):.2f}",
        f"{max(r.cpu for r in runs):.2f}",
        f"{sum(r.is_proven for r in runs)}",
        f"{sum(r.points is not None and not r.wrong for r in runs)}",
        f"{median(above):,.0f}" if above else NEVER,
        f"{max(r.memory_mb for r in runs):,}",
    ]


def _how_much_faster(results: Sequence[Result]) -> str:
    """Compare whole times of the same task; who did not prove counts with the time it had."""
    engine = {task: r for task, r in of(results, ENGINE).items() if r.is_proven}
    rows = []
    for family in families(results):
        for contestant in _in_order(results):
            others = [
                r
                for task, r in of(results, contestant).items()
                if family_of(task) == family and task in engine
            ]
            if others and contestant not in {ENGINE, GREEDY}:
                times = [r.seconds / engine[r.task].seconds for r in others]
                alone = [_solving(r) / engine[r.task].seconds for r in others]
                proven = sum(r.is_proven for r in others)
                rows.append(
                    [
                        family,
                        contestant,
                        f"{proven} of {len(others)}",
                        f"{median(times):.0f}",
                        f"{min(times):.1f}",
                        f"{median(alone):.0f}",
                    ]
                )
    head = ["New x beds x may move", "Engine against", "It proves", "Times faster, median"]
    head += ["At least", "Without its time to ask the rules and write the model, median"]
    return _table(head, rows) if rows else ""


def _solving(result: Result) -> float:
    return result.seconds - (result.preparing or 0.0)


def _anytime(results: Sequence[Result]) -> str:
    greedy = of(results, GREEDY)
    rows = []
    for family in families(results):
        runs = [
            (r, greedy[task].points if task in greedy else _ranked(r))
            for task, r in of(results, ENGINE).items()
            if family_of(task) == family
        ]
        told = [(r, points) for r, points in runs if points is not None]
        if told:
            after = [_worst(share_after(r, p, seconds) for r, p in told) for seconds in MOMENTS]
            last = _worst(
                share(r.points, r.bound, p)
                for r, p in told
                if r.points is not None and r.bound is not None
            )
            rows.append([family, str(len(told)), *after, last])
    head = [
        "New x beds x may move",
        "Runs",
        *(f"{seconds:g} s" for seconds in MOMENTS),
        "At the end",
    ]
    title = (
        "Share of the distance from greedy to the bound that is left, the worst of the runs:\n\n"
    )
    return title + _table(head, rows) if rows else ""


def _ranked(result: Result) -> int | None:
    """Give the points of the ranked plan that the engine starts from, where greedy did not run."""
    return result.moments[0][1] if result.moments else None


def _worst(shares: Iterable[float | None]) -> str:
    told = list(shares)
    known = [each for each in told if each is not None]
    return f"{100 * max(known):.2f} %" if known and len(known) == len(told) else NEVER


def _public(results: Sequence[Result]) -> str:
    sets = ("Set", "Contestant", "Instances", "Proven", "At the known figure or better")
    each = ("Instance", "Contestant", "Points", "Known", "Bound", "Gap", "Seconds")
    large = (r for r in results if family_of(r.task) != "gap")
    return "\n\n".join(
        (
            "Public sets, each with rules of its own:",
            _table((*sets, "Seconds, all", "Worst"), _sets(results)),
            _table(each, (_told(result) for result in large)),
        )
    )


def _told(result: Result) -> list[str]:
    figures = (result.points, result.target, result.bound)
    told = [_n(figure) for figure in figures]
    return [result.task, result.contestant, *told, _gap(result), f"{result.seconds:.1f}"]


def _sets(results: Sequence[Result]) -> Iterator[list[str]]:
    groups = [(f, c) for f in families(results) for c in _in_order(results)]
    for family, contestant in groups:
        runs = [r for r in results if (family_of(r.task), r.contestant) == (family, contestant)]
        if not runs:
            continue
        met = [r for r in runs if None not in {r.points, r.target} and _at_least_as_good(r)]
        yield [
            family,
            contestant,
            str(len(runs)),
            str(sum(r.is_proven for r in runs)),
            str(len(met)),
            f"{sum(r.seconds for r in runs):.1f}",
            f"{max(r.seconds for r in runs):.1f}",
        ]


def _at_least_as_good(result: Result) -> bool:
    return (
        result.points is not None and result.target is not None and result.points <= result.target
    )


def _gap(result: Result) -> str:
    if result.points is None or result.bound is None:
        return NEVER
    return f"{result.points - result.bound:,}"


def _n(number: int | None) -> str:
    return NEVER if number is None else f"{number:,}"


def _in_order(results: Sequence[Result]) -> list[str]:
    found = {r.contestant for r in results}
    return sorted(found, key=lambda c: (c != ENGINE, c != GREEDY, c))
