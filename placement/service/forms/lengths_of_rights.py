"""How long a right with a clock can run, and what is said to who sends a longer one."""

from collections.abc import Mapping

from placement.service.forms.grammar import Remedy
from placement.store.codes import RightKind
from placement.store.following.rights import DUBLIN_NIGHTS

MOST_NIGHTS: Mapping[RightKind, int] = {
    RightKind.BEDENKTIJD: 92,
    RightKind.DUBLIN: DUBLIN_NIGHTS,
    RightKind.ISZW_NIGHTS: 14,
    RightKind.CLARIFICATION_TALK: 3,
}
"""How long each can run. Source: domain E1 (three months), E2, E10, E16 (72 hours)."""


def too_long(most: int) -> Remedy:
    """The remedy for a right that would run longer than it can."""
    return Remedy(
        "too_long",
        f"Send an end at most {most} nights after the begin: longer it cannot run.",
        f"Stuur een einde hoogstens {most} nachten na het begin: langer kan het niet lopen.",
    )
