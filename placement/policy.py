"""Who may do and see what: pure, in one table of roles and one table of relations.

A right says what kind of act it is; a relation says on whose behalf. Somebody needs both: an
institution has the right to read places, and only those of its own sites. "Not yours" is
answered as "does not exist", so the use cases turn `may` into the error of an unknown record.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NewType, TypeVar

View = TypeVar("View", bound=Callable[..., Any])

AccountId = NewType("AccountId", str)


class Role(StrEnum):
    """What somebody is in the process (domain 3.1); one account has one role."""

    HELPDESK = "helpdesk"
    INSTITUTION = "institution"
    ZORGCOORDINATOR = "zorgcoordinator"
    POLICY_READER = "policy_reader"
    ADMINISTRATOR = "administrator"


class Right(StrEnum):
    """A kind of act. An endpoint names the one that it needs, or it does not mount."""

    OWN_SESSION = "own_session"
    """See who is signed in, sign out and change the own password."""
    SEE_REFERRALS = "see_referrals"
    REGISTER_REFERRALS = "register_referrals"
    ASSIGN_COORDINATORS = "assign_coordinators"
    SEE_PROPOSALS = "see_proposals"
    ASK_PROPOSALS = "ask_proposals"
    SEE_PLACEMENTS = "see_placements"
    PLACE = "place"
    RELEASE = "release"
    REPORT_ARRIVALS = "report_arrivals"
    SEE_PLACES = "see_places"
    SEE_CAPACITY = "see_capacity"
    """Capacity, occupied and usable, and outflow pressure, per scheme and region."""
    SEE_RULES = "see_rules"
    REPORT_CAPACITY = "report_capacity"
    """Confirm the week, plan profiles, report outages and clients of the house itself."""
    SEE_CONTRACTS = "see_contracts"
    """Of an institution: its own and nobody else's."""
    MANAGE_CONTRACTS = "manage_contracts"
    ASK_HOUSES = "ask_houses"
    SEE_OFFERS = "see_offers"
    ANSWER_OFFERS = "answer_offers"
    APPLY_FOR_OMM = "apply_for_omm"
    CONSULT_ON_OMM = "consult_on_omm"
    WEIGH_OMM = "weigh_omm"
    REPORT_STAYS = "report_stays"
    """Report departures, absences, births, reunification and moves within a site."""
    SEE_STAYS = "see_stays"
    FOLLOW_STAYS = "follow_stays"
    """Keep rights, blockers, milestones, readiness, onward referrals and outcomes."""
    EXPLAIN_STAYS = "explain_stays"
    """Say why a household stays past its right."""
    TRANSFER_CASES = "transfer_cases"
    CLOSE_CASES = "close_cases"
    RECORD_CONSENT = "record_consent"
    DISCLOSE = "disclose"
    READ_NOTES = "read_notes"
    SHELTER_TEMPORARILY = "shelter_temporarily"
    SEE_UNMET_NEED = "see_unmet_need"
    SEE_HANDOVER = "see_handover"
    SEE_TASKS = "see_tasks"
    SEE_DUTY = "see_duty"
    ENTER_DUTY = "enter_duty"
    SEE_RUNS = "see_runs"
    ASK_RUNS = "ask_runs"
    IMPORT_REGISTER = "import_register"
    MANAGE_ACCOUNTS = "manage_accounts"


_EVERYBODY = frozenset({Right.OWN_SESSION, Right.SEE_RULES})

