"""The facts of a picture as a table in HTML, to stand beside it."""

from xml.etree.ElementTree import Element, SubElement, indent, tostring

from solver.facts import Problem
from solver.picture.harmless import harmless
from solver.picture.phrases import Phrases
from solver.picture.scene import Bar, Scene
from solver.picture.telling import acts_in_words, chain_in_words, left_out, title


def table(problem: Problem, scene: Scene, phrases: Phrases) -> str:
    """Give one row for each bar, then the chains and who is left out as lists."""
    whole = Element("section", lang=phrases.tongue)
    grid = SubElement(whole, "table")
    told = f"{title(scene, phrases)}. {phrases.value_of(scene.plan)}."
    SubElement(grid, "caption").text = told
    head = SubElement(SubElement(grid, "thead"), "tr")
    names = (phrases.place, phrases.beds, phrases.begins, phrases.until)
    for name in (*names, phrases.who, phrases.what, phrases.act):
        SubElement(head, "th", scope="col").text = name
    body = SubElement(grid, "tbody")
    for bar in scene.bars:
        _row(body, bar, phrases)
    for letter, chain in scene.chains:
        _listed(
            whole,
            chain_in_words(letter, chain, phrases),
            acts_in_words(problem, letter, chain, phrases),
        )
    for name, households in left_out(problem, scene, phrases):
        _listed(whole, name, list(households))
    indent(whole)
    return tostring(whole, encoding="unicode", method="html") + "\n"


def _row(body: Element, bar: Bar, phrases: Phrases) -> None:
    row = SubElement(body, "tr")
    SubElement(row, "th", scope="row").text = harmless(bar.place)
    who = bar.who if bar.who and not bar.mark.is_left_over else ""
    for cell in (
        ", ".join(bar.beds),
        phrases.short_day(bar.begins),
        phrases.short_day(bar.until),
        who,
        _what(bar, phrases),
        ", ".join(bar.acts),
    ):
        SubElement(row, "td").text = harmless(cell)


def _what(bar: Bar, phrases: Phrases) -> str:
    told = phrases.marks[bar.mark]
    return f"{told}, {phrases.joined.format(name=bar.joined)}" if bar.joined else told


def _listed(whole: Element, name: str, items: list[str]) -> None:
    SubElement(whole, "h3").text = name
    listed = SubElement(whole, "ol")
    for item in items:
        SubElement(listed, "li").text = harmless(item)
