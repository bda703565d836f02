"""Every answer that is not a success, as an RFC 9457 problem, from one catalogue.

The sentences come from the errors themselves; what stands here is only what HTTP adds: the
status, and the name under which a program recognises the problem.
"""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from http import HTTPStatus
from typing import Any

from flask import Response, g, json, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError

from placement import errors
from placement.api.framework.sentences import SENTENCES
from placement.errors import (
    Fault,
    InvalidFacts,
    PlacementError,
    RegisterRefused,
    TooManyAttempts,
    accounts,
    care,
    offers,
    register,
    trust,
)
from solver.plans import Option

PROBLEM_JSON = "application/problem+json"
TYPES = "/api/v1/problem-types/"
"""Every type is explained at its own address."""

CATALOGUE: Mapping[type[PlacementError], tuple[int, str]] = {
    errors.PlacementError: (409, "not-possible"),
    errors.NotFound: (404, "not-found"),
    errors.UnknownReferral: (404, "unknown-referral"),
    errors.UnknownPlace: (404, "unknown-place"),
    errors.UnknownPlacement: (404, "unknown-placement"),
    errors.UnknownStay: (404, "unknown-stay"),
    errors.UnknownSite: (404, "unknown-site"),
    errors.UnknownAbsence: (404, "unknown-absence"),
    errors.UnknownApplication: (404, "unknown-application"),
    errors.UnknownShift: (404, "unknown-shift"),
    care.UnknownHousehold: (404, "unknown-household"),
    care.UnknownBlocker: (404, "unknown-blocker"),
    care.UnknownMilestone: (404, "unknown-milestone"),
    care.UnknownOutcome: (404, "unknown-outcome"),
    care.UnknownTransfer: (404, "unknown-transfer"),
    care.CaseStillOpen: (409, "case-still-open"),
    errors.UnknownProposal: (404, "unknown-proposal"),
    errors.UnknownRun: (404, "unknown-run"),
    errors.UnknownAccount: (404, "unknown-account"),
    errors.NotSignedIn: (401, "not-signed-in"),
    errors.SignInRefused: (401, "sign-in-refused"),
    errors.TooManyAttempts: (429, "too-many-attempts"),
    errors.NotAllowed: (403, "not-allowed"),
    errors.WeakPassword: (400, "weak-password"),
    errors.AccountExists: (409, "account-exists"),
    accounts.OwnAccount: (409, "own-account"),
    accounts.PasswordMustChange: (403, "password-must-change"),
    accounts.LastAdministrator: (409, "last-administrator"),
    errors.InvalidFacts: (400, "invalid-facts"),
    errors.RegisterRefused: (400, "register-refused"),
    errors.ReasonMissing: (400, "reason-missing"),
    errors.TransitionNotAllowed: (409, "transition-not-allowed"),
    errors.SameWorkGoesOn: (409, "same-work-goes-on"),
    errors.BedNoLongerFree: (409, "bed-no-longer-free"),
    errors.NotLawful: (409, "not-lawful"),
    errors.HouseNotAsked: (409, "house-not-asked"),
    errors.SomethingIsDue: (409, "something-is-due"),
    errors.ListOutdated: (409, "list-outdated"),
    errors.OtherScheme: (409, "other-scheme"),
    errors.ProposalOutdated: (409, "proposal-outdated"),
    errors.VersionMissing: (428, "version-missing"),
    errors.VersionOutdated: (412, "version-outdated"),
    errors.IdempotencyKeyMissing: (400, "idempotency-key-missing"),
    errors.IdempotencyKeyReused: (409, "idempotency-key-reused"),
    errors.TooBusy: (503, "too-busy"),
    register.UnknownBed: (404, "unknown-bed"),
    register.UnknownOccupation: (404, "unknown-occupation"),
    register.UnknownProfileChange: (404, "unknown-profile-change"),
    register.UnknownContract: (404, "unknown-contract"),
    register.UnknownCombination: (404, "unknown-combination"),
    register.MadeOfRooms: (409, "made-of-rooms"),
    register.OnlyTogether: (409, "only-together"),
    register.BedsInUse: (409, "beds-in-use"),
    register.AlreadyOver: (409, "already-over"),
    offers.UnknownDecline: (404, "unknown-decline"),
    offers.TooManyHousesAsked: (409, "too-many-houses-asked"),
    offers.AlreadyAsked: (409, "already-asked"),
    offers.SchemeOnlyRefers: (409, "scheme-only-refers"),
    trust.UnknownCase: (404, "unknown-case"),
    trust.UnknownConsent: (404, "unknown-consent"),
    trust.UnknownNote: (404, "unknown-note"),
    trust.UnknownOffer: (404, "unknown-offer"),
    trust.UnknownTemporaryShelter: (404, "unknown-temporary-shelter"),
    trust.UnknownSite: (404, "unknown-address"),
    trust.ConsentMissing: (409, "consent-missing"),
    trust.StepNotYet: (409, "step-not-yet"),
    trust.SealingUnavailable: (503, "sealing-unavailable"),
    trust.SealBroken: (500, "seal-broken"),
    trust.CaseErased: (409, "case-erased"),
}
SHOWN_LANGUAGES = ("nl", "en")

