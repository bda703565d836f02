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
    """See who is signed in and sign out."""
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
    },
    Role.INSTITUTION: _EVERYBODY
    | {Right.SEE_PLACEMENTS, Right.REPORT_ARRIVALS, Right.SEE_PLACES, Right.SEE_CAPACITY},
    Role.ZORGCOORDINATOR: _EVERYBODY
    | {
        Right.SEE_REFERRALS,
        Right.SEE_PROPOSALS,
        Right.SEE_PLACEMENTS,
        Right.SEE_CAPACITY,
    },
    Role.POLICY_READER: _EVERYBODY | {Right.SEE_CAPACITY},
    Role.ADMINISTRATOR: _EVERYBODY
    | {Right.SEE_PLACES, Right.SEE_CAPACITY, Right.IMPORT_REGISTER, Right.MANAGE_ACCOUNTS},
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
