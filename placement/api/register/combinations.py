"""Combinations: rooms of a house that are joined for one household, made and ended."""

from typing import Any

from flask import url_for
from marshmallow import fields

from placement.api.framework.context import runtime, subject
from placement.api.framework.endpoints import Resource
from placement.api.framework.once import once
from placement.api.framework.shapes import Codes, Shape
from placement.api.framework.versions import etag_of, version_asked
from placement.errors import IdempotencyKeyMissing
from placement.errors.register import AlreadyOver, BedsInUse, UnknownCombination
from placement.errors.trust import UnknownSite
from placement.policy import Right
from placement.service.forms.grammar import Form
from placement.service.forms.keeping_places import CombinationForm, CombinationsQuery
from placement.service.register.joining_rooms import (
    Combined,
    NewCombination,
    end_combination,
    join_rooms,
    list_combinations,
    show_combination,
)

combinations = Resource("combinations", "Rooms that a house joins for one household")

Answered = tuple[Combined, int, dict[str, str]]


class CombinationShape(Shape):
    """A combination; its beds and its profile are those of its rooms."""

    id = fields.String(attribute="place.id")
    site = fields.String(attribute="place.site_id")
    scheme = fields.String(attribute="place.scheme_code")
    name = fields.String(attribute="place.name")
    rooms = Codes()
    opens = fields.Date(attribute="place.opens")
    closes = fields.Date(attribute="place.closes", allow_none=True)


class CombinationsShape(Shape):
    """The combinations of a site that are not over."""

    items = fields.List(fields.Nested(CombinationShape))


@combinations.get(
    right=Right.SEE_PLACES,
    gives=CombinationsShape(),
    query=CombinationsQuery(),
    fails=[UnknownSite],
)
def list_of_combinations(asked: dict[str, Any]) -> dict[str, list[Combined]]:
    """List the combinations of a site that are not over."""
    at = runtime()
    return {"items": list_combinations(at.store, asked["site"], by=subject(), now=at.clock())}


@combinations.post(
    right=Right.REPORT_CAPACITY,
    takes=CombinationForm(),
    gives=CombinationShape(),
    fails=[IdempotencyKeyMissing, UnknownSite],
    once=True,
)
def post_combination(sent: NewCombination) -> Answered:
    """Join rooms from a night on; they can still be given one by one while nobody has them all."""
    at = runtime()
    return _made(
        join_rooms(at.store, sent, by=subject(), now=at.clock(), new_id=at.new_id, once=once())
    )


@combinations.get(
    "/<combination_id>",
    right=Right.SEE_PLACES,
    gives=CombinationShape(),
    fails=[UnknownCombination],
)
def get_combination(combination_id: str) -> Answered:
    """Show a combination with its rooms."""
    found = show_combination(runtime().store, combination_id, by=subject())
    return found, 200, {"ETag": etag_of(found.place.version)}


@combinations.post(
    "/<combination_id>/endings",
    right=Right.REPORT_CAPACITY,
    takes=Form(),
    gives=CombinationShape(),
    fails=[AlreadyOver, BedsInUse, IdempotencyKeyMissing, UnknownCombination],
    once=True,
    versioned=True,
)
def post_combination_ending(_: object, combination_id: str) -> Answered:
    """End a combination tonight; refused while it is promised to somebody or lived in."""
    at = runtime()
    end_combination(
        at.store,
        combination_id,
        by=subject(),
        now=at.clock(),
        version=version_asked(),
        once=once(),
    )
    return _made(combination_id)


def _made(combination: str) -> Answered:
    found = show_combination(runtime().store, combination, by=subject())
    where = url_for("combinations.get_combination", combination_id=combination)
    return found, 201, {"Location": where, "ETag": etag_of(found.place.version)}
