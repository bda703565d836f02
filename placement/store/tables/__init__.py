"""Every table, split by subject; importing this package knows them all."""

from placement.store.tables.accounts import Account, SignIn, SignInAttempt
from placement.store.tables.base import Base
from placement.store.tables.idempotency import KeptAnswer
from placement.store.tables.journal import JournalEntry
from placement.store.tables.occupancy import Blocker, Occupancy, Placement, Stay
from placement.store.tables.proposals import Proposal
from placement.store.tables.referrals import (
    Case,
    Coordination,
    HouseAnswer,
    Household,
    KeepApart,
    Person,
    Referral,
)
from placement.store.tables.registration import Registration
from placement.store.tables.registry import (
    Bed,
    CitedSource,
    CodeWord,
    Contract,
    Institution,
    Place,
    Region,
    RegionalCoordination,
    Scheme,
    Site,
    SiteRegion,
)

__all__ = [
    "Account",
    "Base",
    "Bed",
    "Blocker",
    "Case",
    "CitedSource",
    "CodeWord",
    "Contract",
    "Coordination",
    "HouseAnswer",
    "Household",
    "Institution",
    "JournalEntry",
    "KeepApart",
    "KeptAnswer",
    "Occupancy",
    "Person",
    "Place",
    "Placement",
    "Proposal",
    "Referral",
    "Region",
    "RegionalCoordination",
    "Registration",
    "Scheme",
    "SignIn",
    "SignInAttempt",
    "Site",
    "SiteRegion",
    "Stay",
]
