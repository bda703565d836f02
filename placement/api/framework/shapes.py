"""What answers look like: the parts that several resources share."""

from typing import Any, ClassVar

from marshmallow import INCLUDE, Schema, fields, post_dump

from placement.api.framework.context import subject
from placement.policy import Role


class Shape(Schema):
    """An answer: names in camel case."""

    def on_bind_field(self, field_name: str, field_obj: fields.Field[Any]) -> None:
        """Give a field its name in JSON."""
        first, *rest = (field_obj.data_key or field_name).split("_")
        field_obj.data_key = first + "".join(word.capitalize() for word in rest)


class ToldByRole(Shape):
    """An answer of which an institution is told a part; the rest is null, whoever builds it.

    Why a decision fell is where safety matters are written, and ids of the request or of the
    household make a later question recognisable that was asked without identity.
    """

    not_for_houses: ClassVar[frozenset[str]] = frozenset()
    """Names of fields, as declared; each may be null."""

    @post_dump
    def _tell_by_role(self, answer: dict[str, Any], **_: object) -> dict[str, Any]:
        if subject().role is Role.INSTITUTION:
            answer |= {str(self.fields[name].data_key): None for name in self.not_for_houses}
        return answer


class Codes(fields.List[str]):
    """Codes in the order of the alphabet."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - as Field
        super().__init__(fields.String(), **options)

    def _serialize(self, value: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - marshmallow's signature
        return super()._serialize(sorted(value or ()), *args, **kwargs)


class FaultShape(Shape):
    """One field that is not right."""

    field = fields.String(metadata={"description": "The path of the field, as sent."})
    code = fields.String()
    remedy = fields.String(metadata={"description": "What to send instead."})


class ProblemShape(Shape):
    """A problem as of RFC 9457; some kinds have further members."""

    class Meta:
        """In the document other members are allowed."""

        unknown = INCLUDE

    type = fields.String(metadata={"format": "uri-reference"})
    title = fields.String()
    status = fields.Integer()
    detail = fields.String()
    instance = fields.String(metadata={"format": "uri"})
    errors = fields.List(fields.Nested(FaultShape))


class Instant(fields.AwareDateTime):
    """An instant in UTC, written with Z."""

    def _serialize(self, value: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - marshmallow's signature
        written = super()._serialize(value, *args, **kwargs)
        return written.replace("+00:00", "Z") if isinstance(written, str) else written
