"""One line on the terminal while the engine works; nothing at all where nobody watches."""

import shutil
import time
from typing import TextIO

from solver.budget import Budget

CELLS = 20
"""Characters of the bar."""


class ProgressLine:
    """Shows how much of the time is used, and the best points, bound and gap so far."""

    def __init__(self, stream: TextIO, budget: Budget) -> None:
        self._stream, self._fuse = stream, budget.fuse_seconds
        self._began = time.monotonic()
        self._known = "looking for a first plan"
        self._is_watched = stream.isatty()

    def improved(self, points: int, bound: int | None) -> None:
        """Take note of a better plan or a better bound, in points."""
        gap = "no bound yet" if bound is None else f"gap {points - bound:,}"
        self._known = f"{points:,} points, {gap}"

    def draw(self) -> None:
        """Draw the line anew over the last one."""
        used = time.monotonic() - self._began
        filled = min(CELLS, int(CELLS * used / self._fuse))
        bar = "#" * filled + "." * (CELLS - filled)
        self._write(f"[{bar}] {used:.0f} s of at most {self._fuse:.0f} s: {self._known}")

    def clear(self) -> None:
        """Leave the terminal as it was."""
        self._write("")

    def _write(self, line: str) -> None:
        if self._is_watched:
            width = shutil.get_terminal_size().columns - 1
            self._stream.write(f"\r\x1b[K{line[:width]}")
            self._stream.flush()
