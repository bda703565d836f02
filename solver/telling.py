"""Puts explanations into words: one sentence each, from the rule's own sentence and its facts.

An institution is told no safety reason, not even that there is one, and nothing about other
people, not even how many. So it may be told nothing at all.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum

from solver.explanation import (
    CARRIED_OUT,
    NO_NIGHT,
    Barred,
    BedFreed,
    Change,
    FactChanged,
    Full,
    Possible,
    PricedPlace,
    Reason,
    ResidentMoved,
    SmallestChange,
    Why,
)
from solver.phrases import PHRASES, Language, Phrases
from solver.rulebook import Rulebook
from solver.rules.grammar import Kind
from solver.ways import By

Named = Callable[[str], str]
"""Gives the name that people know for an id or a code: of a place, a region, a feature."""

Explained = Why | Barred | Full | Possible | PricedPlace | SmallestChange


def tell(
    rulebook: Rulebook,
    explained: Explained,
    language: Language = "nl",
    *,
    for_institution: bool = False,
    named: Named = str,
) -> tuple[str, ...]:
    """Give the sentences of an explanation, each complete in itself."""
    teller = Teller(rulebook, PHRASES[language], language, named)
    return tuple(teller.to_institution(explained) if for_institution else teller.tell(explained))


@dataclass(frozen=True)
class Teller:
    """Knows the rules, the language, and the names that people use."""

    rulebook: Rulebook
    phrases: Phrases
    language: Language
    named: Named = str

    def tell(self, explained: Explained) -> Iterator[str]:
        """Give what the helpdesk is told."""
        match explained:
            case Barred(objections):
                yield from self.reasons(objections)
            case Full(rulings, others):
                yield from self.reasons(rulings)
                if others:
                    yield self.phrases.counted(self.phrases.others_there, others)
            case Possible(_, extra):
                yield self.phrases.possible.format(extra=self.more_or_less(extra))
            case PricedPlace():
                yield self._priced(self.phrases.place_costs, explained)
            case SmallestChange():
                yield from self._changes(explained)
            case Why():
                yield from self.reasons(explained.referred)
                yield from self.costs(explained.points)
                if explained.next_best is not None:
                    yield self._priced(self.phrases.next_best, explained.next_best)

    def to_institution(self, explained: Explained) -> Iterator[str]:
        """Give what an institution may be told of it."""
        match explained:
            case Barred(reasons) | Full(reasons, _):
                yield from self.reasons(r for r in reasons if self._may_be_told(r.rule))
            case Possible():
                yield self.phrases.can_be_had
            case Why():
                yield from self.reasons(r for r in explained.referred if self._may_be_told(r.rule))
                told = {c: n for c, n in explained.points.items() if self._may_be_told(c)}
                yield from self.costs(told)
            case SmallestChange():
                # A part of the changes opens nothing: so all are told, or none.
                if all(change.by is By.HOUSE for change in explained.changes):
                    yield from self._changes(explained)

    def reasons(self, reasons: Iterable[Reason]) -> Iterator[str]:
        """Give a sentence for each reason, with the facts that show it."""
        told = (self._with_facts(self.sentence(r.rule), r.facts) for r in reasons)
        yield from dict.fromkeys(told)

    def costs(self, points: Mapping[str, int]) -> Iterator[str]:
        """Give a sentence for each rule that costs points, the dearest first."""
        for code, cost in sorted(points.items(), key=lambda each: (-each[1], each[0])):
            yield f"{self.sentence(code)[:-1]}: {self.points(cost)}."

    def sentence(self, code: str) -> str:
        """Give the policy text of a rule; empty for one that the rulebook no longer has."""
        if code == CARRIED_OUT:
            return self.phrases.cannot_be_carried_out
        if code == NO_NIGHT:
            return self.phrases.no_night
        try:
            return str(getattr(self.rulebook.rule(code).sentence, self.language))
        except KeyError:
            return ""

    def points(self, points: int) -> str:
        """Give a number of points in words."""
        return self.phrases.counted(self.phrases.points, points)

    def more_or_less(self, extra: int) -> str:
        """Say how many points more something costs."""
        if extra == 0:
            return self.phrases.no_more
        words = self.phrases.more if extra > 0 else self.phrases.less
        return words.format(points=self.points(abs(extra)))

    def day(self, value: date) -> str:
        """Give a date as people read it in the language."""
        return self.phrases.day(value)

    def _may_be_told(self, code: str) -> bool:
        if code in {CARRIED_OUT, NO_NIGHT}:
            return code == NO_NIGHT
        rule = self.rulebook.rule(code)
        return not rule.is_safety and rule.kind is not Kind.TOGETHER

    def _priced(self, phrase: str, place: PricedPlace) -> str:
        whom = self.phrases.counted(self.phrases.others_together, place.others)
        theirs = self.more_or_less(place.extra_for_others)
        exactly = self.phrases.exactly if place.is_exact else self.phrases.at_most
        more = self.phrases.and_others.format(whom=whom, extra=exactly.format(extra=theirs))
        return phrase.format(
            place=self.named(place.option.place),
            night=self.day(place.option.night),
            extra=self.more_or_less(place.extra),
            others=more if place.others else "",
        )

    def _changes(self, found: SmallestChange) -> Iterator[str]:
        place, night = self.named(found.option.place), self.day(found.option.night)
        phrase = self.phrases.opens_if if found.changes else self.phrases.is_open
        yield phrase.format(place=place, night=night)
        moved = [change for change in found.changes if isinstance(change, ResidentMoved)]
        for change in found.changes:
            if not isinstance(change, ResidentMoved):
                yield f"{self._change(change)}."
        if moved:
            one, several = self._way(moved[0]), self.phrases.residents_move
            yield f"{one}." if len(moved) == 1 else several.format(count=len(moved))

    def _change(self, change: Change) -> str:
        match change:
            case FactChanged():
                return self._way(change).format(value=self._value(change.value))
            case BedFreed():
                return self._way(change).format(value=self.named(change.bed))
            case ResidentMoved():
                return self._way(change)

    def _way(self, change: Change) -> str:
        ways = self.rulebook.rule(change.rule).gives_way
        (way,) = (way for way in ways if way.fact == change.fact)
        return str(getattr(way, self.language))

    def _with_facts(self, sentence: str, facts: Mapping[str, object]) -> str:
        """Add what the rule found; yes and no say nothing by themselves."""
        values = [self._value(value) for value in facts.values()]
        shown = ", ".join(dict.fromkeys(value for value in values if value))
        return f"{sentence[:-1]} ({shown})." if shown else sentence

    def _value(self, value: object) -> str:
        match value:
            case Enum():
                return self.named(str(value.value))
            case date():
                return self.day(value)
            case list() | tuple() | frozenset() | set():
                return ", ".join(filter(None, (self._value(each) for each in value)))
            case str() | int() if not isinstance(value, bool):
                return self.named(self.phrases.steps.get(str(value), str(value)))
            case _:
                return ""
