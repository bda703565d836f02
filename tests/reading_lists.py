"""What a page lists: rows of tables and items of lists, facts, but for those that say "nothing"."""

import re
from html.parser import HTMLParser

NOTHING = re.compile(
    r"^(Er (is|zijn) (nu |nog )?(niets|geen)|Niemand|Niets|Nog (niets|geen)|Geen |Aan dit account)"
)
"""How pages say that there is nothing to list."""


class _Rows(HTMLParser):
    """Texts of the rows inside the main part of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.rows: list[str] = []
        self._in_main = False
        self._in_head = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - as the base class has it
        if tag == "main":
            self._in_main = True
        elif tag in {"thead", "nav"}:
            self._in_head = True
        elif tag in {"tr", "li", "dd"} and self._in_main and not self._in_head:
            self.rows.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == "main":
            self._in_main = False
        elif tag in {"thead", "nav"}:
            self._in_head = False

    def handle_data(self, data: str) -> None:
        if self._in_main and not self._in_head and self.rows:
            self.rows[-1] += data


def rows_of(page: str) -> list[str]:
    """What a page lists, each as its text."""
    texts = (" ".join(row.split()) for row in _Rows(page).rows)
    return [text for text in texts if text and not NOTHING.match(text)]
