"""Houses keep their register: profiles planned ahead, places and beds that come and go."""

from datetime import date, time, timedelta
from typing import Any

from placement.demo.playing.habits import Habit, plan_habits
from placement.demo.playing.talking import Worker
from placement.demo.playing.world import World

PROFILES, SITES, CANCELLED = 0.08, 0.03, 0.3
"""Changes of places and of sites a day, and how many of them are taken back. Scenario."""
OPENED, CLOSED, REUSED, BEDS, REMOVED = 0.03, 0.015, 0.015, 0.03, 0.02
"""Places opened, closed and put to another use, beds added and taken out, a day. Scenario."""
JOINED, SEPARATED = 0.03, 0.02
"""Rooms joined, and combinations ended, a day. Scenario."""
LANGUAGES, CARE = ("ar", "en", "es", "fr", "pl", "pt", "ti"), ("medical", "parenting", "trauma")
MOVES = (
    "already-over",
    "beds-in-use",
    "invalid-facts",
    "transition-not-allowed",
    "unknown-bed",
    "unknown-place",
    "version-outdated",
)
"""Somebody lives there or is to come, or a colleague was first."""


class Keeping:
    """What becomes of places, by date."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._opened: list[str] = []
        self._combinations: list[str] = []

    def plan_day(self, day: date) -> None:
        """Now and then a house changes something."""
        habits = (
            Habit(PROFILES, time(10, 50), self._change_place),
            Habit(SITES, time(10, 55), self._change_site),
            Habit(OPENED, time(11, 5), self._open),
            Habit(BEDS, time(11, 10), self._add_bed),
            Habit(REMOVED, time(11, 20), self._take_bed),
            Habit(CLOSED, time(16, 20), self._close),
            Habit(REUSED, time(16, 25), self._reuse),
            Habit(JOINED, time(11, 30), self._join),
            Habit(SEPARATED, time(16, 30), self._separate),
        )
        plan_habits(self._world, day, habits)

    def _change_place(self) -> None:
        """What is spoken or offered in a house; nobody is barred by more of it."""
        world = self._world
        place = world.chance.choice(world.places)
        house = self._house_of(place)
        facts: dict[str, Any] = house.get(f"/place-profiles/{place}", *MOVES).json["facts"]
        name, words = world.chance.choice((("spokenHere", LANGUAGES), ("offers", CARE)))
        changed = {name: sorted({*facts[name], world.chance.choice(words)})}
        self._plan(house, f"/place-profiles/{place}/changes", changed)

    def _change_site(self) -> None:
        world = self._world
        house = world.chance.choice(world.houses)
        site = world.chance.choice(house.sites)
        facts = {"admitsUntil": world.word("20:00", "21:00", "22:00")}
        self._plan(house, f"/site-profiles/{site}/changes", facts)

    def _plan(self, house: Worker, path: str, facts: dict[str, Any]) -> None:
        world = self._world
        sent = {"begins": self._ahead(3, 40), "facts": facts, "reason": "Het team verandert"}
        planned = house.post("plan_profile", path, sent)
        if world.rarely("planned change cancelled", CANCELLED):
            path = f"/profile-changes/{planned.json['id']}/cancellations"
            world.diary.after(60 * 24 * 2, house.post, "cancel_profile", path, {}, "already-over")

    def _open(self) -> None:
        """One more room at a site, of a scheme that it has."""
        world = self._world
        like = world.chance.choice(world.places)
        site, house = world.sites[like], self._house_of(like)
        sent = {
            "site": site,
            "scheme": world.schemes[like],
            "use": "single_room",
            "name": f"Kamer erbij {len(self._opened) + 1}",
            "opens": self._ahead(1, 5),
            "beds": world.chance.randint(1, 2),
            "facts": {"sexPolicy": "mixed"},
        }
        made = house.post("open_place", "/places", sent).json
        world.schemes[made["id"]], world.sites[made["id"]] = world.schemes[like], site
        self._opened.append(made["id"])

    def _close(self) -> None:
        """Close what was opened in this play: the register itself stays as it is."""
        if self._opened:
            place = self._opened.pop(0)
            self._on(place, "close_place", "closings", {"on": self._ahead(30, 60)})

    def _reuse(self) -> None:
        world = self._world
        if not self._opened:
            return
        place = self._opened.pop(0)
        sent = {"on": self._ahead(6, 20), "use": "apartment"}
        made = self._on(place, "change_use", "uses", sent)
        if made is not None:
            world.schemes[made["id"]] = world.schemes[place]
            world.sites[made["id"]] = world.sites[place]
            self._opened.append(made["id"])

    def _join(self) -> None:
        """Two rooms of one scheme at a site, for a family that fits neither."""
        world = self._world
        one = world.chance.choice(world.places)
        beside = [
            place
            for place in world.places
            if place != one
            and (world.sites[place], world.schemes[place]) == (world.sites[one], world.schemes[one])
        ]
        if not beside:
            return
        sent = {
            "site": world.sites[one],
            "name": f"Samen {len(world.joined) + 1}",
            "rooms": [one, world.chance.choice(beside)],
            "opens": world.diary.today.isoformat(),
        }
        made = self._house_of(one).post("join_rooms", "/combinations", sent, "invalid-facts")
        if not made.is_refusal:
            id_ = made.json["id"]
            world.schemes[id_], world.sites[id_] = world.schemes[one], world.sites[one]
            world.joined.add(id_)
            self._combinations.append(id_)

    def _separate(self) -> None:
        if not self._combinations:  # in a short play the end comes round first
            self._join()
        if self._combinations:
            made = self._combinations.pop(0)
            house = self._house_of(made)
            path = f"/combinations/{made}"
            done = house.on_record("end_combination", path, "endings", {}, *MOVES)
            if done.problem == "beds-in-use":
                self._combinations.append(made)

    def _add_bed(self) -> None:
        place = self._world.chance.choice(self._world.places)
        self._on(place, "add_beds", "beds", {"begins": self._ahead(1, 7), "number": 1})

    def _take_bed(self) -> None:
        world = self._world
        place = world.chance.choice(self._opened or world.places)
        seen = self._house_of(place).get(f"/places/{place}", *MOVES)
        beds = [] if seen.is_refusal else seen.json["beds"]
        staying = [bed["id"] for bed in beds if bed["memberUntil"] is None]
        if staying:
            sent = {"bed": world.chance.choice(staying), "on": self._ahead(8, 30)}
            self._on(place, "take_out_bed", "bed-removals", sent)

    def _on(self, place: str, act: str, under: str, sent: object) -> dict[str, Any] | None:
        done = self._house_of(place).on_record(act, f"/places/{place}", under, sent, *MOVES)
        return None if done.is_refusal else done.json

    def _house_of(self, place: str) -> Worker:
        return self._world.house_of(self._world.sites[place])

    def _ahead(self, soonest: int, latest: int) -> str:
        days = timedelta(days=self._world.chance.randint(soonest, latest))
        return (self._world.diary.today + days).isoformat()
