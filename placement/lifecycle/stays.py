"""The states of a stay and of the questions after it, and who may move them: pure tables."""

from enum import StrEnum

from placement.lifecycle.grammar import Steps, after


class StayState(StrEnum):
    """Where a stay (verblijf) stands (design.md 6)."""

    ONGOING = "ongoing"
    READY = "ready"
    """Ready to leave, as far as the household is concerned."""
    ENDED = "ended"


class StayAct(StrEnum):
    """What people do with a stay."""

    EXPECT_END = "expect_end"
    DEPART = "depart"
    WITHDRAW_DEPARTURE = "withdraw_departure"
    BE_ABSENT = "be_absent"
    RETURN = "return"
    EXTEND = "extend"
    MOVE_WITHIN = "move_within"
    REPORT_BIRTH = "report_birth"
    REUNITE = "reunite"
    EXPLAIN = "explain"
    OPEN_BLOCKER = "open_blocker"
    ADD_MILESTONE = "add_milestone"
    MARK_READY = "mark_ready"
    WITHDRAW_READINESS = "withdraw_readiness"
    REFER_ONWARD = "refer_onward"
    WITHDRAW_ONWARD = "withdraw_onward"
    APPLY_FOR_OMM = "apply_for_omm"
    GRANT_OMM = "grant"


class OutcomeState(StrEnum):
    """Where the question stands where somebody is (uitkomst)."""

    NOT_DUE = "not_due"
    DUE = "due"
    ANSWERED = "answered"


class OutcomeAct(StrEnum):
    """What people do with such a question."""

    ANSWER = "answer"


_HOUSE = frozenset({"helpdesk", "institution"})
_CARE = frozenset({"helpdesk", "zorgcoordinator"})
_MOVERS = {
    StayAct.EXPECT_END: _HOUSE,
    StayAct.DEPART: _HOUSE,
    StayAct.WITHDRAW_DEPARTURE: _HOUSE,
    StayAct.BE_ABSENT: _HOUSE,
    StayAct.RETURN: _HOUSE,
    StayAct.EXTEND: _HOUSE,
    StayAct.MOVE_WITHIN: _HOUSE,
    StayAct.REPORT_BIRTH: _HOUSE,
    StayAct.REUNITE: _HOUSE,
    StayAct.EXPLAIN: _HOUSE | _CARE,
    StayAct.OPEN_BLOCKER: _CARE,
    StayAct.ADD_MILESTONE: _CARE,
    StayAct.REFER_ONWARD: _CARE,
    StayAct.WITHDRAW_ONWARD: _CARE,
    StayAct.APPLY_FOR_OMM: frozenset({"institution"}),
    StayAct.GRANT_OMM: frozenset({"helpdesk"}),
}
"""Who does what leaves a stay as ready as it was; a departure ends it on its night."""

STAY_STEPS: Steps[StayState, StayAct] = {
    StayState.ONGOING: {
        **{act: (StayState.ONGOING, movers) for act, movers in _MOVERS.items()},
        StayAct.MARK_READY: (StayState.READY, _CARE),
    },
    StayState.READY: {
        **{act: (StayState.READY, movers) for act, movers in _MOVERS.items()},
        StayAct.WITHDRAW_READINESS: (StayState.ONGOING, _CARE),
    },
    StayState.ENDED: {},
}

OUTCOME_STEPS: Steps[OutcomeState, OutcomeAct] = {
    OutcomeState.NOT_DUE: {},
    OutcomeState.DUE: {OutcomeAct.ANSWER: (OutcomeState.ANSWERED, _CARE)},
    # Answered better: the journal keeps what was said before.
    OutcomeState.ANSWERED: {OutcomeAct.ANSWER: (OutcomeState.ANSWERED, _CARE)},
}


def stay_after(state: StayState, act: StayAct, mover: str) -> StayState:
    """The state of a stay after an act by ``mover``, the value of a role.

    Raises:
        TransitionNotAllowed: the state does not know this act; it lists those it knows.
        NotAllowed: the act belongs to others.
    """
    return after(STAY_STEPS, state, act, mover)


def outcome_after(state: OutcomeState, act: OutcomeAct, mover: str) -> OutcomeState:
    """The state of the question where somebody is after an act by ``mover``.

    Raises:
        TransitionNotAllowed: the state does not know this act; it lists those it knows.
        NotAllowed: the act belongs to others.
    """
    return after(OUTCOME_STEPS, state, act, mover)
