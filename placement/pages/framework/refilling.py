"""A form that was refused, put back as it was typed, with each fault beside its field.

It works on the page as it was rendered, so it holds for every form of every page, and no template
has to think of it: what was typed is matched to the fields by their names, and a fault is called
as the label of its field says.
"""

import re
from collections.abc import Iterable, Iterator

from markupsafe import escape
from werkzeug.datastructures import MultiDict

from placement.errors import Fault
from placement.pages.framework.form_view import FieldFault, target_of
from placement.pages.framework.html_tree import Page, Tag
from placement.pages.framework.texts import gettext

FIELDS = ("input", "select", "textarea", "button")
SAFE_TO_SEND = frozenset({"csrf_token", "key", "version", "follows", "seen"})
"""Fields that are new on every page: they say nothing about which form it was."""
NOT_TYPED = frozenset({"hidden", "submit", "password", "file"})
CHOICES = frozenset({"radio", "checkbox"})
_IN_A_LIST = re.compile(r"\.\d+(?=\.|$)")


def form_sent(page: Page, address: str, typed: MultiDict[str, str]) -> Tag | None:
    """The form of a page that was sent: its address and what it carries hidden are the same."""
    found = [
        form
        for form in page.top.all("form")
        if form.get("method") == "post" and form.get("action").partition("?")[0] == address
        if all(value in typed.getlist(name) for name, value in _hidden(form))
    ]
    # A form about one bed of a room carries the room too, so who carries most is meant.
    return max(found, key=lambda form: len(_hidden(form)), default=None)


def _hidden(form: Tag) -> list[tuple[str, str]]:
    hidden = (tag for tag in form.all("input") if tag.get("type") == "hidden")
    return [(t.get("name"), t.get("value")) for t in hidden if t.get("name") not in SAFE_TO_SEND]


def put_back(page: Page, form: Tag, typed: MultiDict[str, str]) -> None:
    """Fill in what was typed, and unfold what the form lies in."""
    for folded in form.around("details"):
        page.set(folded, open=None)
    for tag in form.all("input", "select", "textarea"):
        given = typed.getlist(tag.get("name"))
        if tag.name == "select":
            _choose(page, tag, given)
        elif tag.name == "textarea":
            page.replace_text(tag, "\n".join(given))
        elif tag.get("type") in CHOICES:
            _mark(page, tag, "checked", is_so=(tag.get("value") or "on") in given)
        elif tag.get("type") not in NOT_TYPED:
            page.set(tag, value="".join(given[:1]))
        if any(given) and tag.get("type") not in NOT_TYPED:
            _unfold(page, tag)


def _choose(page: Page, select: Tag, given: list[str]) -> None:
    for option in select.all("option"):
        _mark(page, option, "selected", is_so=option.get("value") in given)


def _mark(page: Page, tag: Tag, attribute: str, *, is_so: bool) -> None:
    page.remove(tag, attribute)
    if is_so:
        page.set(tag, **{attribute: None})


def _unfold(page: Page, tag: Tag) -> None:
    for folded in tag.around("details"):
        page.set(folded, open=None)


def put_beside(
    page: Page, form: Tag | None, faults: Iterable[tuple[Fault, str]]
) -> tuple[FieldFault, ...]:
    """Say beside its field what is wrong with it; gives the faults as the summary names them."""
    shown: dict[tuple[str, str], tuple[int, FieldFault]] = {}
    for fault, remedy in faults:
        field = next(_fields_of(form, fault.field), None) if form else None
        key = (field.get("name") or field.get("id") if field else "", remedy)
        if key in shown:
            continue
        if field is None:
            target = _named(page, form, "form-sent") if form else "main"
            label = gettext("Het formulier")
        else:
            _unfold(page, field)
            target, label = _beside(page, field, remedy)
        named = FieldFault(field=fault.field, label=label, remedy=remedy, target=target)
        shown[key] = (field.begins if field else 0, named)
    return tuple(named for _, named in sorted(shown.values(), key=lambda one: one[0]))


def _fields_of(form: Tag, path: str) -> Iterator[Tag]:
    """What a fault may be about, the nearest first: a field, a group, a field of another form."""
    fields = [t for t in form.all(*FIELDS) if t.get("type") != "hidden" and t.get("name")]
    whole = _IN_A_LIST.sub("", path)
    yield from (t for t in fields if path in {t.get("name"), t.get("data-says")})
    yield from (t for t in fields if t.get("name") == whole)
    parts = path.split(".")
    yield from (t for t in fields if t.get("name").rpartition(".")[2] == parts[-1])
    above = [".".join(parts[:n]) for n in range(len(parts), 0, -1)]
    for part in above:
        yield from (t for t in form.all("fieldset", "div") if t.get("id") == target_of(part))
    yield from (t for t in fields if t.get("name") == parts[0])


def _beside(page: Page, field: Tag, remedy: str) -> tuple[str, str]:
    """Put a remedy beside a field, or under the legend of its group; gives its id and label."""
    is_choice = field.get("type") in CHOICES or field.name in {"fieldset", "div", "button"}
    group = next(field.around("fieldset"), None) if field.name != "fieldset" else field
    if is_choice and group is not None and next(group.all("legend"), None) is not None:
        target = _named(page, group, field.get("name"))
        page.set(group, tabindex="-1")
        legend = next(group.all("legend"))
        _say(page, group, group, legend.ends + len("</legend>"), remedy)
        return target, legend.text
    if field.name == "div":
        page.set(field, tabindex="-1")
        _say(page, field, field, field.inside, remedy)
        heading = next(field.all("h2", "h3"), None)
        return field.get("id"), heading.text if heading else gettext("Het formulier")
    target = _named(page, field, field.get("name"))
    label = _label_of(page, field)
    around = next((t for t in field.around("div") if "field" in t.get("class").split()), None)
    at = next(field.around("label"), field).begins
    page.set(field, aria_invalid="true")
    _say(page, field, around, at, remedy)
    return target, label.text if label else field.text or gettext("Het formulier")


def _say(page: Page, field: Tag, around: Tag | None, at: int, remedy: str) -> None:
    number = field.get("aria-describedby").count("-fault") + 1
    said = f"{field.get('id')}-fault{number}"
    page.insert(at, f'<p class="field__fault" id="{escape(said)}">{escape(remedy)}</p>')
    page.set(field, aria_describedby=f"{field.get('aria-describedby')} {said}".strip())
    if around is not None and "field--faulty" not in around.get("class"):
        page.set(around, class_=f"{around.get('class')} field--faulty".strip())


def _named(page: Page, tag: Tag, name: str) -> str:
    """The id of a tag, given to it where it has none."""
    if not tag.get("id"):
        page.set(tag, id=target_of(name))
        if tag.name == "form":
            page.set(tag, tabindex="-1")
    return tag.get("id")


def _label_of(page: Page, field: Tag) -> Tag | None:
    wrapped = next(field.around("label"), None)
    named = (t for t in page.top.all("label") if t.get("for") == field.get("id"))
    return wrapped or next(named, None)
