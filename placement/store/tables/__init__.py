"""Every table, split by subject; importing this package knows them all."""

from placement.store.tables.accounts import Account, SignIn, SignInAttempt
from placement.store.tables.applications import OmmApplication
from placement.store.tables.base import Base
from placement.store.tables.duty import DutyShift
from placement.store.tables.history import ProfileChange, RecordVersion, TransactionMoment
from placement.store.tables.idempotency import KeptAnswer
from placement.store.tables.journal import JournalEntry
from placement.store.tables.ledger import PressureFigure, TemporaryShelter, UnmetNeed
from placement.store.tables.occupancy import Blocker, Occupancy, Placement, Stay, TakenWhole
from placement.store.tables.offers import CallNote, Decline, DeclineReason, Offer
from placement.store.tables.overviews import ConfirmedBed, ConfirmedPlace, WeekOverview
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
    CombinationRoom,
    Contract,
    CoordinationArea,
    Institution,
    Place,
    Region,
    RegionalCoordination,
    SameBed,
    SameRoom,
    Scheme,
    Site,
    SiteRegion,
)
from placement.store.tables.runs import Run
from placement.store.tables.sealed import (
    CaseKey,
    Consent,
    Disclosure,
    NoteRelease,
    SealedNote,
    SiteAddress,
)
from placement.store.tables.stays import (
    Absence,
    CaseTransfer,
    Milestone,
    Outcome,
    PastRightReason,
    RightDecision,
)

__all__ = [
    "Absence",
    "Account",
    "Base",
    "Bed",
    "Blocker",
    "CallNote",
    "Case",
    "CaseKey",
    "CaseTransfer",
    "CitedSource",
    "CodeWord",
    "CombinationRoom",
    "ConfirmedBed",
    "ConfirmedPlace",
    "Consent",
    "Contract",
    "Coordination",
    "CoordinationArea",
    "Decline",
    "DeclineReason",
    "Disclosure",
    "DutyShift",
    "HouseAnswer",
    "Household",
    "Institution",
    "JournalEntry",
    "KeepApart",
    "KeptAnswer",
    "Milestone",
    "NoteRelease",
    "Occupancy",
    "Offer",
    "OmmApplication",
    "Outcome",
    "PastRightReason",
    "Person",
    "Place",
    "Placement",
    "PressureFigure",
    "ProfileChange",
    "Proposal",
    "RecordVersion",
    "Referral",
    "Region",
    "RegionalCoordination",
    "Registration",
    "RightDecision",
    "Run",
    "SameBed",
    "SameRoom",
    "Scheme",
    "SealedNote",
    "SignIn",
    "SignInAttempt",
    "Site",
    "SiteAddress",
    "SiteRegion",
    "Stay",
    "TakenWhole",
    "TemporaryShelter",
    "TransactionMoment",
    "UnmetNeed",
    "WeekOverview",
]
