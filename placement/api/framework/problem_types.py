"""What the types of problems mean, at the addresses that problems name."""

from typing import Any

from marshmallow import fields

from placement.api.framework.endpoints import Resource
from placement.api.framework.problems import CATALOGUE
from placement.api.framework.shapes import Shape
from placement.errors import NotFound

problem_types = Resource("problem-types", "What the types of problems mean")
WHY = "the meaning of an error is not about anybody"


class ProblemTypeShape(Shape):
    """A type of problem."""

    name = fields.String()
    status = fields.Integer()
    english = fields.String()
    dutch = fields.String()


class ProblemTypesShape(Shape):
    """The types of problems."""

    items = fields.List(fields.Nested(ProblemTypeShape))


def _known() -> dict[str, dict[str, Any]]:
    return {
        name: {
            "name": name,
            "status": status,
            "english": (error.__doc__ or "").partition("\n")[0],
            "dutch": error.dutch,
        }
        for error, (status, name) in CATALOGUE.items()
    }


@problem_types.get(right=WHY, gives=ProblemTypesShape())
def list_problem_types() -> dict[str, Any]:
    """List the types of problems of the field."""
    return {"items": sorted(_known().values(), key=lambda known: str(known["name"]))}


@problem_types.get("/<name>", right=WHY, gives=ProblemTypeShape(), fails=[NotFound])
def show_problem_type(name: str) -> dict[str, Any]:
    """Explain one type of problem."""
    if name not in _known():
        raise NotFound
    return _known()[name]
