"""Houses confirm their week: what is due first, then everything in which nothing changed."""

from datetime import date, timedelta
from typing import Any

from placement.demo.calibration import BLOCKERS
from placement.demo.chance import one_of
from placement.demo.playing.staying import NOT_ANY_MORE, Resident, Staying
from placement.demo.playing.talking import Worker
from placement.demo.playing.world import World

MONDAY = 0
CONFIRMED = 0.85
"""Of the weeks; the others are skipped. Scenario, as the ages that the demo draws."""
LISTS_MOVE = ("list-outdated", "something-is-due")
GOES_ON = ("transition-not-allowed", "version-outdated", "unknown-stay", "bed-no-longer-free")
HOLDS = 28  # days that a reason past the right is said to hold, at most a month
"""Source: a reason is looked at again within a month (design)."""


class Weeks:
    """The Monday mornings of the houses."""

    def __init__(self, world: World, staying: Staying) -> None:
        self._world = world
        self._staying = staying
        self._begun = False

    def plan_day(self, day: date) -> None:
        """Every Monday, and on the first day: everybody hears who lives where."""
        first = not self._begun
        self._begun = True
        if day.weekday() != MONDAY and not first:
            return
        for number, house in enumerate(self._world.houses):
            if first or self._world.happens(CONFIRMED):
                minutes = 8 * 60 + 30 + number * 4
                self._world.diary.on(day, minutes // 60, minutes % 60, self._confirm, house)

    def _confirm(self, house: Worker) -> None:
        for site in house.sites:
            shown = house.get(f"/week-overviews/current?site={site}").json
            before = shown["seen"]
            if self._look_first(site, shown):
                if self._world.happens(0.1):
                    # Somebody confirms the list on paper, from before what was just reported.
                    self._send(house, site, before)
                shown = house.get(f"/week-overviews/current?site={site}").json
            if shown["ready"]:
                self._send(house, site, shown["seen"])

    def _send(self, house: Worker, site: str, seen: str) -> None:
        sent = {"site": site, "seen": seen, "all": True}
        house.post("confirm_week", "/week-overviews", sent, *LISTS_MOVE)

    def _look_first(self, site: str, shown: dict[str, Any]) -> bool:
        """Report what is due; says whether the list must be read again."""
        changed = False
        for place in shown["places"]:
            for line in place["beds"]:
                if not line["stay"]:
                    continue
                resident = self._staying.meet(site, place["place"], line)
                if resident.gone:
                    self._staying.notice(resident)
                    changed = True
                elif {"departure_passed", "past_right"} & set(line["due"]):
                    changed |= self._goes_on(resident, line)
        return changed

    def _goes_on(self, resident: Resident, line: dict[str, Any]) -> bool:
        """Say until when somebody is expected to stay, and past the right also why."""
        world = self._world
        until = world.diary.today + timedelta(days=world.chance.randint(8, HOLDS))
        past = line["rightEnds"] and until > date.fromisoformat(line["rightEnds"])
        sent = {
            "on": until.isoformat(),
            "reason": one_of(world.chance, BLOCKERS) if past else None,
        }
        house = world.house_of(resident.site)
        path = f"/stays/{resident.stay}"
        told = house.on_record("expect_end", path, "expected-ends", sent, *GOES_ON, *NOT_ANY_MORE)
        return not told.is_refusal
