"""Texts in the language of the page; the Dutch text is the key (see `placement.pages.language`)."""

import flask_babel
from flask_babel import LazyString, lazy_gettext

__all__ = ["LazyString", "gettext", "lazy_gettext", "ngettext"]


def gettext(text: str, **facts: object) -> str:
    """A text with facts filled in."""
    return str(flask_babel.gettext(text, **facts))


def ngettext(one: str, several: str, count: int, **facts: object) -> str:
    """A text about a number of things; ``%(num)d`` stands for the number."""
    return str(flask_babel.ngettext(one, several, count, **facts))
