"""Answers on standard output, in UTF-8 whatever the terminal believes; faults beside it."""

import json
import sys
from collections.abc import Iterable

from solver.consistency import Fault
from solver.documents import write


def put(value: object) -> None:
    """Print a value of the library as JSON."""
    put_text(json.dumps(write(value), indent=2, ensure_ascii=False) + "\n")


def put_text(text: str) -> None:
    """Print a page or a picture as it is."""
    sys.stdout.buffer.write(text.encode())
    sys.stdout.buffer.flush()


def tell_faults(faults: Iterable[Fault]) -> None:
    """Print every fault with its place in the document and the way to mend it."""
    for fault in faults:
        warn(f"{fault.path or '/'}: {fault.message} ({fault.remedy})")


def warn(line: str) -> None:
    """Print a line on standard error, beside the answer."""
    print(_harmless(line), file=sys.stderr)


def _harmless(line: str) -> str:
    """Show what is not printable by its number: a file must not drive somebody's terminal."""
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in line)
