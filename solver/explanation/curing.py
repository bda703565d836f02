"""The least changes of facts by which one rule is met: found by asking the rule itself."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Any

from solver.explanation.changes import FactChanged
from solver.facts import Household, Place
from solver.rules.grammar import Rule
from solver.ways import Way, edited

MOST_OPTIONAL = 10
"""Changes that a rule could do without which are tried in every combination."""


@dataclass(frozen=True)
class _Edit:
    way: Way
    value: object


def cure(
    rule: Rule, household: Household, place: Place, night: date, until: date
) -> tuple[FactChanged, ...] | None:
    """Give the cheapest changes after which a rule is met; None when no change meets it."""
    found = _Cure(rule, household, place, night, until).cheapest()
    if found is None:
        return None
    return tuple(_change(rule, household, place, each) for each in found)


class _Cure:
    def __init__(
        self, rule: Rule, household: Household, place: Place, night: date, until: date
    ) -> None:
        self._rule, self._times = rule, (night, until)
        self._names = rule.reads.household, rule.reads.place
        self._values = rule.asked_of_household(household), rule.asked_of_place(place)
        self._edits = [edit for way in rule.gives_way for edit in self._edits_of(way)]

    def cheapest(self) -> tuple[_Edit, ...] | None:
        """Without any of the necessary edits the rule is not met, whatever else is edited."""
        if not self._edits or not self._is_met(self._edits):
            return None
        needed = [e for e in self._edits if not self._is_met([o for o in self._edits if o != e])]
        rest = [edit for edit in self._edits if edit not in needed][:MOST_OPTIONAL]
        subsets = (more for n in range(len(rest) + 1) for more in combinations(rest, n))
        for more in sorted(subsets, key=lambda edits: sum(edit.way.price for edit in edits)):
            if self._is_met([*needed, *more]):
                return (*needed, *more)
        return tuple(self._edits)

    def _edits_of(self, way: object) -> Iterator[_Edit]:
        if isinstance(way, Way):
            for names, values in zip(self._names, self._values, strict=True):
                if way.fact in names:
                    value = values[names.index(way.fact)]
                    yield from (_Edit(way, edit) for edit in way.edits(value))

    def _is_met(self, edits: Sequence[_Edit]) -> bool:
        ours, theirs = (
            tuple(_after(name, value, edits) for name, value in zip(names, values, strict=True))
            for names, values in zip(self._names, self._values, strict=True)
        )
        return self._rule.judge(ours, theirs, *self._times).met


def _after(name: str, value: Any, edits: Sequence[_Edit]) -> Any:  # noqa: ANN401 - any fact
    for edit in edits:
        if edit.way.fact == name:
            value = edited(edit.way.how, value, edit.value, edit.way.becomes)
    return value


def _change(rule: Rule, household: Household, place: Place, edit: _Edit) -> FactChanged:
    way = edit.way
    return FactChanged(
        rule=rule.code,
        fact=way.fact,
        of=household.id if way.fact in rule.reads.household else place.id,
        how=way.how,
        value=edit.value,
        by=way.by,
        price=way.price,
        start=way.becomes,
        kept_in=way.kept_in,
    )
