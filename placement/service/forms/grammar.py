"""The parts that forms are made of, with remedies in English and Dutch."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Self

from marshmallow import Schema, ValidationError, fields, validate

from placement.errors import Fault, InvalidFacts

CODE_PATTERN = r"^[a-z0-9][a-z0-9_.:-]{0,79}$"
MOST_CODES = 50
LONGEST_TEXT = 2000
FIRST_PRINTABLE = 32  # the space; below are control signs


class Remedy(str):
    """What to send instead, with the code of what was wrong and the Dutch sentence."""

    __slots__ = ("code", "dutch")
    code: str
    dutch: str

    def __new__(cls, code: str, english: str, dutch: str) -> Self:
        """A sentence that is its English text."""
        remedy = super().__new__(cls, english)
        remedy.code, remedy.dutch = code, dutch
        return remedy

    def __getnewargs__(self) -> tuple[str, str, str]:  # type: ignore[override]
        """What a copy is made from; marshmallow copies schemas with their messages."""
        return self.code, str(self), self.dutch

    def format(self, *args: object, **values: object) -> "Remedy":
        """Both sentences with the values filled in; marshmallow calls it."""
        return Remedy(
            self.code, super().format(*args, **values), self.dutch.format(*args, **values)
        )


Messages = dict[str, str | list[Any] | dict[Any, Any]]
"""Messages of a field, as marshmallow types them; here each is a `Remedy`."""

REMEDIES: Mapping[str, Remedy] = {
    "required": Remedy("required", "Send this field.", "Stuur dit veld mee."),
    "null": Remedy(
        "null", "Send a value, or leave the field out.", "Stuur een waarde of laat het veld weg."
    ),
    "invalid": Remedy(
        "invalid", "Send a value of the right kind.", "Stuur de juiste soort waarde."
    ),
}
UNKNOWN_FIELD = Remedy(
    "unknown_field",
    "Leave this field out: it is not known here.",
    "Laat dit veld weg: het is hier niet bekend.",
)
NOT_AN_OBJECT = Remedy(
    "not_an_object", "Send an object with fields.", "Stuur een object met velden."
)


def messages(**own: Remedy) -> Messages:
    """The messages of a field: those of every field, and its own."""
    return {**REMEDIES, **own}


class Form(Schema):
    """A command: names in camel case, unknown fields refused, every fault reported."""

    error_messages = {  # noqa: RUF012 - marshmallow reads it from the class
        "unknown": UNKNOWN_FIELD,
        "type": NOT_AN_OBJECT,
    }

    def on_bind_field(self, field_name: str, field_obj: fields.Field[Any]) -> None:
        """Give a field its name in JSON."""
        first, *rest = (field_obj.data_key or field_name).split("_")
        field_obj.data_key = first + "".join(word.capitalize() for word in rest)


class Day(fields.Date):
    """A civil date in Europe/Amsterdam."""

    default_error_messages = messages(
        invalid=Remedy(
            "not_a_date",
            "Send a date that exists, as YYYY-MM-DD.",
            "Stuur een datum die bestaat, als JJJJ-MM-DD.",
        )
    )


class Moment(fields.AwareDateTime):
    """An instant with its offset from UTC."""

    default_error_messages = messages(
        **dict.fromkeys(
            ("invalid", "invalid_awareness"),
            Remedy(
                "not_an_instant",
                "Send a date and time with its offset, as 2026-03-09T14:30:00+01:00.",
                "Stuur datum en tijd met de afwijking van UTC, als 2026-03-09T14:30:00+01:00.",
            ),
        )
    )


class YesNo(fields.Boolean):
    """True or false."""

    default_error_messages = messages(
        invalid=Remedy("not_yes_or_no", "Send true or false.", "Stuur true of false.")
    )


class Number(fields.Integer):
    """A whole number from ``least`` to ``most``."""

    default_error_messages = messages(
        invalid=Remedy("not_a_number", "Send a whole number.", "Stuur een geheel getal.")
    )

    def __init__(self, least: int, most: int, **options: Any) -> None:  # noqa: ANN401 - as Field
        outside = Remedy(
            "out_of_range",
            "Send a number from {min} to {max}.",
            "Stuur een getal van {min} tot en met {max}.",
        )
        super().__init__(
            validate=validate.Range(least, most, error=outside), **({"strict": True} | options)
        )


class Text(fields.String):
    """Words of a person, of at most ``most`` characters."""

    default_error_messages = messages(
        invalid=Remedy("not_text", "Send text.", "Stuur tekst."),
        invalid_utf8=Remedy("not_text", "Send text in UTF-8.", "Stuur tekst in UTF-8."),
    )

    def __init__(self, least: int = 1, most: int = LONGEST_TEXT, **options: Any) -> None:  # noqa: ANN401 - as Field
        wrong = Remedy(
            "wrong_length",
            "Send {min} to {max} characters.",
            "Stuur {min} tot en met {max} tekens.",
        )
        super().__init__(
            validate=[validate.Length(least, most, error=wrong), without_control_signs], **options
        )


class Code(fields.String):
    """A code of a list, in lower case."""

    default_error_messages = Text.default_error_messages

    def __init__(self, pattern: str = CODE_PATTERN, **options: Any) -> None:  # noqa: ANN401 - as Field
        wrong = Remedy(
            "not_a_code",
            "Send a code: lower case letters, digits and _ . : - only.",
            "Stuur een code: alleen kleine letters, cijfers en _ . : -",
        )
        super().__init__(validate=validate.Regexp(pattern, error=wrong), **options)


def list_messages() -> Messages:
    """The messages of any list."""
    return messages(invalid=Remedy("not_a_list", "Send a list.", "Stuur een lijst."))


def codes(*, pattern: str = CODE_PATTERN, **options: Any) -> fields.List[Any]:  # noqa: ANN401 - as Field
    """A list of codes, each once; leaving it out is none."""
    too_many = Remedy("too_many", "Send at most {max} codes.", "Stuur hoogstens {max} codes.")
    return fields.List(
        Code(pattern),
        load_default=list,
        validate=validate.Length(max=MOST_CODES, error=too_many),
        error_messages=list_messages(),
        **options,
    )


def word(kind: type[StrEnum], **options: Any) -> fields.Enum[Any]:  # noqa: ANN401 - as Field
    """One word of a closed list."""
    unknown = Remedy("unknown_code", "Send one of: {choices}.", "Stuur een van: {choices}.")
    return fields.Enum(
        kind,
        by_value=fields.String(
            error_messages=messages(invalid=unknown.format(choices=", ".join(kind)))
        ),
        error_messages=messages(unknown=unknown),
        **options,
    )


def group(form: type[Schema], **options: Any) -> fields.Nested:  # noqa: ANN401 - as Field
    """A form inside a form."""
    return fields.Nested(form, error_messages=messages(type=NOT_AN_OBJECT), **options)


def without_control_signs(text: str) -> None:
    """Refuse NUL and other control signs except line breaks and tabs."""
    if any(ord(sign) < FIRST_PRINTABLE and sign not in "\n\r\t" for sign in text):
        raise ValidationError(
            Remedy("control_signs", "Leave out control signs.", "Laat besturingstekens weg.")
        )


def read(form: Schema, sent: object) -> Any:  # noqa: ANN401 - what the form makes
    """What the form makes of what was sent.

    Raises:
        InvalidFacts: it names every fault at once.
    """
    try:
        return form.load(sent)  # type: ignore[arg-type]  # anything may be sent
    except ValidationError as wrong:
        raise InvalidFacts(faults_in(wrong)) from None


def faults_in(wrong: ValidationError) -> tuple[Fault, ...]:
    """Every fault that marshmallow found, with its path as the sender wrote it."""
    return tuple(_walk(wrong.messages, ()))


def _walk(found: object, path: tuple[str, ...]) -> list[Fault]:
    if isinstance(found, Mapping):
        below = [
            _walk(part, path if key == "_schema" else (*path, str(key)))
            for key, part in found.items()
        ]
        return [fault for faults in below for fault in faults]
    if isinstance(found, list):
        return [fault for part in found for fault in _walk(part, path)]
    remedy = found if isinstance(found, Remedy) else Remedy("invalid", str(found), "")
    return [Fault(".".join(path), remedy.code, str(remedy), remedy.dutch)]
