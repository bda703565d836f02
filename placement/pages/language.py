"""The languages of the pages: Dutch as written in the templates, English from its catalogues.

Dutch texts are the keys, so a page without a translation is still a good Dutch page. The English
catalogue is read from its source (``.po``) when the service starts: 20 ms, and nothing that was
generated has to be kept in git, made by a build hook, or can be stale in a wheel.
"""

import io
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask, g, request
from flask_babel import Babel, Domain, get_locale

LANGUAGES = ("nl", "en")
COOKIE = "language"
CATALOGUES = Path(__file__).with_name("translations") / "en"
"""One file for each part of the pages; ``messages.po`` holds what several use."""


class CatalogueDomain(Domain):  # type: ignore[misc]
    """Gives the catalogue of the language of a request, from those read at the start."""

    def __init__(self, catalogues: dict[str, NullTranslations]) -> None:
        super().__init__()
        self.catalogues = catalogues

    def get_translations(self) -> NullTranslations:
        """The catalogue of the present language; Dutch needs none."""
        return self.catalogues[language()]


class CatalogueBabel(Babel):  # type: ignore[misc]
    """Flask-Babel with our catalogues in the place of compiled files on disk."""

    def __init__(self, app: Flask) -> None:
        self._domain = CatalogueDomain({"nl": Translations(), "en": read_catalogues(CATALOGUES)})
        super().__init__(
            app,
            default_locale="nl",
            default_timezone="Europe/Amsterdam",
            locale_selector=chosen_language,
        )

    @property
    def domain_instance(self) -> CatalogueDomain:
        """The catalogues of the service."""
        return self._domain


def read_catalogues(folder: Path) -> Translations:
    """Read catalogues from their sources, as if they had been compiled into one."""
    together = Translations()
    for path in sorted(folder.glob("*.po")):
        with path.open(encoding="utf-8") as source:
            catalogue = read_po(source, locale="en")
        compiled = io.BytesIO()
        write_mo(compiled, catalogue)
        compiled.seek(0)
        together.merge(Translations(compiled))
    return together


def chosen_language() -> str:
    """The language somebody chose in this browser, else that of the account, else Dutch."""
    chosen = request.cookies.get(COOKIE)
    if chosen in LANGUAGES:
        return chosen
    subject = g.get("subject")
    return subject.language if subject and subject.language in LANGUAGES else "nl"


def language() -> str:
    """The language of this request: ``nl`` or ``en``; Dutch outside a request."""
    found = get_locale()
    return found.language if found and found.language in LANGUAGES else "nl"
