"""What people read when HTTP itself says no: by status, the type's name, English, Dutch."""

from collections import defaultdict
from collections.abc import Mapping

_UNNAMED = (
    "http-error",
    "The request cannot be answered like this.",
    "Het verzoek kan zo niet worden beantwoord.",
)

SENTENCES: Mapping[int | str, tuple[str, str, str]] = defaultdict(
    lambda: _UNNAMED,
    {
        "csrf": (
            "csrf-token",
            "The form token is missing or old: read the session again and send its token.",
            "Het formulierkenmerk ontbreekt of is oud: haal de sessie opnieuw op en stuur het.",
        ),
        400: (
            "bad-request",
            "The request cannot be read: check that the body is what its Content-Type says.",
            "Het verzoek is niet leesbaar: controleer of de inhoud klopt met het Content-Type.",
        ),
        404: (
            "not-found",
            "There is nothing at this address.",
            "Op dit adres staat niets.",
        ),
        405: (
            "method-not-allowed",
            "This address does not know this method; Allow names those that it knows.",
            "Dit adres kent deze methode niet; in Allow staan de methodes die het wel kent.",
        ),
        406: (
            "not-acceptable",
            "Answers are JSON: accept application/json.",
            "Antwoorden zijn JSON: accepteer application/json.",
        ),
        413: (
            "content-too-large",
            "The body is larger than this service reads.",
            "De inhoud is groter dan deze dienst leest.",
        ),
        415: (
            "unsupported-media-type",
            "Send JSON, with Content-Type application/json.",
            "Stuur JSON, met Content-Type application/json.",
        ),
        500: (
            "internal-error",
            "Something went wrong here, and it is logged: name the instance when you report it.",
            "Er ging hier iets mis en dat is vastgelegd: noem de instance als u het meldt.",
        ),
    },
)
