"""The states of a referral and of a placement, and who may move them: pure tables.

Proposed, asked and held are derived from proposals, offers and placements (design.md 6), so a
referral has few states of its own.
"""

from enum import StrEnum

from placement.lifecycle.grammar import Steps, after


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
    CORRECT = "correct"
    """Put its facts right; it stays where it stands."""
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
    REFUSE = "refuse"
    DISPLACE = "displace"


class OfferState(StrEnum):
    """Where a question to a house (bemiddelingsverzoek) stands."""

    ASKED = "asked"
    ANSWERED = "answered"
    """With yes, yes if, or maybe; a no ends it."""
    DECLINED = "declined"
    TAKEN = "taken"
    """It led to a placement."""
    WITHDRAWN = "withdrawn"


class OfferAct(StrEnum):
    """What people do with an offer."""

    ANSWER = "answer"
    DECLINE = "decline"
    TAKE = "take"
    WITHDRAW = "withdraw"


class ApplicationState(StrEnum):
    """Where an application for OMM stands (domain E6)."""

    APPLIED = "applied"
    CONSULTED = "consulted"
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class ApplicationAct(StrEnum):
    """What people do with an application for OMM."""

    CONSULT = "consult"
    GRANT = "grant"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"


class TransferState(StrEnum):
    """Where the handing over of a case (overdracht) stands."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class TransferAct(StrEnum):
    """What people do with an offered case."""

    ACCEPT = "accept"
    DECLINE = "decline"
    WITHDRAW = "withdraw"


LIVE_PLACEMENTS = frozenset({PlacementState.HELD, PlacementState.ACCEPTED, PlacementState.ARRIVING})
"""The states of which a referral has at most one placement (design.md 9)."""

SETTLING = "settling"
"""Who moves a state when no person does: the settling of a site (design.md 3)."""

# Roles by their value: this module and the policy do not know each other.
_HELPDESK = frozenset({"helpdesk"})
_HOUSE = frozenset({"helpdesk", "institution"})
_SETTLING = frozenset({SETTLING})
_INSTITUTION = frozenset({"institution"})
_CARE = frozenset({"helpdesk", "zorgcoordinator"})

REFERRAL_STEPS: Steps[ReferralState, ReferralAct] = {
    # A zorgcoordinator asks for an onward move, and takes that back (design.md 3).
    ReferralState.DRAFT: {
        ReferralAct.REGISTER: (ReferralState.OPEN, _CARE),
        ReferralAct.END: (ReferralState.ENDED, _CARE),
    },
    ReferralState.OPEN: {
        ReferralAct.ARRANGE: (ReferralState.ARRANGED, _HELPDESK),
        ReferralAct.CORRECT: (ReferralState.OPEN, _HELPDESK),
        # By itself where a household that was to move on departs elsewhere.
        ReferralAct.END: (ReferralState.ENDED, _CARE | _SETTLING),
    },
    ReferralState.ARRANGED: {
        ReferralAct.REOPEN: (ReferralState.OPEN, _HOUSE | _SETTLING),
        ReferralAct.CORRECT: (ReferralState.ARRANGED, _HELPDESK),
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
        PlacementAct.REFUSE: (PlacementState.RELEASED, _HOUSE),
        PlacementAct.DISPLACE: (PlacementState.DISPLACED, _SETTLING),
    },
    # One that is arriving becomes a task for a person, never displaced (design.md 3).
    PlacementState.ARRIVING: {
        PlacementAct.ARRIVE: (PlacementState.ARRIVED, _HOUSE),
        PlacementAct.MISS: (PlacementState.NO_SHOW, _HOUSE),
        PlacementAct.RELEASE: (PlacementState.RELEASED, _HELPDESK),
        PlacementAct.REFUSE: (PlacementState.RELEASED, _HOUSE),
    },
    PlacementState.ARRIVED: {},
    PlacementState.NO_SHOW: {},
    PlacementState.RELEASED: {},
    PlacementState.DISPLACED: {},
}

OFFER_STEPS: Steps[OfferState, OfferAct] = {
    # The helpdesk answers for a house that says it on the telephone; questions about an onward
    # move are withdrawn with it, which is a zorgcoordinator's act too.
    OfferState.ASKED: {
        OfferAct.ANSWER: (OfferState.ANSWERED, _HOUSE),
        OfferAct.DECLINE: (OfferState.DECLINED, _HOUSE),
        OfferAct.TAKE: (OfferState.TAKEN, _HELPDESK),
        OfferAct.WITHDRAW: (OfferState.WITHDRAWN, _CARE | _SETTLING),
    },
    OfferState.ANSWERED: {
        OfferAct.ANSWER: (OfferState.ANSWERED, _HOUSE),
        OfferAct.DECLINE: (OfferState.DECLINED, _HOUSE),
        OfferAct.TAKE: (OfferState.TAKEN, _HELPDESK),
        OfferAct.WITHDRAW: (OfferState.WITHDRAWN, _CARE | _SETTLING),
    },
    OfferState.DECLINED: {},
    OfferState.TAKEN: {},
    OfferState.WITHDRAWN: {},
}

APPLICATION_STEPS: Steps[ApplicationState, ApplicationAct] = {
    ApplicationState.APPLIED: {
        ApplicationAct.CONSULT: (ApplicationState.CONSULTED, _CARE),
        ApplicationAct.WITHDRAW: (ApplicationState.WITHDRAWN, _INSTITUTION),
    },
    ApplicationState.CONSULTED: {
        ApplicationAct.GRANT: (ApplicationState.GRANTED, _HELPDESK),
        ApplicationAct.REFUSE: (ApplicationState.REFUSED, _HELPDESK),
        ApplicationAct.WITHDRAW: (ApplicationState.WITHDRAWN, _INSTITUTION),
    },
    ApplicationState.GRANTED: {},
    ApplicationState.REFUSED: {},
    ApplicationState.WITHDRAWN: {},
}

TRANSFER_STEPS: Steps[TransferState, TransferAct] = {
    TransferState.OFFERED: {
        TransferAct.ACCEPT: (TransferState.ACCEPTED, _CARE),
        TransferAct.DECLINE: (TransferState.DECLINED, _CARE),
        TransferAct.WITHDRAW: (TransferState.WITHDRAWN, _CARE),
    },
    TransferState.ACCEPTED: {},
    TransferState.DECLINED: {},
    TransferState.WITHDRAWN: {},
}


def referral_after(state: ReferralState, act: ReferralAct, mover: str) -> ReferralState:
    """The state of a referral after an act by ``mover``: the value of a role, or `SETTLING`.

    Raises:
        TransitionNotAllowed: the state does not know this act; it lists those it knows.
        NotAllowed: the act belongs to others.
    """
    return after(REFERRAL_STEPS, state, act, mover)


def placement_after(state: PlacementState, act: PlacementAct, mover: str) -> PlacementState:
    """The state of a placement after an act by ``mover``: the value of a role, or `SETTLING`.

    Raises:
        TransitionNotAllowed: the state does not know this act; it lists those it knows.
        NotAllowed: the act belongs to others.
    """
    return after(PLACEMENT_STEPS, state, act, mover)


def offer_after(state: OfferState, act: OfferAct, mover: str) -> OfferState:
    """The state of an offer after an act by ``mover``: the value of a role, or `SETTLING`.

    Raises:
        TransitionNotAllowed: the state does not know this act; it lists those it knows.
        NotAllowed: the act belongs to others.
    """
    return after(OFFER_STEPS, state, act, mover)


def application_after(state: ApplicationState, act: ApplicationAct, mover: str) -> ApplicationState:
    """The state of an application for OMM after an act by ``mover``, the value of a role.

    Raises:
        TransitionNotAllowed: the state does not know this act; it lists those it knows.
        NotAllowed: the act belongs to others.
    """
    return after(APPLICATION_STEPS, state, act, mover)


def transfer_after(state: TransferState, act: TransferAct, mover: str) -> TransferState:
    """The state of an offered case after an act by ``mover``, the value of a role.

    Raises:
        TransitionNotAllowed: the state does not know this act; it lists those it knows.
        NotAllowed: the act belongs to others.
    """
    return after(TRANSFER_STEPS, state, act, mover)
