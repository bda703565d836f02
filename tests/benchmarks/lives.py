"""Random lives of requests, holds and placements: a model in memory and both databases (DB-09).

``python -m tests.benchmarks.lives``: each life is drawn from its number and lived three times, in
memory, in SQLite and in PostgreSQL. Of every act all three must say the same, the databases with
the same error, and afterwards the invariants hold.
"""

import argparse
import random
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from placement.errors import PlacementError
from placement.service.beds.holding import accept_hold, leave_for
from placement.service.beds.placing import Acceptance, place
from placement.service.beds.releasing import arrive, depart, release, report_no_show
from placement.service.requests.ending import Ending, EndReason, end_referral
from tests.builders_store import HELPDESK, NOW, TERMS, Country, an_order, night
from tests.databases import Databases, a_server
from tests.invariants import broken_invariants

BEDS, PEOPLE = 2, 5
A_WHILE = timedelta(minutes=13)
MOST_WAITS = 8
"""So often somebody waits in a life, at most: all of it is one afternoon, before intake ends."""


class Kind(StrEnum):
    """What is done in a life."""

    BOOK = "book"
    HOLD = "hold"
    ACCEPT = "accept"
    LEAVE = "leave"
    ARRIVE = "arrive"
    DEPART = "depart"
    RELEASE = "release"
    MISS = "miss"
    END = "end"
    WAIT = "wait"


OFTEN = {Kind.BOOK: 8, Kind.HOLD: 8, Kind.ACCEPT: 6, Kind.DEPART: 6, Kind.END: 1}
"""How often something is tried; what is not named, three times."""


class Act(NamedTuple):
    """Somebody does something with a bed on some nights; which of these matter is told by what."""

    kind: Kind
    who: int
    bed: int
    begins: int
    nights: int


@dataclass
class Placed:
    """What one household has in the model."""

    bed: int
    begins: int
    until: int
    stands: str
    """``held``, ``accepted``, ``leaving`` or ``there``."""
    held_until: int = 0
    is_reported: bool = False
    """Somebody reported the departure; before that the end is a forecast, and nobody follows."""


