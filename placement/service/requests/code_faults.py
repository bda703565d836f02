"""The fault of a code that the register does not know."""

from collections.abc import Iterable, Iterator

from sqlalchemy.orm import Session

from placement.errors import Fault, InvalidFacts
from placement.store.requests.queries import unknown_codes


def check_words(
    session: Session, *asked: tuple[str, str, Iterable[str]], beside: Iterable[Fault] = ()
) -> None:
    """Hold codes to their lists; each is a field as sent, the kind of list, and the codes.

    Raises:
        InvalidFacts: it names every code that its list does not know, and the faults beside them.
    """
    if faults := (*beside, *_faults(session, asked)):
        raise InvalidFacts(faults)


def _faults(session: Session, asked: Iterable[tuple[str, str, Iterable[str]]]) -> Iterator[Fault]:
    for field, kind, codes in asked:
        for code in sorted(unknown_codes(session, kind, codes)):
            yield Fault(
                field,
                "unknown_code",
                f"Send a code of the list {kind} that the register knows; {code} is not one.",
                f"Stuur een code van de lijst {kind} die het register kent; {code} is dat niet.",
            )
