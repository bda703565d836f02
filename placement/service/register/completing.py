"""How complete the register is, and whom to remind: as far as somebody may see it."""

from datetime import datetime

from placement.policy import Role, Subject
from placement.store.database.opening import Store
from placement.store.register.completeness import (
    Completeness,
    Reminder,
    read_completeness,
    sites_to_remind,
)


def survey_completeness(store: Store, *, by: Subject, now: datetime) -> list[Completeness]:
    """The country first, then each institution; an institution sees itself alone."""
    own = by.sites if by.role is Role.INSTITUTION else None
    with store.reading() as session:
        found = read_completeness(session, now, own)
    return found if own is None else [one for one in found if one.institution is not None]


def list_reminders(store: Store, *, by: Subject, now: datetime) -> list[Reminder]:
    """The sites whose week overview is due within two days, or late."""
    own = by.sites if by.role is Role.INSTITUTION else None
    with store.reading() as session:
        return sites_to_remind(session, now, own)
