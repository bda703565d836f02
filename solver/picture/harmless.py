"""Texts from outside, made fit for XML; the writer of the elements escapes the rest."""

import re
from collections.abc import Iterator

NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Source: XML 1.0 (fifth edition), production 2 (Char)."""
WIDE = 0.58
"""Width of a letter in a sans-serif font as a part of its size, on the large side."""


def harmless(text: str) -> str:
    """Replace what XML cannot hold by a sign that something stood there."""
    return NOT_IN_XML.sub("\ufffd", text)


def broken(text: str, width: float, size: float) -> Iterator[str]:
    """Give a text in lines that fit a width, broken between words; a longer word is shortened."""
    most = int(width / (WIDE * size))
    line = ""
    for word in text.split(" "):
        if line and len(line) + 1 + len(word) > most:
            yield shortened(line, width, size)
            line = ""
        line = f"{line} {word}" if line else word
    yield shortened(line, width, size)


def shortened(text: str, width: float, size: float) -> str:
    """Give as much of a text as fits a width, in units of the picture, at a font size."""
    most = int(width / (WIDE * size))
    if len(text) <= most:
        return harmless(text)
    return harmless(f"{text[: most - 1]}…") if most > 1 else ""
