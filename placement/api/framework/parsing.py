"""Reading what a request holds: strict JSON, known query keys, every fault at once."""

import json
from typing import Any, NoReturn

import flask
from marshmallow import RAISE, Schema, ValidationError
from webargs.core import missing
from webargs.flaskparser import FlaskParser
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

from placement.errors import Fault, InvalidFacts
from placement.service.forms.grammar import faults_in

NOT_JSON = Fault(
    "",
    "not_json",
    "Send a body that is JSON, each name once.",
    "Stuur een inhoud die JSON is, elke naam eenmaal.",
)


class Parser(FlaskParser):
    """Parses with our forms; whatever is wrong becomes one `InvalidFacts`."""

    DEFAULT_VALIDATION_STATUS = 400
    DEFAULT_UNKNOWN_BY_LOCATION = {  # noqa: RUF012 - webargs reads it from the class
        "json": RAISE,
        "query": RAISE,
    }

    def _raw_load_json(self, req: flask.Request) -> Any:  # noqa: ANN401 - any JSON value
        if req.mimetype != "application/json":
            raise UnsupportedMediaType
        body = req.get_data(cache=True)
        if not body:
            return missing
        try:
            return json.loads(
                body, object_pairs_hook=_each_name_once, parse_constant=_refuse_constant
            )
        except (ValueError, RecursionError):
            raise InvalidFacts((NOT_JSON,)) from None

    def handle_error(
        self,
        error: ValidationError,
        req: flask.Request,  # noqa: ARG002 - webargs' signature
        schema: Schema,  # noqa: ARG002 - webargs' signature
        **_: Any,  # noqa: ANN401 - webargs' signature
    ) -> NoReturn:
        """Tell every fault, without the name of the part of the request it stood in."""
        found = faults_in(error)
        raise InvalidFacts(
            tuple(Fault(f.field.partition(".")[2], f.code, f.remedy, f.dutch) for f in found)
        )


def _each_name_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        raise ValueError("a name stands twice")
    return made


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)


def header_text(name: str, *, most: int) -> str | None:
    """A header of printable ASCII of at most so many characters, None when it is not sent.

    Raises:
        BadRequest: it is longer, or holds other signs.
    """
    text = flask.request.headers.get(name)
    if text is not None and not (0 < len(text) <= most and text.isascii() and text.isprintable()):
        raise BadRequest
    return text
