"""A form as it goes to the page and as it comes back: what was typed is never lost."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from werkzeug.datastructures import MultiDict

from placement.errors import Fault
from placement.pages.framework.texts import LazyString, gettext, lazy_gettext

_DUTCH_DAY = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})")
_IN_A_LIST = re.compile(r"\.\d+$")

REMEDIES: Mapping[str, LazyString] = {
    "required": lazy_gettext("Vul dit in."),
    "null": lazy_gettext("Vul dit in."),
    "not_a_date": lazy_gettext("Vul een datum in die bestaat, als dd-mm-jjjj."),
    "not_an_instant": lazy_gettext("Vul datum en tijd in, als dd-mm-jjjj uu:mm."),
    "not_a_number": lazy_gettext("Vul een heel getal in."),
    "unknown_code": lazy_gettext("Kies iets uit de lijst."),
    "wrong_length": lazy_gettext("Schrijf iets op, in hoogstens 2000 tekens."),
}
"""What a person at a form reads, where the form speaks to programs by default."""
TYPED_NAMES = frozenset({"keepApartFrom", "belongsWith", "ofCase"})
"""Fields in which requests are named by hand: there is no list to choose from."""


@dataclass(frozen=True, kw_only=True)
class FieldFault:
    """A fault beside its field and in the summary, where ``target`` is what the link goes to."""

    field: str
    label: str
    remedy: str
    target: str


@dataclass(frozen=True)
class FormView:
    """What stands in a form: values by field, and what is wrong with them."""

    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    faults: tuple[FieldFault, ...] = ()

    def value(self, name: str) -> str:
        """What was typed in a field, empty when nothing was."""
        return next(iter(self.values.get(name, ())), "")

    def values_of(self, name: str) -> tuple[str, ...]:
        """Everything that was chosen in a field of many choices."""
        return self.values.get(name, ())

    def faults_of(self, name: str) -> tuple[str, ...]:
        """What is wrong with a field."""
        return tuple(f.remedy for f in self.faults if f.field == name)

    def fault_ids(self, name: str) -> list[str]:
        """The ids of the sentences that say what is wrong with a field."""
        return [f"{self.id_of(name)}-fault{n}" for n in range(1, len(self.faults_of(name)) + 1)]

    @staticmethod
    def id_of(name: str) -> str:
        """The id of a field on the page."""
        return target_of(name)


def remedy_of(fault: Fault, language: str) -> str:
    """What a person at a form reads of a fault."""
    if fault.code == "unknown_code" and fault.field in TYPED_NAMES:
        return fault.said_in(language)
    return str(REMEDIES.get(fault.code) or fault.said_in(language))


def target_of(name: str) -> str:
    """The id of a field on the page: ``people.0.sex`` becomes ``f-people-0-sex``."""
    return "f-" + name.replace(".", "-")


def view_of(typed: MultiDict[str, str], faults: Iterable[FieldFault] = ()) -> FormView:
    """The form as somebody sent it, with what is wrong with it."""
    values = {name: tuple(given) for name, given in typed.lists() if name != "csrf_token"}
    return FormView(values, tuple(faults))


def shown_faults(
    faults: Iterable[Fault], labels: Mapping[str, LazyString], language: str
) -> tuple[FieldFault, ...]:
    """The faults with the label of their field; an entry of a list is the list's fault."""
    shown = {}
    for fault in faults:
        name = fault.field if fault.field in labels else _IN_A_LIST.sub("", fault.field)
        generic = re.sub(r"\.\d+\.", ".*.", name)
        label = labels.get(name) or labels.get(generic) or gettext("Het formulier")
        remedy = remedy_of(fault, language)
        shown[(name, remedy)] = FieldFault(
            field=name, label=str(label), remedy=remedy, target=target_of(name)
        )
    return tuple(shown.values())


def nested(
    typed: MultiDict[str, str],
    *,
    lists: Collection[str] = (),
    numbers: Collection[str] = (),
    days: Collection[str] | None = None,
) -> dict[str, Any]:
    """Turn the flat fields of a form into the object that the API would get.

    Empty fields are left out, days may be typed as DD-MM-YYYY, and ``people.0.sex`` goes into the
    first entry of the list ``people``. Only ``days`` are days, where that is said.
    """
    sent: dict[str, Any] = {}
    for name, given in typed.lists():
        values = [text.strip() for text in given if text.strip()]
        if name == "csrf_token" or not values:
            continue
        is_day = days is None or name in days
        reads = _number if name in numbers else _iso_day if is_day else str
        plain = [reads(text) for text in values]
        _put(sent, name.split("."), plain if name in lists else plain[-1])
    return {name: _without_holes(value) for name, value in sent.items()}


def _put(sent: dict[str, Any], path: list[str], value: object) -> None:
    for part in path[:-1]:
        sent = sent.setdefault(part, {})
    sent[path[-1]] = value


def _without_holes(value: object) -> object:
    """Entries numbered by their keys become a list, in the order of the numbers."""
    if isinstance(value, dict) and value and all(key.isdigit() for key in value):
        return [value[key] for key in sorted(value, key=int)]
    return value


def _iso_day(text: str) -> str:
    typed = _DUTCH_DAY.fullmatch(text)
    return f"{typed[3]}-{int(typed[2]):02}-{int(typed[1]):02}" if typed else text


def _number(text: str) -> int | str:
    return int(text) if text.isascii() and text.isdigit() else text
