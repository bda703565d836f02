"""The people of a household as rows: written, and written anew where they are others by now."""

from collections.abc import Callable, Iterable, Sequence

from sqlalchemy.orm import Session

from placement.service.forms.request_facts import NewPerson
from placement.store.beds.room_rows import people_of
from placement.store.tables import Person


def are_the_same(present: Iterable[Person], told: Iterable[NewPerson]) -> bool:
    """Whether these are the same people, in whatever order."""
    return sorted(map(_signs, present)) == sorted(map(_signs, told))


def replace_people(
    session: Session, household: str, told: Sequence[NewPerson], new_id: Callable[[], str]
) -> bool:
    """Write the people of a household where they are others than before; says whether they are."""
    present = people_of(session, household)
    if are_the_same(present, told):
        return False
    for person in present:
        session.delete(person)
    session.flush()
    session.add_all(
        Person(
            id=new_id(),
            household_id=household,
            sex=person.sex,
            age=person.age,
            role=person.role,
            role_checked=person.role_checked,
        )
        for person in told
    )
    session.flush()
    return True


def _signs(person: Person | NewPerson) -> tuple[str, str, str, bool]:
    return person.sex, person.age, person.role, person.role_checked
