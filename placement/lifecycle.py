"""The states of a referral and of a placement, and who may move them: pure tables.

Proposed, asked and held are derived from proposals, offers and placements (design.md 6), so a
referral has few states of its own.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from placement.errors import NotAllowed, TransitionNotAllowed


class ReferralState(StrEnum):
    """Where a request for shelter (opvangverzoek) stands."""

    DRAFT = "draft"
    OPEN = "open"
    ARRANGED = "arranged"
    ENDED = "ended"


class ReferralAct(StrEnum):
    """What people do with a referral."""

    REGISTER = "register"
    ARRANGE = "arrange"
    REOPEN = "reopen"
    END = "end"


class PlacementState(StrEnum):
    """Where a placement (plaatsing) stands."""

    HELD = "held"
    ACCEPTED = "accepted"
    ARRIVING = "arriving"
    ARRIVED = "arrived"
    NO_SHOW = "no_show"
    RELEASED = "released"
    DISPLACED = "displaced"


class PlacementAct(StrEnum):
    """What people, and settling, do with a placement."""

    ACCEPT = "accept"
    LEAVE_FOR = "leave_for"
    ARRIVE = "arrive"
    MISS = "miss"
    RELEASE = "release"
    DISPLACE = "displace"


LIVE_PLACEMENTS = frozenset({PlacementState.HELD, PlacementState.ACCEPTED, PlacementState.ARRIVING})
"""The states of which a referral has at most one placement (design.md 9)."""

State = TypeVar("State", bound=StrEnum)
Act = TypeVar("Act", bound=StrEnum)
Steps = Mapping[State, Mapping[Act, tuple[State, frozenset[str]]]]
"""What may follow each state: the act, the state after it, and who may do it."""

SETTLING = "settling"
"""Who moves a state when no person does: the settling of a site (design.md 3)."""

# Roles by their value: this module and the policy do not know each other.
_HELPDESK = frozenset({"helpdesk"})
_HOUSE = frozenset({"helpdesk", "institution"})
_SETTLING = frozenset({SETTLING})

REFERRAL_STEPS: Steps[ReferralState, ReferralAct] = {
    ReferralState.DRAFT: {
        ReferralAct.REGISTER: (ReferralState.OPEN, _HELPDESK),
        ReferralAct.END: (ReferralState.ENDED, _HELPDESK),
    },
    ReferralState.OPEN: {
        ReferralAct.ARRANGE: (ReferralState.ARRANGED, _HELPDESK),
        ReferralAct.END: (ReferralState.ENDED, _HELPDESK),
    },
    ReferralState.ARRANGED: {
        ReferralAct.REOPEN: (ReferralState.OPEN, _HOUSE | _SETTLING),
        ReferralAct.END: (ReferralState.ENDED, _HOUSE),
    },
    ReferralState.ENDED: {},
}

PLACEMENT_STEPS: Steps[PlacementState, PlacementAct] = {
    PlacementState.HELD: {
        PlacementAct.ACCEPT: (PlacementState.ACCEPTED, _HELPDESK),
        PlacementAct.RELEASE: (PlacementState.RELEASED, _HELPDESK | _SETTLING),
        PlacementAct.DISPLACE: (PlacementState.DISPLACED, _SETTLING),
    },
    PlacementState.ACCEPTED: {
        PlacementAct.LEAVE_FOR: (PlacementState.ARRIVING, _HELPDESK),
        PlacementAct.ARRIVE: (PlacementState.ARRIVED, _HOUSE),
        PlacementAct.MISS: (PlacementState.NO_SHOW, _HOUSE),
        PlacementAct.RELEASE: (PlacementState.RELEASED, _HELPDESK),
        PlacementAct.DISPLACE: (PlacementState.DISPLACED, _SETTLING),
    },
    # One that is arriving becomes a task for a person, never displaced (design.md 3).
    PlacementState.ARRIVING: {
        PlacementAct.ARRIVE: (PlacementState.ARRIVED, _HOUSE),
        PlacementAct.MISS: (PlacementState.NO_SHOW, _HOUSE),
        PlacementAct.RELEASE: (PlacementState.RELEASED, _HELPDESK),
    },
    PlacementState.ARRIVED: {},
    PlacementState.NO_SHOW: {},
    PlacementState.RELEASED: {},
    PlacementState.DISPLACED: {},
}


def referral_after(state: ReferralState, act: ReferralAct, mover: str) -> ReferralState:
    """The state of a referral after an act by ``mover``: the value of a role, or `SETTLING`.

    Raises:
        TransitionNotAllowed: the state does not know this act; it lists those it knows.
        NotAllowed: the act belongs to others.
    """
    return _after(REFERRAL_STEPS, state, act, mover)


def placement_after(state: PlacementState, act: PlacementAct, mover: str) -> PlacementState:
    """The state of a placement after an act by ``mover``: the value of a role, or `SETTLING`.

    Raises:
        TransitionNotAllowed: the state does not know this act; it lists those it knows.
        NotAllowed: the act belongs to others.
    """
    return _after(PLACEMENT_STEPS, state, act, mover)


def _after(steps: Steps[State, Act], state: State, act: Act, mover: str) -> State:
    possible = steps[state]
    if act not in possible:
        raise TransitionNotAllowed(state=state, asked=act, allowed=tuple(sorted(possible)))
    following, movers = possible[act]
    if mover not in movers:
        raise NotAllowed(asked=str(act))
    return following
