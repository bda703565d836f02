"""The kinds of sentence in which rules are written: must, refer, prefer, together.

A rule names the facts it reads and is given nothing else. Its parameters are that declaration:
before the ``/`` facts of the household, after it facts of the place and, where they matter,
``night`` (of arrival) and ``until`` (the first night no longer slept there).
"""

import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from operator import attrgetter
from typing import Any, NamedTuple

from solver.facts import Household, Place
from solver.rulings import Ruling
from solver.sought import Sought
from solver.ways import BedWay, Way

Evidence = Mapping[str, object]


class Kind(StrEnum):
    """What a rule does: bars a pair, refers a household, prices a pair, or limits together."""

    MUST = "must"
    REFER = "refer"
    PREFER = "prefer"
    TOGETHER = "together"


@dataclass(frozen=True)
class Finding:
    """What a check found: how much is lacking (zero is met) and the facts that show it."""

    shortfall: int
    facts: Evidence = field(default_factory=dict)

    @property
    def met(self) -> bool:
        """Whether nothing is lacking."""
        return self.shortfall == 0


MET = Finding(0)
"""What is found when nothing is lacking; one value for all, since most that is asked is met."""


def holds(condition: bool, **facts: object) -> Finding:
    """Give the finding of a plain yes or no; the facts are kept only when it fails."""
    return MET if condition else Finding(1, facts)


def short_by(shortfall: int, **facts: object) -> Finding:
    """Give the finding of a count of what is lacking."""
    return Finding(shortfall, facts) if shortfall else MET


class Sentence(NamedTuple):
    """The policy text of a rule in the two languages of the product."""

    nl: str
    en: str


NO_DETAIL = Sentence("", "")


@dataclass(frozen=True)
class Reads:
    """The facts that a rule declares, by side, in the order of its parameters."""

    household: tuple[str, ...]
    place: tuple[str, ...]
    night: bool
    until: bool


@dataclass(frozen=True)
class Rule:
    """A rule about one household in one place (must, refer, prefer).

    ``points`` is the price of one unit of shortfall and ``at_most`` the most units that can be
    lacking; a price per night has no such bound and is no preference (design section 5).
    """

    code: str
    kind: Kind
    source: str
    sentence: Sentence
    check: Callable[..., Finding]
    reads: Reads
    detail: Sentence = NO_DETAIL
    """What the handbook adds, so that the rule can be followed from its text alone."""
    points: int = 0
    at_most: int | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    also_at_rest: bool = False
    """Whether a price that names place facts also counts at rest: each of them is then None."""
    gives_way: tuple[Way | BedWay, ...] = ()

    @property
    def is_safety(self) -> bool:
        """Whether the rule protects somebody; its reason is never shown to an institution."""
        return self.code.startswith("SAF")

    @property
    def applies_to_rest(self) -> bool:
        """Whether the rule also prices a household that takes no place."""
        names_no_place = not self.reads.place and not self.reads.until
        return self.kind is Kind.PREFER and (names_no_place or self.also_at_rest)

    def in_force(self, on: date) -> bool:
        """Whether the rule holds on a day; its validity is half-open."""
        return _valid(on, self.valid_from, self.valid_until)

    def asked_of_household(self, household: Household) -> tuple[Any, ...]:
        """Give the values of the household facts that the rule reads, in its own order."""
        return self._of_household(household)

    def asked_of_place(self, place: Place) -> tuple[Any, ...]:
        """Give the values of the place facts that the rule reads, in its own order."""
        return self._of_place(place)

    def ask(self, household: Household, place: Place, night: date, until: date) -> Finding:
        """Ask the rule about one pair on one night."""
        return self.judge(self._of_household(household), self._of_place(place), night, until)

    def ask_of_household(self, household: Household) -> Finding:
        """Ask a rule that names neither place nor night, such as a verdict before matching."""
        return self.judge(self.asked_of_household(household), (), date.min, date.min)

    def ask_of_rest(self, household: Household, horizon: date) -> Finding:
        """Ask a price about a household that rests to the horizon: it has no place then."""
        nowhere = (None,) * len(self.reads.place)
        return self.judge(self.asked_of_household(household), nowhere, horizon, horizon)

    def judge(
        self, household: tuple[Any, ...], place: tuple[Any, ...], night: date, until: date
    ) -> Finding:
        """Ask the rule about values, which is how the engine asks once per distinct combination."""
        reads = self.reads
        if not reads.until:
            if reads.night:
                found = self.check(*household, *place, night=night)
            else:
                found = self.check(*household, *place)
        elif reads.night:
            found = self.check(*household, *place, night=night, until=until)
        else:
            found = self.check(*household, *place, until=until)
        if self.at_most is None or found.shortfall <= self.at_most:
            return found
        return Finding(self.at_most, found.facts)

    @cached_property
    def _of_household(self) -> Callable[[Household], tuple[Any, ...]]:
        return _values(self.reads.household)

    @cached_property
    def _of_place(self) -> Callable[[Place], tuple[Any, ...]]:
        return _values(self.reads.place)


