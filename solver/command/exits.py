"""What the exit code of a command says."""

from enum import IntEnum


class Exit(IntEnum):
    """The exit codes, the same for every command."""

    DONE = 0
    FAULT = 1
    """The program itself is wrong: not even its fallback passed the audit. Please report it."""
    BAD_INPUT = 2
    """The input cannot be used; every fault stands on standard error."""
    DIFFERS = 3
    """The audit found breaches, or a replay did not give the same plan."""
    NO_PROOF = 4
    """With --require-proof: a plan was found, but it is not proven optimal."""
    CANCELLED = 130
    """Stopped by Ctrl-C; the best plan so far is printed where there is one."""


MEANING: dict[Exit, str] = {
    Exit.DONE: "done",
    Exit.FAULT: "a fault of the program itself: please report it",
    Exit.BAD_INPUT: "the input cannot be used: every fault stands on standard error",
    Exit.DIFFERS: "the audit found breaches, or the replay differs",
    Exit.NO_PROOF: "with --require-proof: the plan is not proven optimal",
    Exit.CANCELLED: "stopped by Ctrl-C: the best plan so far was given",
}
"""The same in one line each, as the help prints them."""
