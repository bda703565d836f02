"""What was played: how often each act was done, and with what it was refused."""

import re
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

READING = "read"


@dataclass
class Tally:
    """Counts of one play; changes with every request."""

    done: Counter[str] = field(default_factory=Counter)
    refused: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Per act and kind of problem."""
    mistakes: Counter[str] = field(default_factory=Counter)
    """What was done wrong on purpose, and met as it should be."""
    requests: Counter[str] = field(default_factory=Counter)
    """Per method and route, with an asterisk for each id."""
    performed: Counter[str] = field(default_factory=Counter)
    """Per method and path as it was sent, of what was not refused and is no reading."""
    seconds: dict[str, float] = field(default_factory=dict)

    def count(self, act: str, problem: str, request: str) -> None:
        """Count an act that was done with a request, or refused with a problem."""
        if problem:
            self.refused[act, problem] += 1
        else:
            self.done[act] += 1
            if act != READING:
                self.performed[request] += 1

    @contextmanager
    def timing(self, method: str, path: str) -> Iterator[None]:
        """Count a request and how long it takes."""
        route = f"{method} {route_of(path)}"
        began = time.perf_counter()
        try:
            yield
        finally:
            self.requests[route] += 1
            spent = time.perf_counter() - began
            self.seconds[route] = self.seconds.get(route, 0.0) + spent

    def lines(self) -> list[str]:
        """The counts as a table for people."""
        acts = sorted({*self.done, *(act for act, _ in self.refused)} - {READING})
        told = []
        for act in acts:
            refusals = [
                f"{count} {problem}" for (a, problem), count in self.refused.items() if a == act
            ]
            told.append(f"{act:28} {self.done[act]:6}  {', '.join(sorted(refusals))}".rstrip())
        told += [f"mistake: {name:19} {count:6}" for name, count in sorted(self.mistakes.items())]
        return told

    def slowest(self, most: int = 10) -> list[str]:
        """The routes on which most time went, with how many times and milliseconds each."""
        return [
            f"{seconds:7.2f} s  {self.requests[route]:5} x"
            f" {1000 * seconds / self.requests[route]:7.1f} ms  {route}"
            for route, seconds in sorted(self.seconds.items(), key=lambda kept: -kept[1])[:most]
        ]


def route_of(path: str) -> str:
    """The path without query and ids."""
    return re.sub(r"(?<=/)[^/]*\d[^/]*", "*", path.partition("?")[0])