RIGHTS: Mapping[Role, frozenset[Right]] = {
    Role.HELPDESK: _EVERYBODY
    | {
        Right.SEE_REFERRALS,
        Right.REGISTER_REFERRALS,
        Right.ASSIGN_COORDINATORS,
        Right.SEE_PROPOSALS,
        Right.ASK_PROPOSALS,
        Right.SEE_PLACEMENTS,
        Right.PLACE,
        Right.RELEASE,
        Right.REPORT_ARRIVALS,
        Right.SEE_PLACES,
        Right.SEE_CAPACITY,
        Right.REPORT_CAPACITY,
        Right.SEE_CONTRACTS,
        Right.MANAGE_CONTRACTS,
        Right.ASK_HOUSES,
        Right.SEE_OFFERS,
        Right.ANSWER_OFFERS,
        Right.CONSULT_ON_OMM,
        Right.WEIGH_OMM,
        Right.REPORT_STAYS,
        Right.SEE_STAYS,
        Right.FOLLOW_STAYS,
        Right.EXPLAIN_STAYS,
        Right.TRANSFER_CASES,
        Right.CLOSE_CASES,
        Right.RECORD_CONSENT,
        Right.DISCLOSE,
        Right.READ_NOTES,
        Right.SHELTER_TEMPORARILY,
        Right.SEE_UNMET_NEED,
        Right.SEE_HANDOVER,
        Right.SEE_TASKS,
        Right.SEE_DUTY,
        Right.ENTER_DUTY,
        Right.SEE_RUNS,
        Right.ASK_RUNS,
    },
    Role.INSTITUTION: _EVERYBODY
    | {
        Right.SEE_PLACEMENTS,
        Right.REPORT_ARRIVALS,
        Right.SEE_PLACES,
        Right.SEE_CAPACITY,
        Right.SEE_CONTRACTS,
        Right.REPORT_CAPACITY,
        Right.SEE_OFFERS,
        Right.ANSWER_OFFERS,
        Right.APPLY_FOR_OMM,
        Right.REPORT_STAYS,
        Right.SEE_STAYS,
        Right.EXPLAIN_STAYS,
        Right.READ_NOTES,
        Right.SEE_TASKS,
        Right.SEE_DUTY,
        Right.ENTER_DUTY,
    },
    Role.ZORGCOORDINATOR: _EVERYBODY
    | {
        Right.SEE_REFERRALS,
        Right.SEE_PROPOSALS,
        Right.SEE_PLACEMENTS,
        Right.SEE_CAPACITY,
        Right.CONSULT_ON_OMM,
        Right.SEE_STAYS,
        Right.FOLLOW_STAYS,
        Right.EXPLAIN_STAYS,
        Right.TRANSFER_CASES,
        Right.CLOSE_CASES,
        Right.RECORD_CONSENT,
        Right.DISCLOSE,
        Right.READ_NOTES,
        Right.SEE_TASKS,
    },
    Role.POLICY_READER: _EVERYBODY | {Right.SEE_CAPACITY, Right.SEE_UNMET_NEED},
    Role.ADMINISTRATOR: _EVERYBODY
    | {
        Right.SEE_PLACES,
        Right.SEE_CAPACITY,
        Right.REPORT_CAPACITY,
        Right.SEE_CONTRACTS,
        Right.MANAGE_CONTRACTS,
        Right.SEE_RUNS,
        Right.ASK_RUNS,
        Right.IMPORT_REGISTER,
        Right.MANAGE_ACCOUNTS,
    },
}


@dataclass(frozen=True, kw_only=True)
class Subject:
    """Who acts: a signed-in account with its role and what it is related to."""

    account: AccountId
    name: str
    """The name of the member of staff, as it goes into the journal."""
    role: Role
    sites: frozenset[str] = frozenset()
    """The sites of the institution of the account."""
    language: str = "nl"
    must_change_password: bool = False
    """Signed in with a one-time password: until it is changed nothing else is done."""


@dataclass(frozen=True, kw_only=True)
class Resource:
    """What an act is about, as far as relations need it; None is "not about one"."""

    site: str | None = None
    coordinator: AccountId | None = None
    """The zorgcoordinator assigned to the case."""
    is_case: bool = False


def may(subject: Subject, right: Right, resource: Resource | None = None) -> bool:
    """Whether the subject may do this to the resource, or at all when none is named."""
    if right not in RIGHTS[subject.role]:
        return False
    return resource is None or _is_related(subject, resource)


def _is_related(subject: Subject, resource: Resource) -> bool:
    if subject.role is Role.INSTITUTION:
        return resource.site is not None and resource.site in subject.sites
    if subject.role is Role.ZORGCOORDINATOR and resource.is_case:
        return resource.coordinator is not None and resource.coordinator == subject.account
    return True


def needs(right: Right) -> Callable[[View], View]:
    """Declare the right that an endpoint needs; the gate of the application reads it."""

    def declared(view: View) -> View:
        view.needs = right  # type: ignore[attr-defined]
        return view

    return declared


def public(reason: str) -> Callable[[View], View]:
    """Declare that an endpoint is open to anybody, and why."""

    def declared(view: View) -> View:
        view.public = reason  # type: ignore[attr-defined]
        return view

    return declared


def declaration_of(view: object) -> Right | str | None:
    """What an endpoint declared: a right, the reason why it is public, or nothing."""
    found = getattr(view, "needs", None) or getattr(view, "public", None)
    return found if isinstance(found, str) else None
