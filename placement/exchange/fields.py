"""How one field of a register file is read: text in, a value or a `BadValue` out."""

import re
from collections.abc import Callable
from datetime import date, time
from enum import StrEnum
from typing import TypeVar

Parser = Callable[[str], object]
Choice = TypeVar("Choice", bound=StrEnum)

EARLIEST, LATEST = date(1990, 1, 1), date(2100, 1, 1)
"""A date outside these years is taken for a slip of the keyboard."""
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LONGEST_TEXT = 300  # characters; a register row is a line, not a letter
LONGEST_ID = 80  # characters


class BadValue(ValueError):
    """A field cannot be read; ``english`` and ``dutch`` say in a sentence what to write instead."""

    def __init__(self, code: str, english: str, dutch: str) -> None:
        self.code = code
        self.english = english
        self.dutch = dutch
        super().__init__(code)


def text(value: str) -> str:
    """Some words on one line."""
    if len(value) > LONGEST_TEXT:
        raise BadValue(
            "too_long",
            f"Write at most {LONGEST_TEXT} characters.",
            f"Schrijf hoogstens {LONGEST_TEXT} tekens.",
        )
    if not value.isprintable():
        raise BadValue(
            "not_printable",
            "Leave out tabs, line breaks and control characters.",
            "Laat tabs, regeleinden en stuurtekens weg.",
        )
    return value


def identifier(value: str) -> str:
    """A stable id: lower case letters, digits and single hyphens or underscores."""
    if not re.fullmatch(r"[a-z0-9]+(?:[-_][a-z0-9]+)*", value) or len(value) > LONGEST_ID:
        raise BadValue(
            "not_an_id",
            f"Write lower case letters, digits and hyphens, at most {LONGEST_ID}.",
            f"Schrijf kleine letters, cijfers en streepjes, hoogstens {LONGEST_ID}.",
        )
    return value


def scheme_code(value: str) -> str:
    """The code of a scheme: capitals."""
    if not re.fullmatch(r"[A-Z][A-Z0-9_]{1,19}", value):
        raise BadValue(
            "not_a_scheme_code",
            "Write 2 to 20 capitals or digits, such as COSM.",
            "Schrijf 2 tot 20 hoofdletters of cijfers, zoals COSM.",
        )
    return value


def region_id(value: str) -> str:
    """A region with its kind."""
    if not re.fullmatch(r"[a-z][a-z0-9_]*:[a-z0-9]+(?:-[a-z0-9]+)*", value):
        raise BadValue(
            "not_a_region",
            "Write kind and code, such as province:drenthe.",
            "Schrijf soort en code, zoals province:drenthe.",
        )
    return value


def day(value: str) -> date:
    """A civil date."""
    try:
        found = date.fromisoformat(value)
    except ValueError:
        raise BadValue(
            "not_a_date",
            "Write a date that exists, as 2026-11-22.",
            "Schrijf een datum die bestaat, als 2026-11-22.",
        ) from None
    if not EARLIEST <= found < LATEST or value != found.isoformat():
        raise BadValue(
            "impossible_date",
            f"Write a date from {EARLIEST} up to {LATEST}, as 2026-11-22.",
            f"Schrijf een datum vanaf {EARLIEST} en voor {LATEST}, als 2026-11-22.",
        )
    return found


def hour(value: str) -> time:
    """A local time of the day."""
    if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", value):
        raise BadValue(
            "not_a_time",
            "Write a time from 00:00 to 23:59, such as 17:00.",
            "Schrijf een tijd van 00:00 tot en met 23:59, zoals 17:00.",
        )
    return time.fromisoformat(value)


def stated_when(value: str) -> str:
    """When a statement was made: a date, a month, a year, or ``undated``."""
    if not re.fullmatch(r"undated|\d{4}(-(0[1-9]|1[0-2])(-\d{2})?)?", value):
        raise BadValue(
            "not_a_moment",
            "Write 2019-10-18, 2019-10, 2019 or undated.",
            "Schrijf 2019-10-18, 2019-10, 2019 of undated.",
        )
    if len(value) == len("2019-10-18"):
        day(value)
    return value


def whole_number(low: int, high: int) -> Callable[[str], int]:
    """A whole number from ``low`` to ``high``, both included."""

    def read(value: str) -> int:
        if not re.fullmatch(r"-?\d{1,9}", value) or not low <= int(value) <= high:
            raise BadValue(
                "not_in_range",
                f"Write a whole number from {low} to {high}.",
                f"Schrijf een heel getal van {low} tot en met {high}.",
            )
        return int(value)

    return read


def one_of(codes: type[Choice]) -> Callable[[str], Choice]:
    """One code of a closed list."""

    def read(value: str) -> Choice:
        try:
            return codes(value)
        except ValueError:
            allowed = ", ".join(codes)
            raise BadValue(
                "unknown_code", f"Write one of: {allowed}.", f"Schrijf een van: {allowed}."
            ) from None

    return read


def yes_or_no(value: str) -> bool:
    """A flag."""
    if value not in {"yes", "no"}:
        raise BadValue("not_yes_or_no", "Write yes or no.", "Schrijf yes of no.")
    return value == "yes"


def listed(value: str) -> frozenset[str]:
    """Several words separated by ``;``, each at most once."""
    words = [word.strip() for word in value.split(";")] if value else []
    if "" in words or len(set(words)) < len(words):
        raise BadValue(
            "not_a_list",
            "Write words separated by ; without gaps or repetitions.",
            "Schrijf woorden met ; ertussen, zonder gaten of herhalingen.",
        )
    return frozenset(words)


def weekdays(value: str) -> frozenset[int]:
    """Days of the week, Monday is 0."""
    words = listed(value)
    if not words or not words <= set(WEEKDAYS):
        days = ";".join(WEEKDAYS)
        raise BadValue(
            "not_weekdays", f"Write one or more of: {days}.", f"Schrijf een of meer van: {days}."
        )
    return frozenset(WEEKDAYS.index(word) for word in words)
