"""Runs a programme over processes, piece by piece, and goes on where it was broken off."""

import hashlib
import json
import os
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from tests.trust.found import Found, Programme

ROOT = Path(__file__).parents[2]
KEPT = ROOT / ".trust"
SOURCES = ("solver", "placement", "tests", "fixtures")

Told = Callable[[Found], None]


@dataclass(frozen=True)
class Run:
    """What came out of a run, and the processor time that its pieces took."""

    found: Found
    seconds: float

    @property
    def milliseconds_a_case(self) -> float:
        """Processor time for one case, judging included."""
        return 1000 * self.seconds / max(1, self.found.cases)


def run(
    programme: Programme,
    *,
    cases: int,
    first: int = 0,
    workers: int = 2,
    kept: Path | None = KEPT,
    told: Told = lambda _: None,
) -> Run:
    """Run the cases ``first`` to ``first + cases`` in pieces; keep each piece that is done.

    A kept piece counts only for the very code that it was run on.
    """
    pieces = [
        range(n, min(n + programme.piece, first + cases))
        for n in range(first, first + cases, programme.piece)
    ]
    book = _Kept(kept, programme) if kept else None
    done = book.read() if book else {}
    known = [done[_name(piece)] for piece in pieces if _name(piece) in done]
    found, seconds = _sum(known)
    told(found)
    left = [piece for piece in pieces if _name(piece) not in done]
    for piece, result in _spread(programme, left, workers):
        if book:
            book.add(piece, result)
        found, seconds = found + result.found, seconds + result.seconds
        told(found)
    return Run(found, seconds)


def _spread(programme: Programme, pieces: list[range], workers: int) -> Iterator[tuple[range, Run]]:
    if workers <= 1 or len(pieces) <= 1:
        yield from ((piece, _measured(programme, piece)) for piece in pieces)
        return
    # Spawned: each process is fresh, so nothing is carried over from the one that starts them.
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        waiting: dict[Future[Run], range] = {
            pool.submit(_measured, programme, piece): piece for piece in pieces
        }
        for done in as_completed(waiting):
            yield waiting[done], done.result()


def _measured(programme: Programme, piece: range) -> Run:
    begun = _processor_seconds()
    found = programme.run(piece)
    return Run(found, _processor_seconds() - begun)


def _processor_seconds() -> float:
    """Give what this process and those that it started and ended have used."""
    return sum(os.times()[:4])


def _sum(runs: list[Run]) -> tuple[Found, float]:
    return sum((r.found for r in runs), Found()), sum(r.seconds for r in runs)


def _name(piece: range) -> str:
    return f"{piece.start}-{piece.stop}"


class _Kept:
    """The pieces of a programme that were run on this code, one line of JSON each."""

    def __init__(self, folder: Path, programme: Programme) -> None:
        self.file = folder / f"{programme.name}-{digest_of_the_code()}.jsonl"

    def read(self) -> dict[str, Run]:
        if not self.file.exists():
            return {}
        lines = map(json.loads, self.file.read_text(encoding="utf-8").splitlines())
        return {
            line["piece"]: Run(Found.from_json(line["found"]), line["seconds"]) for line in lines
        }

    def add(self, piece: range, run: Run) -> None:
        self.file.parent.mkdir(exist_ok=True)
        told = {"piece": _name(piece), "found": run.found.to_json(), "seconds": run.seconds}
        with self.file.open("a", encoding="utf-8") as file:
            file.write(json.dumps(told) + "\n")


def digest_of_the_code() -> str:
    """Give a digest of everything that a case can depend on."""
    digest = hashlib.sha256()
    for folder in SOURCES:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in {".py", ".json"} and "vendor" not in path.parts:
                digest.update(str(path.relative_to(ROOT)).encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
