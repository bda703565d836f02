"""Searches the sets of changes that could open places for one household, the cheapest first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from heapq import nsmallest

from solver.codes import PlaceId
from solver.explanation.asking import Asked, Profile
from solver.explanation.beside import Beside, taken_beds
from solver.explanation.changes import BedFreed, Change, FactChanged, SmallestChange, applied
from solver.explanation.curing import cure
from solver.explanation.freeing import Freeing
from solver.explanation.whys import needed_by, opens
from solver.facts import Household, Place, Problem
from solver.judgement import certainty
from solver.plans import Option, Plan
from solver.rulebook import Rulebook
from solver.rules.grammar import Rule
from solver.ways import How, Way

MOST_TRIED = 60
"""So many sets of changes are tried, the cheapest first, before it is said that none helps."""


@dataclass(frozen=True, order=True)
class Try:
    """A stay that changes could make possible, and their price."""

    price: int
    night: date
    number: int
    """The position of the place."""
    until: date


class Search:
    """The sets of changes that could open some places for one household, the cheapest first."""

    def __init__(
        self,
        problem: Problem,
        book: Rulebook,
        plan: Plan,
        who: Household,
        places: Sequence[Place],
        nights_later: int,
    ) -> None:
        self.problem, self.book, self.plan = problem, book, plan
        self.who, self.places = who, places
        self._asked = Asked(problem, book, who, places)
        self._beds = Freeing(problem, book, plan, who)
        self._beside = Beside(problem, book, plan, who, places)
        self._cures: dict[tuple[object, ...], tuple[FactChanged, ...] | None] = {}
        self.needed = needed_by(problem, who)
        self._nights = list(self._possible_nights(nights_later))
        self._waits = {night: self._waiting(night) for night in self._nights}

    def least(self) -> SmallestChange | None:
        """Try the sets in the order of their price; the first that opens its place is the least."""
        for each in nsmallest(MOST_TRIED, self._tries()):
            changes = self._changes(each)
            if self._may_open(each, changes):
                found = self.smallest(each.number, changes)
                if found is not None:
                    return found
        return None

    def smallest(self, number: int, changes: Sequence[Change]) -> SmallestChange | None:
        """Give those of some changes that open a place, by its position, and are all needed."""
        option = self._opened(number, changes)
        if option is None:
            return None
        for change in sorted(changes, key=lambda c: -c.price):
            fewer = [c for c in changes if c != change]
            without = self._opened(number, fewer)
            if without is not None:
                changes, option = fewer, without
        return SmallestChange(option, tuple(changes))

    def prices_by_need(self, most: int | None) -> dict[PlaceId, int]:
        """Give the price of opening each place in time, but for its beds; below ``most``."""
        found: dict[PlaceId, int] = {}
        for place, profile in zip(self.places, self._asked.profile_of, strict=True):
            always = self._price_of_rules(profile, timed=False)
            for night, until in self._stays(place) if always is not None else ():
                more = self._price_at(profile, night, until) if night <= self.needed else None
                price = None if always is None or more is None else always + more
                if price is not None and (most is None or price < most):
                    found[place.id] = min(price, found.get(place.id, price))
        return found

    def _possible_nights(self, nights_later: int) -> Iterator[date]:
        last = min(self.needed + timedelta(days=nights_later + 1), self.problem.horizon)
        yield from (night for night in self._asked.nights if night < last)

    def _tries(self) -> Iterator[Try]:
        for number, (place, profile) in enumerate(
            zip(self.places, self._asked.profile_of, strict=True)
        ):
            always = self._price_of_rules(profile, timed=False)
            if always is not None:
                for night, until in self._stays(place):
                    more = self._price_at(profile, night, until)
                    freed = None if more is None else self._beds.price(place, night, until)
                    if more is not None and freed is not None:
                        yield Try(always + more + freed, night, number, until)

    def _stays(self, place: Place) -> Iterator[tuple[date, date]]:
        lasting = self._asked.lasting(place)
        comes = {each.begins for each in taken_beds(self.problem, place.id)}
        for night, last in zip(self._nights, lasting.ends, strict=False):
            ends = sorted({last, *(end for end in comes if night < end < last)}, reverse=True)
            yield from ((night, until) for until in ends if night < until)

    def _price_at(self, profile: Profile, night: date, until: date) -> int | None:
        waits = self._waits[night]
        if waits is None:
            return None
        rules = self._price_of_rules(profile, timed=True, night=night, until=until)
        return None if rules is None else rules + sum(change.price for change in waits)

    def _price_of_rules(
        self,
        profile: Profile,
        *,
        timed: bool,
        night: date = date.min,
        until: date = date.min,
    ) -> int | None:
        """Give the price of meeting the rules that read time, or those that do not."""
        price = 0
        for rule in self.book.musts:
            if (rule.reads.night or rule.reads.until) is timed:
                cured = self._cure(rule, profile.like, night, until)
                if cured is None:
                    return None
                price += sum(change.price for change in cured)
        return price

    def _cure(
        self, rule: Rule, place: Place, night: date, until: date
    ) -> tuple[FactChanged, ...] | None:
        key = (
            rule.code,
            rule.asked_of_place(place),
            night if rule.reads.night else None,
            until if rule.reads.until else None,
        )
        if key not in self._cures:
            met = rule.ask(self.who, place, night, until).met
            self._cures[key] = () if met else cure(rule, self.who, place, night, until)
        return self._cures[key]

    def _waiting(self, night: date) -> tuple[FactChanged, ...] | None:
        """Give the change by which shelter begins on a later night; None when it cannot be."""
        if night <= self.needed:
            return ()
        for rule in self.book.prices_of_rest:
            for way in rule.gives_way:
                if isinstance(way, Way) and way.fact == "needed_from":
                    return (self._later(rule, way, night),)
        return None

    def _later(self, rule: Rule, way: Way, night: date) -> FactChanged:
        asked = rule.asked_of_household(self.who)
        late, needed = (
            rule.points * rule.judge(asked, (), until, until).shortfall
            for until in (night, self.needed)
        )
        return FactChanged(
            rule=rule.code,
            fact=way.fact,
            of=self.who.id,
            how=How.BECOMES,
            value=night,
            by=way.by,
            price=way.price + late - needed,
        )

    def _changes(self, each: Try) -> tuple[Change, ...]:
        freed = self._beds.freed(self.places[each.number], each.night, each.until) or ()
        return (*self.changes_of_rules(each), *freed, *(self._waits[each.night] or ()))

    def changes_of_rules(self, each: Try) -> Iterator[FactChanged]:
        """Give the changes by which every rule is met for a stay."""
        place = self.places[each.number]
        for rule in self.book.musts:
            for change in self._cure(rule, place, each.night, each.until) or ():
                yield change if change.of == self.who.id else replace(change, of=place.id)

    def _may_open(self, each: Try, changes: Sequence[Change]) -> bool:
        """Whether others let the household in; cheap to ask while no bed changes hands."""
        if any(isinstance(change, BedFreed) for change in changes):
            return True
        place = self.places[each.number]
        sure = certainty(self.who, place)
        return not self._beside.against(Option(self.who.id, place.id, each.night, each.until, sure))

    def _opened(self, number: int, changes: Sequence[Change]) -> Option | None:
        facts = applied(self.problem, changes)
        return opens(facts, self.book, self.plan, self.who.id, self.places[number].id)