@dataclass(frozen=True)
class TogetherRule:
    """A rule about several choices at once: room, site, group.

    It is told what is sought and yields rulings, which name facts and places but no option; what
    counts them is `solver.choices` for one plan and `solver.rows` for all options at once.
    """

    code: str
    source: str
    sentence: Sentence
    rulings: Callable[[Sought], Iterator[Ruling]]
    reads: tuple[str, ...]
    """The facts of a household that the rulings read, those by which they count included."""
    detail: Sentence = NO_DETAIL
    valid_from: date | None = None
    valid_until: date | None = None
    kind: Kind = Kind.TOGETHER
    gives_way: tuple[Way | BedWay, ...] = ()

    @property
    def is_safety(self) -> bool:
        """Whether the rule protects somebody; its reason is never shown to an institution."""
        return self.code.startswith("SAF")

    def in_force(self, on: date) -> bool:
        """Whether the rule holds on a day; its validity is half-open."""
        return _valid(on, self.valid_from, self.valid_until)


def _values(names: tuple[str, ...]) -> Callable[[Any], tuple[Any, ...]]:
    """Give what reads some facts of a record: without a loop, for it is asked most of all."""
    if not names:
        return lambda _: ()
    read = attrgetter(*names)
    return read if len(names) > 1 else lambda record: (read(record),)


def _valid(on: date, valid_from: date | None, valid_until: date | None) -> bool:
    after_start = valid_from is None or valid_from <= on
    return after_start and (valid_until is None or on < valid_until)


def _reads(check: Callable[..., Finding]) -> Reads:
    parameters = inspect.signature(check).parameters.values()
    before = tuple(p.name for p in parameters if p.kind is p.POSITIONAL_ONLY)
    after = tuple(p.name for p in parameters if p.kind is not p.POSITIONAL_ONLY)
    return Reads(
        household=before,
        place=tuple(name for name in after if name not in {"night", "until"}),
        night="night" in after,
        until="until" in after,
    )


def _english(check: Callable[..., Any]) -> tuple[str, str]:
    """Give the sentence of a rule and its detail: the first line of its docstring, and the rest."""
    sentence, _, detail = (inspect.getdoc(check) or "").partition("\n")
    return sentence, " ".join(detail.split())


def must(
    code: str, *, source: str, nl: str, detail_nl: str = "", **validity: date
) -> Callable[[Callable[..., Finding]], Rule]:
    """Declare a rule that bars a household from a place when it is not met.

    ``validity`` may be ``valid_from`` and ``valid_until``, as for every kind of rule.
    """
    return _declare(Kind.MUST, code, source=source, nl=nl, detail_nl=detail_nl, **validity)


def refer(
    code: str, *, source: str, nl: str, detail_nl: str = "", **validity: date
) -> Callable[[Callable[..., Finding]], Rule]:
    """Declare a verdict before matching: a household that fails it is referred elsewhere."""
    return _declare(Kind.REFER, code, source=source, nl=nl, detail_nl=detail_nl, **validity)


def prefer(
    code: str,
    *,
    points: int,
    source: str,
    nl: str,
    detail_nl: str = "",
    at_most: int | None = None,
    also_at_rest: bool = False,
    **validity: date,
) -> Callable[[Callable[..., Finding]], Rule]:
    """Declare a rule that costs ``points`` for every unit of shortfall."""
    texts = {"nl": nl, "detail_nl": detail_nl}
    terms = {"points": points, "at_most": at_most, "also_at_rest": also_at_rest}
    told: dict[str, Any] = texts | terms | validity
    return _declare(Kind.PREFER, code, source=source, **told)


def _declare(
    kind: Kind,
    code: str,
    *,
    source: str,
    nl: str,
    detail_nl: str = "",
    **terms: Any,  # noqa: ANN401 - the other fields of Rule, by name
) -> Callable[[Callable[..., Finding]], Rule]:
    def declared(check: Callable[..., Finding]) -> Rule:
        en, detail_en = _english(check)
        sentence, detail = Sentence(nl, en), Sentence(detail_nl, detail_en)
        return Rule(code, kind, source, sentence, check, _reads(check), detail, **terms)

    return declared


def together(
    code: str,
    *,
    source: str,
    nl: str,
    reads: tuple[str, ...],
    detail_nl: str = "",
    **validity: date,
) -> Callable[[Callable[[Sought], Iterator[Ruling]]], TogetherRule]:
    """Declare a rule about several choices at once, with the facts of a household it reads."""

    def declared(rulings: Callable[[Sought], Iterator[Ruling]]) -> TogetherRule:
        en, detail_en = _english(rulings)
        sentence, detail = Sentence(nl, en), Sentence(detail_nl, detail_en)
        terms: dict[str, Any] = {**validity}
        return TogetherRule(code, source, sentence, rulings, reads, detail, **terms)

    return declared
