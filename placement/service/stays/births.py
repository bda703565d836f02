"""A birth: the child joins the household, and takes a bed of the same place if there is one.

It is recorded whatever the room allows: a child without a bed, or a room that no longer fits, is
a matter for people and shows as one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from placement.errors import BedNoLongerFree, NotLawful
from placement.lifecycle import SETTLING
from placement.lifecycle.stays import StayAct
from placement.policy import Subject
from placement.service.beds.placing import Terms
from placement.service.beds.rejudging import Room, room_for, rows_in
from placement.service.questions.closing import ask_anew
from placement.service.stays.locks import LockedStay, ReadStay, lock_stay, record_on
from placement.service.stays.moving_within import MOST_BEDS
from placement.store.beds.room_rows import exchange_rows, people_of
from placement.store.codes import PersonRole
from placement.store.database.opening import Store
from placement.store.idempotency import claim, keep
from placement.store.stays.seen_stays import touch
from placement.store.tables import Person
from solver.codes import AgeBand, Sex


@dataclass(frozen=True)
class Birth:
    """What came of reporting a birth."""

    stay: str
    has_bed: bool
    """Whether there is a bed for everybody; when not, it is a task for people."""
    rules: tuple[str, ...]
    """The rules by which the room does not fit any more."""


def report_birth(
    store: Store,
    read: ReadStay,
    sex: Sex,
    *,
    by: Subject,
    now: datetime,
    new_id: Callable[[], str],
    terms: Terms,
) -> Birth:
    """Record that a child was born; of the child only the sex is kept, and that it is a baby.

    Raises:
        UnknownStay: there is none that the subject may see.
        TransitionNotAllowed: the stay has ended.
        VersionOutdated: the stay was changed since it was read.
        IdempotencyKeyReused: the key was used for something else.
    """
    with store.writing(now) as session:
        if kept := claim(session, read.once, now):
            return Birth(kept["stay"], kept["has_bed"], tuple(kept["rules"]))
        locked = lock_stay(session, read, StayAct.REPORT_BIRTH, by=by, now=now)
        _add_child(session, locked, sex, new_id())
        room, rules = _room(session, locked, terms)
        if room is not None:
            own = locked.own_rows
            rows = rows_in(room, locked, [new_id() for _ in range(MOST_BEDS)], own)
            exchange_rows(session, own, rows, locked.tonight)
        # Houses said yes to a household of another size.
        ask_anew(session, locked.present_referral, by, now, "birth", mover=SETTLING)
        touch(locked.stay)
        session.flush()
        told: dict[str, Any] = {"has_bed": room is not None, "rules": list(rules)}
        record_on(session, locked, "report_birth", facts=told)
        keep(session, read.once, {"stay": locked.stay.id, **told})
        return Birth(locked.stay.id, room is not None, rules)


def _add_child(session: Session, locked: LockedStay, sex: Sex, child: str) -> None:
    household = locked.stay.household_id
    women = [
        person
        for person in people_of(session, household)
        if person.sex is Sex.FEMALE and person.role is not PersonRole.CHILD
    ]
    if len(women) == 1:
        # The house saw it: the one woman of the household is the mother (E12, E13).
        women[0].role, women[0].role_checked = PersonRole.PARENT, True
    session.add(
        Person(
            id=child,
            household_id=household,
            sex=sex,
            age=AgeBand.UNDER_4,
            role=PersonRole.CHILD,
        )
    )
    session.flush()


def _room(
    session: Session, locked: LockedStay, terms: Terms
) -> tuple[Room | None, tuple[str, ...]]:
    """The same place with the child in it, or the rules that bar that."""
    try:
        return room_for(session, locked, locked.placement.place_id, terms), ()
    except (BedNoLongerFree, NotLawful) as barred:
        found = barred.facts.get("changed") or barred.facts.get("rules") or ()
        return None, tuple(map(str, found)) if isinstance(found, tuple) else ()
