"""A page as a tree of its tags, so that a form on it can be found and changed where it stands."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import accumulate

from markupsafe import escape

VOID = frozenset({"br", "hr", "img", "input", "link", "meta"})
"""Tags without an end. Source: HTML standard, void elements, as far as the pages use them."""


@dataclass(eq=False)
class Tag:
    """One tag with where it stands in the text of the page."""

    name: str
    attributes: dict[str, str | None]
    begins: int
    inside: int
    """Behind the tag itself."""
    parent: "Tag | None"
    ends: int = 0
    """Before its end tag."""
    within: list["Tag"] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    def all(self, *names: str) -> Iterator["Tag"]:
        """What lies within it, in the order of the page."""
        for tag in self.within:
            if tag.name in names:
                yield tag
            yield from tag.all(*names)

    def around(self, *names: str) -> Iterator["Tag"]:
        """What it lies in, the nearest first."""
        tag = self.parent
        while tag is not None:
            if tag.name in names:
                yield tag
            tag = tag.parent

    def get(self, attribute: str) -> str:
        """An attribute, empty when it has none."""
        return self.attributes.get(attribute) or ""

    @property
    def text(self) -> str:
        """What a person reads in it."""
        return " ".join("".join(self.texts).split())


class Page(HTMLParser):
    """The text of a page with the changes that are to be made to it."""

    def __init__(self, text: str) -> None:
        """Read a page."""
        super().__init__()
        self._text = text
        self._lines = [0, *accumulate(len(line) for line in text.splitlines(keepends=True))]
        self.top = self._here = Tag("", {}, 0, 0, None, len(text))
        self._changed: dict[int, Tag] = {}
        self._inserted: list[tuple[int, str]] = []
        self._replaced: list[tuple[int, int, str]] = []
        self.feed(text)
        self.close()

    def set(self, tag: Tag, **attributes: str | None) -> None:
        """Give a tag attributes; ``class_`` and others that Python reserves end in a dash."""
        named = {name.rstrip("_").replace("_", "-"): v for name, v in attributes.items()}
        tag.attributes |= named
        self._changed[tag.begins] = tag

    def remove(self, tag: Tag, attribute: str) -> None:
        """Take an attribute from a tag."""
        if attribute in tag.attributes:
            del tag.attributes[attribute]
            self._changed[tag.begins] = tag

    def insert(self, at: int, html: str) -> None:
        """Put html at a position; what is put at one position stands in the order of the calls."""
        self._inserted.append((at, html))

    def replace_text(self, tag: Tag, text: str) -> None:
        """Give a tag another text."""
        self._replaced.append((tag.inside, tag.ends, str(escape(text))))

    def changed(self) -> str:
        """The page with all changes."""
        changes = [(at, at, n, html) for n, (at, html) in enumerate(self._inserted)]
        changes += [(t.begins, t.inside, len(changes), _written(t)) for t in self._changed.values()]
        changes += [(begins, ends, 0, html) for begins, ends, html in self._replaced]
        parts, at = [], 0
        for begins, ends, _, html in sorted(changes):
            parts += [self._text[at:begins], html]
            at = ends
        return "".join((*parts, self._text[at:]))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Go into a tag."""
        begins = self._position()
        inside = begins + len(self.get_starttag_text() or "")
        found = Tag(tag, dict(attrs), begins, inside, self._here, inside)
        self._here.within.append(found)
        if tag not in VOID:
            self._here = found

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Pass a part of a drawing."""

    def handle_endtag(self, tag: str) -> None:
        """Leave a tag."""
        if self._here.name == tag and self._here.parent is not None:
            self._here.ends = self._position()
            self._here = self._here.parent

    def handle_data(self, data: str) -> None:
        """Read a text: it belongs to everything that it lies in."""
        tag: Tag | None = self._here
        while tag is not None and tag.parent is not None and tag.name != "form":
            tag.texts.append(data)
            tag = tag.parent

    def _position(self) -> int:
        line, offset = self.getpos()
        return self._lines[line - 1] + offset


def _written(tag: Tag) -> str:
    written = (
        f" {name}" if value is None else f' {name}="{escape(value)}"'
        for name, value in tag.attributes.items()
    )
    return f"<{tag.name}{''.join(written)}>"
