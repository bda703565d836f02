"""What can become of a solver's child: functions that a child can import."""

import os
import time

from solver.budget import Budget


def hangs(_document: bytes, _budget: Budget) -> bytes:
    time.sleep(600)
    return b""


def dies(_document: bytes, _budget: Budget) -> bytes:
    os._exit(9)


def fails(_document: bytes, _budget: Budget) -> bytes:
    raise MemoryError


def babbles(_document: bytes, _budget: Budget) -> bytes:
    return b'{"assignments": "nothing of the kind"}'
