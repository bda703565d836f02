"""Filling in the forms of a page as a browser would: hidden fields included."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from werkzeug.datastructures import MultiDict

from tests.builders_web import Answer, Browser

CHOICES = frozenset({"checkbox", "radio"})


@dataclass
class Form:
    """A form of a page with what its fields hold."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)


class _Forms(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(given.get("action", "")))
        elif tag == "input" and self.forms and given.get("type") == "hidden":
            self.forms[-1].fields[given["name"]] = given.get("value", "")


class _FilledIn(HTMLParser):
    def __init__(self, text: str, action: str) -> None:
        super().__init__()
        self.sent: MultiDict[str, str] = MultiDict()
        self._action = action
        self._inside = False
        self._select = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._inside = given.get("action", "").endswith(self._action)
        if not self._inside:
            return
        if tag == "select":
            self._select = given["name"]
            self.sent[self._select] = ""
        elif tag == "option" and "selected" in given:
            self.sent[self._select] = given["value"]
        elif tag == "input" and ("checked" in given or given.get("type") not in CHOICES):
            self.sent.add(given["name"], given.get("value", ""))


def filled_in(answer: Answer, action: str) -> MultiDict[str, str]:
    """Give all that the form whose address ends like this would send, with nothing touched."""
    return _FilledIn(answer.text, action).sent


def forms_of(answer: Answer) -> list[Form]:
    """The forms of a page in their order."""
    return _Forms(answer.text).forms


def send(browser: Browser, page: str, action: str, **typed: Any) -> Answer:  # noqa: ANN401 - any text
    """Open a page, fill in the form whose address ends like this, and send it."""
    found = [f for f in forms_of(browser.raw("GET", page)) if f.action.endswith(action)]
    assert found, f"no form for {action} on {page}"
    return browser.raw("POST", found[0].action, data=found[0].fields | typed)
