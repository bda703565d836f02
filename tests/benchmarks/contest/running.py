"""Runs a contestant in a process of its own, with an end to its time and memory."""

import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from tests.benchmarks.contest.results import Result, from_json, machine

GRACE = 120.0
"""Seconds beyond the time limit, for drawing the instance, writing the model, and judging."""


@dataclass(frozen=True)
class Limits:
    """What one run may use."""

    seconds: float
    work: float
    gigabytes: int


def run(contestant: str, tasks: Sequence[str], limits: Limits) -> list[Result]:
    """Give a result for each task; one that did not answer in time has no plan."""
    command = [sys.executable, "-m", "tests.benchmarks.contest.child", "--contestant", contestant]
    command += ["--seconds", str(limits.seconds), "--work", str(limits.work), *tasks]
    began = time.perf_counter()
    child = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=lambda: _limit(limits.gigabytes),  # noqa: PLW1509 - no threads yet
    )
    try:
        out, err = child.communicate(timeout=limits.seconds * len(tasks) + GRACE)
        why = (err.strip().splitlines() or ["it ended without a word"])[-1]
    except subprocess.TimeoutExpired:
        os.killpg(child.pid, signal.SIGKILL)
        out, _ = child.communicate()
        why = "no answer in time"
    told = [from_json(line) for line in out.splitlines() if line.startswith("{")]
    answered = {result.task for result in told}
    spent = time.perf_counter() - began
    silent = [
        Result(task=task, contestant=contestant, seconds=spent, cpu=0.0, wrong=why)
        for task in tasks
        if task not in answered
    ]
    today, here = datetime.now(UTC).date().isoformat(), machine()
    return [replace(result, on=today, machine=here) for result in (*told, *silent)]


def _limit(gigabytes: int) -> None:
    most = gigabytes * 1024**3
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
