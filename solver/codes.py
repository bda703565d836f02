"""The words the solver knows: identifiers and code lists of the field, no person's name."""

from enum import StrEnum
from typing import NewType

HouseholdId = NewType("HouseholdId", str)
PlaceId = NewType("PlaceId", str)
SiteId = NewType("SiteId", str)
BedId = NewType("BedId", str)
GroupId = NewType("GroupId", str)
"""Households that belong together and are to stay together, in parts that they accept."""
ReserveId = NewType("ReserveId", str)
"""A crisis reserve as a contract names it."""

Region = NewType("Region", str)
"""A region code with its kind, for example ``province:drenthe``; kinds do not nest."""
Feature = NewType("Feature", str)
"""Something a place has or a household asks for, for example ``step_free`` or ``cot``."""
Care = NewType("Care", str)
"""A kind of care given in house, for example ``addiction`` or ``psychiatry``."""
Language = NewType("Language", str)
"""A language as an ISO 639 code, for example ``en`` or ``ti``."""
ContraIndication = NewType("ContraIndication", str)
"""Something that a household brings and that a house may be unable to admit."""

Scheme = NewType("Scheme", str)
"""A scheme (regeling) under which a place is offered; the list can grow, see rule ELI-0."""
COSM = Scheme("COSM")
OMM = Scheme("OMM")
MEN = Scheme("MEN")
ISZW = Scheme("ISZW")
VO = Scheme("VO")
MO = Scheme("MO")
CRISIS = Scheme("CRISIS")
CLARIFY = Scheme("CLARIFY")
BUDGET = Scheme("BUDGET")


class Mode(StrEnum):
    """Who decides on a place of a scheme: CoMensha, the house, or nobody here."""

    PLACE = "place"
    MEDIATE = "mediate"
    REFER = "refer"


class Use(StrEnum):
    """How a place is used: by one household as a whole, or bed by bed."""

    SINGLE_ROOM = "single_room"
    APARTMENT = "apartment"
    SHARED_ROOM = "shared_room"


class Sex(StrEnum):
    """The sex of a person as far as sleeping arrangements need it."""

    FEMALE = "F"
    MALE = "M"
    UNKNOWN = "U"


class SexPolicy(StrEnum):
    """Whom a place admits by sex; the lot of a COSM place is expressed in it."""

    WOMEN = "women"
    MEN = "men"
    MIXED = "mixed"


class AgeBand(StrEnum):
    """The age of a person in completed years, in bands; no birth date is ever held."""

    UNDER_4 = "0-3"
    FROM_4 = "4-11"
    FROM_12 = "12-15"
    FROM_16 = "16-17"
    FROM_18 = "18-22"
    FROM_23 = "23+"
    UNKNOWN = "unknown"

    @property
    def is_minor(self) -> bool:
        """Whether everybody in the band is under eighteen."""
        return self in {AgeBand.UNDER_4, AgeBand.FROM_4, AgeBand.FROM_12, AgeBand.FROM_16}

    @property
    def oldest(self) -> int:
        """The highest age in the band, in completed years; only minors are asked for it."""
        return {"0-3": 3, "4-11": 11, "12-15": 15, "16-17": 17}.get(self.value, 120)


class LegalGroup(StrEnum):
    """The legal group of a household: a fact of eligibility only, never of preference."""

    DUTCH = "dutch"
    EU = "eu"
    THIRD_COUNTRY = "third_country"
    UNKNOWN = "unknown"


class Urgency(StrEnum):
    """How soon shelter is needed; the classes of design section 5."""

    ACUTE = "acute"
    URGENT = "urgent"
    SOON = "soon"
    PLANNED = "planned"


class AskedAlone(StrEnum):
    """Whether an adult could speak without company before a place was sought."""

    YES = "yes"
    NO = "no"
    NOT_POSSIBLE = "not_possible"


class OccupancyKind(StrEnum):
    """Why a bed is taken."""

    HOLD = "hold"
    STAY = "stay"
    OUTSIDE = "outside"
    OUTAGE = "outage"


class Freshness(StrEnum):
    """How long ago a house confirmed that a vacancy is real, in bands."""

    THIS_WEEK = "this_week"
    LAST_WEEK = "last_week"
    THIS_MONTH = "this_month"
    OLDER = "older"


class Certainty(StrEnum):
    """What an option rests on; only certain options are ever promised."""

    CERTAIN = "certain"
    TO_ASK = "to_ask"
    EXPECTED = "expected"
    """Free only by a forecast of somebody's departure, whether or not the house is asked too."""
