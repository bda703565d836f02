"""Documents named on the command line, read so that whatever is wrong with them is told."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from solver.consistency import Fault
from solver.documents import DocumentRefused, parse, read, read_problem
from solver.facts import Problem
from solver.plans import Plan

STANDARD_INPUT = "-"
LARGEST_DOCUMENT = 256 * 2**20
"""Bytes of one document; the country ten times over takes a tenth of it."""
WRAPPED = frozenset({"name", "story", "problem"})
"""The fields by which a named problem of fixtures/problems is known."""


def problem_of(name: str) -> Problem:
    """Read a problem, or a named problem of fixtures/problems.

    Raises:
        DocumentRefused: It cannot be read, or its facts cannot be true together.
    """
    told = document_of(name)
    is_wrapped = isinstance(told, dict) and told.keys() >= WRAPPED
    return read_problem(told["problem"] if isinstance(told, dict) and is_wrapped else told)


def plan_of(name: str) -> Plan:
    """Read a plan; whether it is lawful is for the audit to say.

    Raises:
        DocumentRefused: It cannot be read.
    """
    return read(Plan, document_of(name))


def document_of(name: str) -> object:
    """Read the JSON of a file, or of standard input by the name ``-``.

    Raises:
        DocumentRefused: There is no such file, it is too large, or it is not JSON.
    """
    try:
        if name == STANDARD_INPUT:
            return parse(_bounded(sys.stdin.buffer))
        with Path(name).open("rb") as opened:
            return parse(_bounded(opened))
    except (OSError, ValueError) as unreadable:
        if isinstance(unreadable, DocumentRefused):
            raise
        raise refused(f"{name} cannot be read: {unreadable}", "name a file that is there") from None


def only_one_from_standard_input(names: Sequence[str | None]) -> None:
    """Refuse to read two documents from one stream.

    Raises:
        DocumentRefused: More than one document is ``-``.
    """
    if names.count(STANDARD_INPUT) > 1:
        raise refused("standard input holds one document", "name a file for the other")


def refused(message: str, remedy: str) -> DocumentRefused:
    """Give a fault of the whole input as the error that tells it."""
    return DocumentRefused([Fault("", message, remedy)])


def _bounded(opened: BinaryIO) -> bytes:
    known = os.fstat(opened.fileno()).st_size  # of a stream it says nothing
    text = b"" if known > LARGEST_DOCUMENT else opened.read(LARGEST_DOCUMENT + 1)
    if max(known, len(text)) > LARGEST_DOCUMENT:
        most = LARGEST_DOCUMENT // 2**20
        raise refused(f"the document is larger than {most} MiB", "give one evening of one country")
    return text
