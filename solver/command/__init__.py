"""The library on the command line: JSON in, JSON out, no service needed."""

import os
import sys
from collections.abc import Sequence

from solver.command.answering import Judged, Unlawful
from solver.command.exits import Exit
from solver.command.options import parser
from solver.command.solving import CannotAnswer
from solver.command.writing import put, tell_faults, warn
from solver.documents import DocumentRefused

__all__ = ["Exit", "main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code.

    Raises:
        SystemExit: The command line itself is wrong (2), or help was asked for (0).
    """
    told = parser().parse_args(arguments)
    try:
        return int(told.run(told))
    except DocumentRefused as refused:
        tell_faults(refused.faults)
        return Exit.BAD_INPUT
    except Unlawful as unlawful:
        warn("the plan that was given is not good: its breaches are the answer")
        put(Judged(unlawful.breaches))
        return Exit.DIFFERS
    except CannotAnswer as fault:
        warn(f"a fault of the engine, please report it: {fault}")
        return Exit.FAULT
    except KeyboardInterrupt:
        return Exit.CANCELLED
    except BrokenPipeError:  # who read the answer has seen enough, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.DONE
