"""How an endpoint is declared: its right, what it takes, gives and fails with, in one line.

The document of the API and the behaviour come from the same declaration, so they cannot differ.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from flask_smorest import Blueprint
from marshmallow import Schema, fields

from placement.api.framework.parsing import Parser
from placement.api.framework.problems import CATALOGUE, PROBLEM_JSON
from placement.api.framework.shapes import ProblemShape
from placement.errors import (
    IdempotencyKeyReused,
    InvalidFacts,
    NotAllowed,
    NotSignedIn,
    PlacementError,
    TooBusy,
    VersionMissing,
    VersionOutdated,
)
from placement.policy import Right, needs, public

View = TypeVar("View", bound=Callable[..., Any])
Failures = Iterable[type[PlacementError]]

VERSION_IN_PATH = "/api/v1"
IDEMPOTENCY_KEY = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": True,
    "schema": {"type": "string", "minLength": 1, "maxLength": 100},
    "description": "Random; sent again with the same content it gives the first answer again.",
}
IF_MATCH = {
    "in": "header",
    "name": "If-Match",
    "required": True,
    "schema": {"type": "string"},
    "description": "The ETag of the version that was read.",
}


class _Blueprint(Blueprint):  # type: ignore[misc]  # flask-smorest has no types
    ARGUMENTS_PARSER = Parser()


class Resource:
    """One resource of the API with its endpoints."""

    def __init__(self, name: str, about: str, *, under: str | None = None) -> None:
        """Name a resource; ``under`` is the resource in whose addresses it stands."""
        self.blueprint = _Blueprint(
            name, __name__, url_prefix=f"{VERSION_IN_PATH}/{under or name}", description=about
        )

    def get(
        self,
        path: str = "",
        *,
        right: Right | str,
        gives: Schema,
        query: Schema | None = None,
        fails: Failures = (),
    ) -> Callable[[View], View]:
        """Declare reading; a ``str`` instead of a right is the reason why it is public."""
        fails = [*fails, *([InvalidFacts] if query else [])]
        return self._declare("GET", path, right, 200, gives=gives, query=query, fails=fails)

    def post(
        self,
        path: str = "",
        *,
        right: Right | str,
        takes: Schema,
        gives: Schema,
        fails: Failures = (),
        once: bool = False,
        versioned: bool = False,
    ) -> Callable[[View], View]:
        """Declare making something; ``once`` asks for an idempotency key."""
        extra = [InvalidFacts, TooBusy, *([IdempotencyKeyReused] if once else [])]
        return self._declare(
            "POST",
            path,
            right,
            201,
            gives=gives,
            takes=takes,
            fails=[*fails, *extra],
            headers=_headers(once=once, versioned=versioned),
            versioned=versioned,
        )

    def put(
        self,
        path: str,
        *,
        right: Right,
        takes: Schema,
        gives: Schema | None = None,
        fails: Failures = (),
        once: bool = False,
        versioned: bool = False,
    ) -> Callable[[View], View]:
        """Declare setting something; answers 204 where it gives nothing."""
        extra = [InvalidFacts, TooBusy, *([IdempotencyKeyReused] if once else [])]
        return self._declare(
            "PUT",
            path,
            right,
            200 if gives else 204,
            gives=gives,
            takes=takes,
            fails=[*fails, *extra],
            headers=_headers(once=once, versioned=versioned),
            versioned=versioned,
        )

    def delete(self, path: str, *, right: Right, fails: Failures = ()) -> Callable[[View], View]:
        """Declare ending something; answers 204."""
        return self._declare("DELETE", path, right, 204, fails=[*fails, TooBusy])

    def _declare(  # noqa: PLR0913 - as post
        self,
        method: str,
        path: str,
        right: Right | str,
        status: int,
        *,
        gives: Schema | None = None,
        takes: Schema | None = None,
        query: Schema | None = None,
        fails: Failures = (),
        headers: Sequence[dict[str, Any]] = (),
        versioned: bool = False,
    ) -> Callable[[View], View]:
        secured = [NotSignedIn, NotAllowed] if isinstance(right, Right) else []
        changed = [VersionMissing, VersionOutdated] if versioned else []
        bp = self.blueprint

        def declared(view: View) -> View:
            made: Any = bp.response(status, gives)(view)
            if query is not None:
                _read_numbers_from_text(query)
                made = bp.arguments(query, location="query")(made)
            if takes is not None:
                made = bp.arguments(takes)(made)
            for code, texts in _by_status([*fails, *secured, *changed]).items():
                made = bp.alt_response(
                    code,
                    schema=ProblemShape(),
                    content_type=PROBLEM_JSON,
                    description=" ".join(texts),
                )(made)
            # An empty list would replace the parameters that the query brings.
            sent = {"parameters": list(headers)} if headers else {}
            made = bp.doc(operationId=_operation(view), **sent)(made)
            made = needs(right)(made) if isinstance(right, Right) else public(right)(made)
            bp.route(path, methods=[method])(made)
            return view

        return declared


def _read_numbers_from_text(query: Schema) -> None:
    # In JSON a number is a number; in an address everything is text.
    for field in query.fields.values():
        if isinstance(field, fields.Integer):
            field.strict = False


def _headers(*, once: bool, versioned: bool) -> list[dict[str, Any]]:
    return [*([IDEMPOTENCY_KEY] if once else []), *([IF_MATCH] if versioned else [])]


def _by_status(fails: Failures) -> dict[int, list[str]]:
    texts: dict[int, list[str]] = {}
    for error in dict.fromkeys(fails):
        texts.setdefault(CATALOGUE[error][0], []).append(_sentence(error))
    return dict(sorted(texts.items()))


def _sentence(error: type[PlacementError]) -> str:
    return (error.__doc__ or "").partition("\n")[0]


def _operation(view: Callable[..., Any]) -> str:
    first, *rest = view.__name__.split("_")
    return first + "".join(word.capitalize() for word in rest)
