"""Closed lists of words that only the registry knows; the solver's own stand in `solver.codes`."""

from enum import StrEnum


class PersonRole(StrEnum):
    """What somebody is in the household."""

    ADULT = "adult"
    PARENT = "parent"
    GUARDIAN = "guardian"
    CHILD = "child"


class BedenktijdState(StrEnum):
    """How far police or KMar are with the reflection period (domain E1)."""

    NONE = "none"
    ANNOUNCED = "announced"
    GRANTED = "granted"


class VictimAnswer(StrEnum):
    """What the victim answered when an onward move was discussed."""

    YES = "yes"
    NO = "no"


class ConsentGround(StrEnum):
    """On what ground facts about somebody may be shared with a house (domain 1.3, S32, S67)."""

    ANONYMOUS = "anonymous"
    """Asked without identity."""
    ORAL = "oral"
    """Given aloud, with an interpreter where needed; the signature is still a task."""
    SIGNED = "signed"
    GUARDIAN_SIGNED = "guardian_signed"


class Readiness(StrEnum):
    """Whether a stay could end as far as the household is concerned."""

    NOT_YET = "not_yet"
    READY = "ready"


class UntilBasis(StrEnum):
    """What the end of an occupancy rests on, strongest first (design.md 3)."""

    REPORTED_DEPARTURE = "reported_departure"
    ONWARD_MOVE = "onward_move"
    EXPECTED_END = "expected_end"
    END_OF_RIGHT = "end_of_right"
    LONGEST_STAY = "longest_stay"
    HORIZON = "horizon"
    SETTLED = "settled"
    """It was past, nobody reported a departure, so it was prolonged to tomorrow."""
    OPEN = "open"
    """An outside client or an outage: lasts until it is reported over."""


class Answer(StrEnum):
    """What a house said to a question about one household and one place."""

    YES = "yes"
    NO = "no"
