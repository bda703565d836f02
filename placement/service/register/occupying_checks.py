"""What can be wrong with a report of beds that are out of use or taken from outside."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy.orm import Session

from placement.errors import Fault, InvalidFacts
from placement.service.register.site_locks import LockedPlace
from placement.store.register.queries import beds_of_place

EARLIEST = timedelta(days=31)
LATEST = timedelta(days=366)
"""A date further off than these is a slip of the pen."""
NOT_SHARED = Fault(
    "use",
    "not_shared",
    "Leave this out: only a shared room is used by sex.",
    "Laat dit weg: alleen een gedeelde kamer wordt per sekse gebruikt.",
)


def beds_meant(
    session: Session,
    locked: LockedPlace,
    named: Sequence[str],
    begins: date,
    faults: list[Fault],
) -> list[str]:
    """The beds that are meant and belong to the place on the first night.

    Raises:
        InvalidFacts: with the faults that were found before, and those of the beds.
    """
    there = [
        bed.id
        for bed in beds_of_place(session, locked.place.id)
        if bed.member_from <= begins and (bed.member_until is None or bed.member_until > begins)
    ]
    faults += [unknown("beds", bed) for bed in sorted(set(named) - set(there))]
    if not there:
        faults.append(unknown("place", locked.place.id))
    if faults:
        raise InvalidFacts(tuple(faults))
    return sorted(set(named)) or there


def date_faults(begins: date, expected_until: date | None, tonight: date) -> list[Fault]:
    """What is wrong with the nights of a report."""
    faults = []
    if not tonight - EARLIEST <= begins <= tonight + LATEST:
        faults.append(too_far_off("begins", tonight))
    if expected_until is None:
        return faults
    if expected_until > tonight + LATEST:
        faults.append(too_far_off("expectedUntil", tonight))
    if expected_until <= max(begins, tonight):
        faults.append(
            Fault(
                "expectedUntil",
                "ends_before_it_begins",
                "Send a date after tonight and after the first night.",
                "Stuur een datum na vannacht en na de eerste nacht.",
            )
        )
    return faults


def too_far_off(field: str, tonight: date) -> Fault:
    """A date that lies too far off."""
    first, last = tonight - EARLIEST, tonight + LATEST
    return Fault(
        field,
        "too_far_off",
        f"Send a date from {first} to {last}.",
        f"Stuur een datum van {first} tot en met {last}.",
    )


def unknown(field: str, code: str) -> Fault:
    """Something that the register does not know there."""
    return Fault(
        field,
        "unknown_code",
        f"Send what the register knows there then; {code} is not it.",
        f"Stuur wat het register daar dan kent; {code} is dat niet.",
    )