@dataclass
class Model:
    """The rules of one afternoon, in memory: written from design.md 3 and 6, not from the code."""

    placed: dict[int, Placed] = field(default_factory=dict)
    ended: set[int] = field(default_factory=set)
    """Whose request is over."""
    waited: int = 0

    def does(self, act: Act) -> bool:
        """Do an act; gives whether it can be done."""
        if act.kind is Kind.WAIT:
            return self._waits()
        if act.kind in {Kind.BOOK, Kind.HOLD}:
            return self._takes(act)
        if act.kind is Kind.END:
            return self._ends(act.who)
        own = self.placed.get(act.who)
        return own is not None and self._goes_on(act, own)

    def _waits(self) -> bool:
        self.waited += 1
        self.placed = {
            who: own
            for who, own in self.placed.items()
            if own.stands != "held" or own.held_until > self._minutes
        }
        return True

    @property
    def _minutes(self) -> int:
        return min(self.waited, MOST_WAITS) * int(A_WHILE.total_seconds() // 60)

    def _takes(self, act: Act) -> bool:
        until = act.begins + act.nights
        if act.who in self.placed or act.who in self.ended:
            return False
        for other in self._in_bed(act.bed):
            if other.begins < until and (act.begins < other.until or not other.is_reported):
                return False
        stands = "held" if act.kind is Kind.HOLD else "accepted"
        over = self._minutes + int(TERMS.hold_for.total_seconds() // 60)
        self.placed[act.who] = Placed(act.bed, act.begins, until, stands, over)
        return True

    def _ends(self, who: int) -> bool:
        if who in self.ended:
            return False
        self.ended.add(who)
        self.placed.pop(who, None)
        return True

    def _goes_on(self, act: Act, own: Placed) -> bool:
        if act.kind is Kind.ACCEPT:
            return self._stands(own, "accepted", {"held"})
        if act.kind is Kind.LEAVE:
            return self._stands(own, "leaving", {"accepted"})
        if act.kind is Kind.DEPART:
            return own.stands == "there" and self._departs(own, act.nights)
        if act.kind is Kind.ARRIVE:
            return self._arrives(act.who, own)
        # Nobody has failed to come before their night, or before they were promised a bed.
        is_due = own.stands != "held" and own.begins <= 0
        if may := own.stands != "there" and (act.kind is Kind.RELEASE or is_due):
            del self.placed[act.who]
        return may

    def _stands(self, own: Placed, then: str, before: set[str]) -> bool:
        if may := own.stands in before:
            own.stands = then
        return may

    def _arrives(self, who: int, own: Placed) -> bool:
        others = [other for other in self._in_bed(own.bed) if other is not own]
        is_early = own.begins == 1 and not any(other.begins < 1 for other in others)
        if own.begins > 0 and not is_early:
            return False
        if may := self._stands(own, "there", {"accepted", "leaving"}):
            own.begins = 0
            self.ended.add(who)
        return may

    def _departs(self, own: Placed, on: int) -> bool:
        others = [other for other in self._in_bed(own.bed) if other is not own]
        if any(other.begins < on for other in others):
            return False
        own.until, own.is_reported = on, True
        return True

    def _in_bed(self, bed: int) -> list[Placed]:
        return [own for own in self.placed.values() if own.bed == bed]


@dataclass
class Real:
    """The same in a database."""

    country: Country
    name: str
    placed: dict[int, str] = field(default_factory=dict)
    waited: int = 0

    def __post_init__(self) -> None:
        self.country.site(f"{self.name}s")
        for bed in range(BEDS):
            self.country.place(f"{self.name}p{bed}", site_id=f"{self.name}s")
        for who in range(PEOPLE):
            self.country.referral(f"{self.name}h{who}")

    def does(self, act: Act) -> str:
        """Do an act; gives the name of the error, nothing when it was done."""
        try:
            self._do(act)
        except PlacementError as refused:
            return type(refused).__name__
        return ""

    def _do(self, act: Act) -> None:
        now = NOW + min(self.waited, MOST_WAITS) * A_WHILE
        store, placement = self.country.store, self.placed.get(act.who, "none")
        new_id: Callable[[], str] = self.country.new_id
        match act.kind:
            case Kind.WAIT:
                self.waited += 1
            case Kind.BOOK | Kind.HOLD:
                household, where = f"{self.name}h{act.who}", f"{self.name}p{act.bed}"
                until = act.begins + act.nights
                order = an_order(household, where, begins=act.begins, until=until)
                asked = Acceptance(orders=(order,), reason="x", hold=act.kind is Kind.HOLD)
                (self.placed[act.who],) = place(
                    store, asked, by=HELPDESK, now=now, new_id=new_id, terms=TERMS
                )
            case Kind.ACCEPT:
                accept_hold(
                    store, placement, reason="x", by=HELPDESK, now=now, new_id=new_id, terms=TERMS
                )
            case Kind.LEAVE:
                leave_for(store, placement, by=HELPDESK, now=now)
            case Kind.ARRIVE:
                arrive(store, placement, by=HELPDESK, now=now, new_id=new_id)
            case Kind.DEPART:
                on = night(act.nights)
                depart(store, placement, on=on, destination="x", by=HELPDESK, now=now)
            case Kind.RELEASE:
                release(store, placement, reason="x", by=HELPDESK, now=now)
            case Kind.MISS:
                report_no_show(store, placement, reason="x", by=HELPDESK, now=now)
            case Kind.END:
                ending = Ending(reason=EndReason.OTHER)
                end_referral(store, f"r-{self.name}h{act.who}", ending, by=HELPDESK, now=now)


def live(countries: Sequence[Country], name: str, life: Sequence[Act]) -> str | None:
    """Live one life in memory and in each database; gives the first difference, None without."""
    model, reals = Model(), [Real(country, name) for country in countries]
    for number, act in enumerate(life, 1):
        expected, told = model.does(act), [real.does(act) for real in reals]
        if len(set(told)) > 1 or (told[0] == "") is not expected:
            return f"act {number}, {act}: expected {expected}, told {told}"
    for country in countries:
        with country.store.reading() as session:
            if broken := broken_invariants(session, NOW):
                return "; ".join(broken)
    return None


def a_life(chance: random.Random, acts: int) -> list[Act]:
    """Draw one."""
    kinds = [kind for kind in Kind for _ in range(OFTEN.get(kind, 3))]
    return [
        Act(
            chance.choice(kinds),
            chance.randrange(PEOPLE),
            chance.randrange(BEDS),
            chance.choice((0, 0, 0, 1, 2, 5)),
            chance.randint(1, 9),
        )
        for _ in range(acts)
    ]


@contextmanager
def both(databases: Databases) -> Iterator[list[Country]]:
    """Open a country on each database."""
    with (
        databases.opened("sqlite", "same_sqlite") as one,
        databases.opened("postgresql", "same_postgresql") as other,
    ):
        yield [Country(one), Country(other)]


def main(arguments: Sequence[str] | None = None) -> int:
    """Live many; the exit code says whether any two differed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lives", type=int, default=300)
    parser.add_argument("--acts", type=int, default=30)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args(arguments)
    differ = 0
    done = dict.fromkeys(Kind, 0)
    with tempfile.TemporaryDirectory() as folder, a_server() as address:
        for number in range(asked.seed, asked.seed + asked.lives):
            # Databases of their own: the invariants are asked of all rows.
            with both(Databases(Path(folder), address)) as countries:
                life = a_life(random.Random(number), asked.acts)
                model = Model()
                for act in life:
                    done[act.kind] += model.does(act)
                if told := live(countries, f"life{number}-", life):
                    differ += 1
                    print(f"life {number}: {told}", flush=True)
    acts = ", ".join(f"{kind} {count:,}" for kind, count in done.items())
    print(f"{asked.lives} lives of {asked.acts} acts, {differ} differ; done: {acts}")
    return int(differ > 0)


if __name__ == "__main__":
    raise SystemExit(main())