faults_log = logging.getLogger("placement.faults")


def language() -> str:
    """The language of this answer: as asked for, Dutch when nothing fits."""
    return request.accept_languages.best_match(SHOWN_LANGUAGES, "nl")


def problem(
    status: int, slug: str, detail: str, *, members: Mapping[str, Any] | None = None
) -> Response:
    """A problem document; ``members`` are further fields of it."""
    document = {
        "type": TYPES + slug,
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "instance": f"urn:request:{g.get('request_id')}",
        **(members or {}),
    }
    answer = Response(json.dumps(document), status, mimetype=PROBLEM_JSON)
    answer.headers["Content-Language"] = language()
    return answer


def of_the_domain(error: PlacementError) -> Response:
    """A fact of the field: its sentence, its facts, and every fault of what was sent."""
    status, slug = CATALOGUE[type(error)]
    members: dict[str, Any] = {camel(name): plain(value) for name, value in error.facts.items()}
    if isinstance(error, InvalidFacts | RegisterRefused):
        members["errors"] = shown(error.faults)
    answer = problem(status, slug, error.said_in(language()), members=members)
    if isinstance(error, TooManyAttempts):
        answer.headers["Retry-After"] = str(error.facts["retry_after_seconds"])
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        answer.headers["Retry-After"] = "1"
    return answer


def of_http(error: HTTPException) -> Response:
    """An error of HTTP itself; headers such as Allow and Retry-After survive."""
    status = error.code or 500
    slug, english, dutch = SENTENCES["csrf" if isinstance(error, CSRFError) else status]
    answer = problem(status, slug, dutch if language() == "nl" else english)
    for name, value in error.get_headers():
        if name not in {"Content-Type", "Content-Length"}:
            answer.headers[name] = value
    return answer


def of_the_unknown(error: Exception) -> Response:
    """A fault of ours: logged with where it happened, told as no more than an id."""
    faults_log.error("unexpected error", exc_info=error, extra={"request_id": g.get("request_id")})
    return of_http(InternalServerError())


def answer_error(error: Exception) -> Response:
    """The problem for any exception of a request."""
    if isinstance(error, PlacementError):
        return of_the_domain(error)
    return of_http(error) if isinstance(error, HTTPException) else of_the_unknown(error)


def shown(faults: Iterable[Fault]) -> list[dict[str, str]]:
    """The faults in the language of this answer."""
    return [{"field": f.field, "code": f.code, "remedy": f.said_in(language())} for f in faults]


def camel(name: str) -> str:
    """The name as it stands in JSON."""
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def plain(value: object) -> Any:  # noqa: ANN401 - any JSON value
    """A fact as JSON knows it; collections are sorted where they have no order."""
    if isinstance(value, Option):
        return plain(value._asdict())
    if is_dataclass(value) and not isinstance(value, type):
        return {camel(f.name): plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, Mapping):
        return {camel(str(key)): plain(part) for key, part in value.items()}
    if isinstance(value, frozenset | set):
        return sorted(map(plain, value))
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    return value if isinstance(value, int | float | None) else str(value)
