"""Who was overtaken by somebody who asked later, and the reason that the plan has for it.

On a night somebody is overtaken when a place that is lawful for both goes, that night, to somebody
of the same class who asked later, while they themselves get nothing that night. The reason is
worked out by exchanging the two: the rules that the exchange would break together with the rest of
the plan, else the rules by which it would cost more points. An exchange that breaks nothing and
makes nothing dearer, or less than it makes cheaper, has no reason.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from solver.ends import latest_end
from solver.facts import Household, Problem
from solver.judgement import broken_rulings, certainty, objections, penalty, rest_penalty
from solver.plans import Assignment, Option, Plan
from solver.rulebook import Rulebook

Asked = Mapping[str, int]
"""The night on which each household asked."""


@dataclass(frozen=True)
class Overtaking:
    """One household overtaken by another, with the reason: what weighs most comes first."""

    earlier: Household
    later: Household
    reason: tuple[str, ...]
    """Empty when there is none."""


def overtakings(book: Rulebook, problem: Problem, plan: Plan, asked: Asked) -> list[Overtaking]:
    """Give everybody who is overtaken tonight by this plan."""
    return list(_Exchanges(book, problem, plan, asked).all())


class _Exchanges:
    def __init__(self, book: Rulebook, problem: Problem, plan: Plan, asked: Asked) -> None:
        self.book, self.problem, self.plan, self.asked = book, problem, plan, asked
        self.told = {a.option.household: a for a in plan.assignments}

    def all(self) -> Iterator[Overtaking]:
        new = [h for h in self.problem.households if not h.is_resident]
        tonight = [h for h in new if self._is_served(h)]
        matched = set(self.plan.referred)
        passed_by = [h for h in new if not self._is_served(h) and h.id not in matched]
        for later in tonight:
            for earlier in passed_by:
                if self._asked_before(earlier, later):
                    reason = self._reason(earlier, later)
                    if reason is not None:
                        yield Overtaking(earlier, later, reason)

    def _is_served(self, household: Household) -> bool:
        told = self.told.get(household.id)
        return told is not None and told.option.night == self.problem.tonight

    def _asked_before(self, earlier: Household, later: Household) -> bool:
        same_class = earlier.urgency is later.urgency
        return same_class and self.asked[earlier.id] < self.asked[later.id]

    def _reason(self, earlier: Household, later: Household) -> tuple[str, ...] | None:
        """Give why the later one got the place; None when it is not lawful for the earlier."""
        given = self.told[later.id]
        taken = self._instead(earlier, given)
        if taken is None:
            return None
        others = [a.option for a in self.plan.assignments if a not in self._of(earlier, later)]
        broken = broken_rulings(self.book, self.problem, [*others, taken])
        if broken:
            return tuple(sorted({f"breaks {rule.code}" for rule, _ in broken}))
        ways = [self._costs(taken, earlier) + self._rests(later)]
        left = self._left_by(earlier, later)
        if left and not broken_rulings(self.book, self.problem, [*others, taken, left]):
            ways.append(self._costs(taken, earlier) + self._costs(left, later))
        return min((self._dearer(way, earlier, later) for way in ways), key=_total)[1]

    def _instead(self, earlier: Household, given: Assignment) -> Option | None:
        place, night = self.problem.place_by_id[given.option.place], given.option.night
        until = min(latest_end(earlier, place, night, self.problem.horizon), self._next_in(given))
        barred = until <= night or objections(self.book, earlier, place, night, until)
        if barred or earlier.size > len(place.beds):
            return None
        return Option(earlier.id, place.id, night, until, certainty(earlier, place))

    def _next_in(self, given: Assignment) -> date:
        """Give the night on which the facts bring somebody into one of the beds given."""
        comes = [
            o.begins
            for o in self.problem.occupancies
            if o.bed in given.beds and o.begins > given.option.night
        ]
        return min(comes, default=self.problem.horizon)

    def _left_by(self, earlier: Household, later: Household) -> Option | None:
        """Give the later place of the earlier one, where it is lawful for the other."""
        told = self.told.get(earlier.id)
        if told is None:
            return None
        option = told.option
        place = self.problem.place_by_id[option.place]
        until = min(option.until, latest_end(later, place, option.night, self.problem.horizon))
        if until <= option.night or later.size > len(place.beds):
            return None
        if objections(self.book, later, place, option.night, until):
            return None
        return Option(later.id, place.id, option.night, until, certainty(later, place))

    def _dearer(
        self, way: Counter[str], earlier: Household, later: Household
    ) -> tuple[int, tuple[str, ...]]:
        now = Counter[str]()
        for household in (earlier, later):
            told = self.told.get(household.id)
            now += Counter(told.points) if told else self._rests(household)
        more = {code: way[code] - now[code] for code in way.keys() | now.keys()}
        total = sum(more.values())
        dearest_first = sorted((-n, code) for code, n in more.items() if n > 0)
        return total, tuple(code for _, code in dearest_first) if total >= 0 else ()

    def _costs(self, option: Option, household: Household) -> Counter[str]:
        place = self.problem.place_of(option)
        return Counter(penalty(self.book, household, place, option.night, option.until))

    def _rests(self, household: Household) -> Counter[str]:
        return Counter(rest_penalty(self.book, household, self.problem.horizon))

    def _of(self, *households: Household) -> list[Assignment]:
        return [self.told[h.id] for h in households if h.id in self.told]


def _total(dearer: tuple[int, tuple[str, ...]]) -> int:
    return dearer[0]
