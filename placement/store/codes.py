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


class ProfileOf(StrEnum):
    """What a profile is of."""

    PLACE = "place"
    SITE = "site"


class OfferAnswer(StrEnum):
    """What a house answers to an offer."""

    YES = "yes"
    YES_IF = "yes_if"
    MAYBE = "maybe"
    NO = "no"


YESES = frozenset({OfferAnswer.YES, OfferAnswer.YES_IF})
"""What lets a house be told who it is about: a yes, also one with a condition."""


class Condition(StrEnum):
    """What a "yes, if" depends on; it becomes a fact."""

    DATE = "date"
    TALK = "talk"
    OTHER_ROOM = "other_room"


class Party(StrEnum):
    """Who declines."""

    HOUSE = "house"
    VICTIM = "victim"
    HELPDESK = "helpdesk"


class DeclineEffect(StrEnum):
    """What follows from a reason to decline (design.md 4)."""

    PARKS = "parks"
    """The pair is not proposed for a while, or until it is judged anew."""
    CHANGES_PROFILE = "changes_profile"
    """The house is asked to correct the profile of the place."""
    LOWERS_TRUST = "lowers_trust"
    """The place was not there though it was shown as free: a phantom vacancy."""
    NONE = "none"


class CallResult(StrEnum):
    """What came of a call."""

    NO_ANSWER = "no_answer"
    PROMISED = "promised"
    REFUSED = "refused"


class Purpose(StrEnum):
    """What facts about somebody are shared for; the two tasks of CoMensha are apart (S32)."""

    SHELTER = "shelter"
    REGISTRATION = "registration"


class Signatory(StrEnum):
    """Who must sign a consent."""

    SELF = "self"
    GUARDIAN = "guardian"


class DisclosureStep(StrEnum):
    """The steps of disclosure to a house, in their order (design.md 6)."""

    CRITERIA = "criteria"
    PROFILE = "profile"
    RISK_SUMMARY = "risk_summary"
    HANDOVER_NOTE = "handover_note"
    ADDRESS = "address"


ANONYMOUS_STEPS = frozenset({DisclosureStep.CRITERIA, DisclosureStep.PROFILE})
"""What says nothing that identifies anybody, so that it may be asked at any hour (design.md 6)."""


class SharingGround(StrEnum):
    """On what ground a house reads now what identifies somebody (domain 5)."""

    CONSENT = "consent"
    JUSTIFIED_INTEREST = "justified_interest"
    """Consent was withdrawn; who lives in the house is kept safe there."""


class NotePart(StrEnum):
    """The parts of a handover note, each released by itself."""

    CARE = "care"
    SAFETY = "safety"
    PRACTICAL = "practical"
    LEGAL = "legal"


class RightKind(StrEnum):
    """The rights that a clock runs on (domain E1, E2, E10, E16)."""

    BEDENKTIJD = "bedenktijd"
    DUBLIN = "dublin"
    ISZW_NIGHTS = "iszw_nights"
    CLARIFICATION_TALK = "clarification_talk"


class RightState(StrEnum):
    """How far a decision is."""

    ANNOUNCED = "announced"
    GRANTED = "granted"
    ENDED = "ended"


class CloseReason(StrEnum):
    """Why a case is closed; the list is a proposal to CoMensha."""

    COMPLETED = "completed"
    """The people live elsewhere and need nothing more."""
    TAKEN_OVER = "taken_over"
    """Another organisation goes on with them."""
    DECLINED_HELP = "declined_help"
    CONTACT_LOST = "contact_lost"
    NOT_A_VICTIM = "not_a_victim"
    DUPLICATE = "duplicate"
    OTHER = "other"


class AbsenceKind(StrEnum):
    """Why somebody is not there though the bed is kept."""

    HOSPITAL = "hospital"
    MISSING = "missing"
    ELSEWHERE = "elsewhere"


class OutcomeMoment(StrEnum):
    """When an outcome is asked."""

    DEPARTURE = "departure"
    AFTER_1_MONTH = "after_1_month"
    AFTER_6_MONTHS = "after_6_months"
    AFTER_12_MONTHS = "after_12_months"


class TemporaryKind(StrEnum):
    """A fallback outside the register (domain 3.4, S65, S71, S72)."""

    POLICE_EMERGENCY_BED = "police_emergency_bed"
    HOTEL = "hotel"
    OTHER = "other"


class SafetyCheck(StrEnum):
    """What a safety check of temporary shelter found."""

    SAFE = "safe"
    NOT_SAFE = "not_safe"
    NOT_REACHED = "not_reached"


class PressureScope(StrEnum):
    """What a figure of outflow pressure is of."""

    SITE = "site"
    SCHEME = "scheme"
    REGION = "region"


class RunKind(StrEnum):
    """What long work is done."""

    PROPOSE_FOR_MANY = "propose_for_many"
    IMPORT_REGISTER = "import_register"
    SETTLE_SITES = "settle_sites"
    NIGHTLY = "nightly"
    FORGET_OLD_ANSWERS = "forget_old_answers"
