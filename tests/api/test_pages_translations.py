"""Every text of the pages has both languages, and no translation is left over."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

PAGES = Path("placement/pages")
CATALOGUES = sorted((PAGES / "translations" / "en").glob("*.po"))
WHERE = [("templates/**.html", "jinja2.ext:babel_extract"), ("**.py", "python")]
KEYWORDS = {"_": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2)}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")

Text = str | tuple[str, ...]


def texts_of_the_pages() -> Iterator[Text]:
    found = extract_from_dir(PAGES, WHERE, keywords=KEYWORDS)
    for _file, _line, text, _comments, _context in found:
        yield tuple(text) if isinstance(text, tuple | list) else text


def english() -> Iterator[Message]:
    for path in CATALOGUES:
        with path.open(encoding="utf-8") as source:
            yield from read_po(source, locale="en")


def translations() -> dict[Text, Text | None]:
    entries: dict[Text, Text | None] = {}
    for message in english():
        if message.id:
            text = tuple(message.id) if isinstance(message.id, tuple | list) else message.id
            said = message.string
            entries[text] = tuple(said) if isinstance(said, tuple | list) else said
    return entries


def forms(text: Text | None) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text or ())


def test_every_text_of_the_pages_has_an_english_translation() -> None:
    known = translations()
    missing = sorted(
        {str(text) for text in texts_of_the_pages() if not all(forms(known.get(text)) or ("",))}
    )
    assert missing == []


def test_no_translation_is_left_of_a_text_that_is_gone() -> None:
    assert sorted(map(str, translations().keys() - set(texts_of_the_pages()))) == []


def test_a_translation_fills_in_the_same_facts_as_its_text() -> None:
    different = [
        text
        for text, said in translations().items()
        if {p for form in forms(text) for p in PLACEHOLDER.findall(form)}
        != {p for form in forms(said) for p in PLACEHOLDER.findall(form)}
    ]
    assert different == []


def test_a_text_is_translated_in_one_catalogue_only() -> None:
    counted = Counter(str(message.id) for message in english() if message.id)
    assert [text for text, times in counted.items() if times > 1] == []


def test_nothing_in_the_catalogue_is_marked_as_doubtful() -> None:
    assert [message.id for message in english() if message.fuzzy and message.id] == []
