"""What happens inside the houses: people are away, move, have a child, or are together again."""

from datetime import date, time, timedelta
from typing import Any

from placement.demo.playing.habits import Habit, plan_habits
from placement.demo.playing.staying import NOT_ANY_MORE, Resident, Staying
from placement.demo.playing.world import World

AWAY = 0.15
"""Chance per day, in the whole country, that somebody goes to hospital or stays away. Scenario."""
MOVES = 0.15
"""Chance per day that somebody moves to another room of the house. Scenario."""
BIRTHS = 0.02
"""Chance per day that a child is born. Scenario."""
REUNIONS = 0.08
"""Chance per day that two households turn out to be one. Scenario."""
KEPT_LONGER = 0.25
"""Of the absences: the bed is kept for longer than the rule says. Scenario."""
REFUSED = (*NOT_ANY_MORE, "not-lawful", "other-scheme", "unknown-place", "invalid-facts")
"""There is no room, the rules of living together say no, or the household left."""


class Living:
    """The days of the residents."""

    def __init__(self, world: World, staying: Staying) -> None:
        self._world = world
        self._staying = staying

    def plan_day(self, day: date) -> None:
        """Let something happen to somebody."""
        habits = (
            Habit(AWAY, time(13, 15), self._goes),
            Habit(MOVES, time(13, 20), self._moves),
            Habit(BIRTHS, time(13, 25), self._has_a_child),
            Habit(REUNIONS, time(13, 40), self._are_together),
        )
        plan_habits(self._world, day, habits)

    def _goes(self) -> None:
        resident = self._staying.anybody()
        if resident is None:
            return
        world, house = self._world, self._world.house_of(resident.site)
        sent = {
            "kind": world.word("hospital", "missing", "elsewhere"),
            "beganOn": world.diary.today.isoformat(),
        }
        path = f"/stays/{resident.stay}"
        away = house.on_record("report_absence", path, "absences", sent, *REFUSED)
        if not away.is_refusal:
            back: tuple[Any, ...] = (
                f"/absences/{away.json['id']}",
                "returns",
                {},
                "unknown-absence",
                *REFUSED,
            )
            days = world.chance.randint(1, 9)
            if world.happens(KEPT_LONGER):
                world.diary.after(60 * 20, self._keep_longer, resident, away.json["id"])
            world.diary.after(60 * 24 * days, house.on_record, "report_return", *back)

    def _keep_longer(self, resident: Resident, absence: str) -> None:
        world, house = self._world, self._world.house_of(resident.site)
        until = world.diary.today + timedelta(days=world.chance.randint(15, 25))
        sent = {"until": until.isoformat(), "reason": "Opname duurt langer"}
        path = f"/absences/{absence}"
        house.on_record("keep_longer", path, "extensions", sent, "unknown-absence", *REFUSED)

    def _moves(self) -> None:
        resident = self._staying.anybody()
        if resident is None:
            return
        world, house = self._world, self._world.house_of(resident.site)
        rooms = [place for place, site in world.sites.items() if site == resident.site]
        path, sent = f"/stays/{resident.stay}", {"place": world.chance.choice(rooms)}
        moved = house.on_record("move_within", path, "moves", sent, *REFUSED)
        if not moved.is_refusal:
            resident.place = sent["place"]

    def _has_a_child(self) -> None:
        resident = self._staying.anybody()
        if resident is None:
            return
        world, house = self._world, self._world.house_of(resident.site)
        sent = {"sex": world.word("F", "M")}
        path = f"/stays/{resident.stay}"
        house.on_record("report_birth", path, "births", sent, *REFUSED)

    def _are_together(self) -> None:
        """Two who share a place are one household; or somebody who still waits joins."""
        world, desk = self._world, self._world.desk()
        place = {one.place for one in self._staying.residents.values() if not one.gone}
        shared = [two for name in sorted(place) if len(two := self._living_in(name)) > 1]
        if shared and world.dealt("who joins", "a stay", "a stay", "who waits") == "a stay":
            first, second, *_ = world.chance.choice(shared)
            sent = {"stay": second.stay}
        else:
            waiting = desk.get("/referrals?state=open&limit=200").json["items"]
            alone = [one["id"] for one in waiting if not one["onward"]]
            found = self._staying.anybody()
            if found is None or not alone:
                return
            first, sent = found, {"referral": world.chance.choice(alone)}
        path = f"/stays/{first.stay}"
        # Who joins may have withdrawn their consent.
        unknown = ("consent-missing", "unknown-referral")
        desk.on_record("reunite", path, "reunifications", sent, *unknown, *REFUSED)

    def _living_in(self, place: str) -> list[Resident]:
        return [r for r in self._staying.residents.values() if r.place == place and not r.gone]
