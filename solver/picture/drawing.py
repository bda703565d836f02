"""Draws a scene: a lane for each place, a row for each bed, a column for each night."""

from collections.abc import Iterator
from datetime import date, timedelta
from xml.etree.ElementTree import SubElement, indent, tostring

from solver.codes import BedId
from solver.facts import Place, Problem
from solver.picture.arrows import arrow
from solver.picture.harmless import harmless, shortened
from solver.picture.palette import FAINT, INK, PAPER
from solver.picture.phrases import Phrases
from solver.picture.scene import Bar, Mark, Scene
from solver.picture.sheet import MARGIN, ROW, SMALL, STRIP, TEXT, WIDTH, Sheet
from solver.picture.telling import (
    acts_in_words,
    bar_in_words,
    chain_in_words,
    left_out,
    sentences,
    title,
)

LEFT = 38
"""Where tonight begins: arrows reach to the left of it."""
HEADING, GAP = 17, 3
LEAST_BAR = 2.0
DATE_WIDTH = 42
STEPS = (1, 2, 7, 14, 28, 56, 112, 366)
"""Nights between two dates of the calendar."""


def draw(problem: Problem, scene: Scene, phrases: Phrases, name: str) -> str:
    """Give the picture; ``name`` begins every id in it, so that two can stand on one page."""
    drawing = _Drawing(problem, scene, phrases, name)
    drawing.head()
    drawing.lanes()
    drawing.foot()
    return drawing.written()


class _Drawing:
    def __init__(self, problem: Problem, scene: Scene, phrases: Phrases, name: str) -> None:
        self.problem, self.scene, self.phrases = problem, scene, phrases
        self.sheet = Sheet(name)
        self.night = (WIDTH - LEFT - MARGIN) / (scene.horizon - scene.tonight).days
        self.rows: dict[BedId, float] = {}

    def head(self) -> None:
        sheet, root = self.sheet, self.sheet.root
        told = title(self.scene, self.phrases)
        for part, text in (
            ("title", told),
            ("desc", " ".join(sentences(self.problem, self.scene, self.phrases))),
        ):
            SubElement(root, part, id=f"{sheet.name}-{part}").text = harmless(text)
        SubElement(root, "rect", width="100%", height="100%", fill=PAPER)
        sheet.patterns()
        sheet.line(told, is_heading=True)
        sheet.line(self.phrases.value_of(self.scene.plan))

    def lanes(self) -> None:
        top = self.sheet.bottom + 4
        self.sheet.bottom = top + 12
        for place in self.scene.places:
            self.sheet.bottom += HEADING
            self.rows |= self.room_for(place)
        self.calendar(top)
        for place in self.scene.places:
            self.heading(place)
        for bar in self.scene.bars:
            self.bar(bar)
        self.arrows()

    def arrows(self) -> None:
        middles = {bed: y + ROW / 2 for bed, y in self.rows.items()}
        drawn = [
            arrow(move, middles, self.x(move.night), number)
            for number, move in enumerate(self.scene.moves)
        ]
        lines, numbers = zip(*filter(None, drawn), strict=True) if any(drawn) else ((), ())
        self.sheet.root.extend([*lines, *filter(lambda n: n is not None, numbers)])

    def room_for(self, place: Place) -> dict[BedId, float]:
        rows = {}
        for bed in place.beds:
            rows[bed] = self.sheet.bottom
            self.sheet.bottom += ROW + GAP
        return rows

    def x(self, night: date) -> float:
        return LEFT + (night - self.scene.tonight).days * self.night

    def calendar(self, top: float) -> None:
        step = next((s for s in STEPS if s * self.night >= DATE_WIDTH), STEPS[-1])
        for number in range(0, (self.scene.horizon - self.scene.tonight).days, step):
            night = self.scene.tonight + timedelta(days=number)
            x = self.x(night)
            line = SubElement(self.sheet.root, "path", stroke=FAINT)
            line.set("d", f"M{x:g} {top:g}V{self.sheet.bottom:g}")
            line.set("stroke-width", "0.5")
            if x + DATE_WIDTH > WIDTH:
                break
            told = SubElement(self.sheet.root, "text", x=f"{x + 2:g}", y=f"{top + 9:g}", fill=INK)
            told.set("font-size", f"{SMALL:g}")
            told.text = self.phrases.short_day(night)

    def heading(self, place: Place) -> None:
        phrases = self.phrases
        about = f"{place.scheme}, {phrases.uses[place.use]}"
        y = self.rows[place.beds[0]] - 4
        told = SubElement(self.sheet.root, "text", x=f"{LEFT}", y=f"{y:g}", fill=INK)
        told.set("font-size", f"{TEXT:g}")
        told.set("paint-order", "stroke")
        told.set("stroke", PAPER)
        told.set("stroke-width", "3")
        told.text = shortened(f"{place.id} · {about}", WIDTH - LEFT - MARGIN, TEXT)

    def bar(self, bar: Bar) -> None:
        x = self.x(bar.begins)
        width = max(LEAST_BAR, self.x(bar.until) - x - 1)
        named = bar.who or self.phrases.labels.get(bar.mark, "")
        if bar.joined:
            named = f"{named} ({bar.joined})"
        for bed in (bed for bed in bar.beds if bed in self.rows):
            drawn = self.sheet.box(bar.mark, x, self.rows[bed], width)
            SubElement(drawn, "title").text = harmless(bar_in_words(bar, self.phrases))
            if not bar.mark.is_left_over:
                self.sheet.label(drawn, bar.mark, named, x, self.rows[bed], width)

    def foot(self) -> None:
        self.sheet.bottom += 4
        for name, items in self.lists():
            self.sheet.line(name, is_heading=True)
            for item in items:
                self.sheet.line(item)
        self.key()

    def lists(self) -> Iterator[tuple[str, list[str]]]:
        for letter, chain in self.scene.chains:
            acts = acts_in_words(self.problem, letter, chain, self.phrases)
            yield chain_in_words(letter, chain, self.phrases), acts
        for name, households in left_out(self.problem, self.scene, self.phrases):
            yield name, list(households)

    def key(self) -> None:
        """Say what each kind of bar means that is drawn."""
        sheet = self.sheet
        sheet.bottom += 6
        drawn = {bar.mark for bar in self.scene.bars}
        for mark in (mark for mark in Mark if mark in drawn):
            lower = STRIP if mark.is_left_over else 0
            sheet.box(mark, MARGIN, sheet.bottom - lower, LEFT - 2 * MARGIN)
            told = SubElement(sheet.root, "text", x=f"{LEFT}", y=f"{sheet.bottom + 13:g}", fill=INK)
            told.set("font-size", f"{TEXT:g}")
            told.text = self.phrases.marks[mark]
            sheet.bottom += ROW + GAP
        if self.scene.moves:
            sheet.line(self.phrases.arrows, SMALL)

    def written(self) -> str:
        root, name = self.sheet.root, self.sheet.name
        root.set("viewBox", f"0 0 {WIDTH} {self.sheet.bottom + MARGIN:g}")
        root.set("lang", self.phrases.tongue)
        root.set("aria-labelledby", f"{name}-title")
        root.set("aria-describedby", f"{name}-desc")
        root.set("font-family", "system-ui, sans-serif")
        root.set("style", "max-width: 48rem")
        indent(root)
        return tostring(root, encoding="unicode") + "\n"
