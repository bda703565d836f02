"""Many clients book, release and prolong in few beds at once, and write down what they saw."""

import itertools
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from random import Random

from sqlalchemy.orm import Session

from placement.errors import BedNoLongerFree, TooBusy
from placement.service.beds.placing import Acceptance, Order, place
from placement.service.beds.releasing import arrive, depart, release
from placement.store.database.opening import Store
from solver.codes import HouseholdId, PlaceId
from solver.plans import Option
from tests.benchmarks.linear.checker import Kind, Operation, Seen
from tests.builders_store import HELPDESK, HORIZON_NIGHTS, NOW, TERMS, Country, night

LOST_SHARE = 0.03
ARRIVING_SHARE = 0.25


class AnswerLost(Exception):
    """The connection broke: nobody knows whether the act was done."""


class LosingStore(Store):
    """A store whose transactions never reach their commit."""

    @contextmanager
    def writing(self, now: datetime | None = None) -> Iterator[Session]:
        """Undo everything at the end."""
        with super().writing(now) as session:
            yield session
            raise AnswerLost


@dataclass
class Client:
    """One client with households of its own; each has one placement at a time."""

    store: Store
    name: str
    """No other client of any round is called so: its placements are named after it."""
    beds: list[str]
    random: Random
    ticks: "itertools.count[int]"
    households: list[str]
    placed: dict[str, tuple[str, str, int, int]] = field(default_factory=dict)
    """By household: the placement, its bed and its nights."""
    history: list[Operation] = field(default_factory=list)
    made: int = 0

    def act(self) -> None:
        """Do one operation and write down what was seen."""
        free = [who for who in self.households if who not in self.placed]
        if free and (not self.placed or self.random.random() < 0.6):
            self._book(self.random.choice(free))
            return
        if not self.placed:
            return
        who = self.random.choice(sorted(self.placed))
        _, _, begins, _ = self.placed[who]
        if begins == 0 and self.random.random() < ARRIVING_SHARE:
            self._stay(who)
        else:
            self._release(who)

    def _book(self, who: str) -> None:
        bed = self.random.choice(self.beds)
        begins = self.random.randrange(12)
        until = begins + self.random.randrange(1, HORIZON_NIGHTS - 12)
        self.made += 1
        placement = f"{self.name}-{self.made}"
        option = Option(HouseholdId(who), PlaceId(bed), night(begins), night(until))
        ids = itertools.chain([placement], (f"{placement}-{n}" for n in itertools.count()))
        acceptance = Acceptance(orders=(Order(referral=f"r-{who}", option=option),), reason="x")

        def book(store: Store) -> None:
            place(
                store,
                acceptance,
                by=HELPDESK,
                now=NOW,
                new_id=lambda: next(ids),
                terms=TERMS,
            )

        seen = self._seen(Operation(bed, Kind.BOOK, placement, begins, until, Seen.LOST, 0), book)
        if seen is Seen.DONE:
            self.placed[who] = (placement, bed, begins, until)
        elif seen is Seen.LOST:
            self.households.remove(who)  # nobody knows where they are

    def _release(self, who: str) -> None:
        placement, bed, begins, until = self.placed.pop(who)

        def give_up(store: Store) -> None:
            release(store, placement, reason="x", by=HELPDESK, now=NOW)

        operation = Operation(bed, Kind.RELEASE, placement, begins, until, Seen.LOST, 0)
        if self._seen(operation, give_up) is Seen.LOST:
            self.households.remove(who)

    def _stay(self, who: str) -> None:
        """Arrive, which changes no nights, and report on which night they leave."""
        placement, bed, begins, _ = self.placed.pop(who)
        self.households.remove(who)
        new_id = f"stay-{placement}"
        arrive(self.store, placement, by=HELPDESK, now=NOW, new_id=lambda: new_id)
        until = self.random.randrange(1, HORIZON_NIGHTS)

        def leave(store: Store) -> None:
            depart(store, placement, on=night(until), destination="x", by=HELPDESK, now=NOW)

        self._seen(Operation(bed, Kind.END_ON, placement, begins, until, Seen.LOST, 0), leave)

    def _seen(self, operation: Operation, act: Callable[[Store], None]) -> Seen:
        is_lost = self.random.random() < LOST_SHARE
        store = self.store
        if is_lost and self.random.random() < 0.5:
            store = LosingStore(store.engine)
        called = next(self.ticks)
        try:
            act(store)
        except BedNoLongerFree:
            seen = Seen.REFUSED
        except (AnswerLost, TooBusy):
            seen = Seen.LOST
        else:
            seen = Seen.DONE
        if is_lost:
            seen = Seen.LOST
        told = {**vars(operation), "seen": seen, "called": called}
        if seen is not Seen.LOST:
            told["answered"] = next(self.ticks)
        self.history.append(Operation(**told))
        return seen


def play(
    country: Country, *, operations: int, clients: int, beds: int, seed: int, name: str = ""
) -> list[Operation]:
    """Let clients do operations in some beds; gives everything that was seen."""
    country.site(f"{name}site")
    places = [country.place(f"{name}bed{n}", site_id=f"{name}site") for n in range(beds)]
    ticks = itertools.count()
    each = operations // clients
    made = []
    for number in range(clients):
        who = [f"{name}h{number}-{n}" for n in range(4 + each // 12)]
        for household in who:
            country.referral(household)
        random = Random(f"{seed} {number}")
        made.append(Client(country.store, f"{name}c{number}", places, random, ticks, who))

    def go(client: Client) -> list[Operation]:
        for _ in range(each):
            client.act()
        return client.history

    with ThreadPoolExecutor(clients) as pool:
        return [operation for history in pool.map(go, made) for operation in history]
