"""Houses report who came and who did not; the helpdesk takes placements back."""

from datetime import date, timedelta

from placement.demo.playing.staying import Staying
from placement.demo.playing.world import World

NO_SHOW = 0.06
"""Scenario: the share was not found."""
TAKEN_BACK = 0.03
"""Of placements are released before anybody travels. Scenario."""
REFUSED = 0.04
"""Of the orders: the house refuses, for a reason of its own. Scenario."""
TOLD_ON_THE_WAY = 0.4
"""Of the journeys: somebody tells the helpdesk that they left. Scenario."""
TRIES = 4
"""Evenings on which a house says that the bed is not free yet, before the helpdesk looks anew."""
NOT_NOW = ("bed-no-longer-free", "transition-not-allowed", "version-outdated", "not-lawful")


class Arriving:
    """The evenings of the houses."""

    def __init__(self, world: World, staying: Staying) -> None:
        self._world = world
        self._staying = staying

    def expect(self, placement: str, site: str, night: date) -> None:
        """Somebody is to come on a night."""
        if self._world.rarely("placement taken back", TAKEN_BACK):
            self._world.diary.after(90, self._take_back, placement)
            return
        if self._world.rarely("order refused", REFUSED):
            self._world.diary.after(200, self._refuse, placement, site)
        if self._world.happens(TOLD_ON_THE_WAY):
            self._world.diary.on(night, 12, 50, self._leave_for, placement)
        self._world.diary.on(night, 16, 0, self._come, placement, site, TRIES)

    def _refuse(self, placement: str, site: str) -> None:
        """Refuse an order: it is found out only now what the household needs."""
        why = {"reason": self._world.word("care_too_heavy", "does_not_fit_now", "not_safe_here")}
        house = self._world.house_of(site)
        house.on_record("refuse_order", f"/placements/{placement}", "refusals", why, *NOT_NOW)

    def _leave_for(self, placement: str) -> None:
        path = f"/placements/{placement}"
        self._world.desk().on_record("leave_for", path, "journeys", {}, *NOT_NOW)

    def _take_back(self, placement: str) -> None:
        reason = self._world.word("Melder belt: nog niet nodig", "Vervoer lukt niet vandaag")
        self._world.desk().on_record(
            "release", f"/placements/{placement}", "releases", {"reason": reason}, *NOT_NOW
        )

    def _come(self, placement: str, site: str, tries: int) -> None:
        world, house = self._world, self._world.house_of(site)
        seen = house.get(f"/placements/{placement}").json
        if seen["state"] not in {"accepted", "arriving"}:
            return
        begins = date.fromisoformat(seen["begins"])
        if begins > world.diary.today:  # it was moved on, because somebody stays longer
            world.diary.on(begins, 16, 0, self._come, placement, site, tries - 1)
            return
        path = f"/placements/{placement}"
        if world.rarely("no show", NO_SHOW):
            reason = {"reason": world.word("Niet verschenen", "Onderweg uitgestapt")}
            house.on_record("no_show", path, "no-shows", reason, *NOT_NOW)
            return
        came = house.on_record("arrive", path, "arrivals", {}, *NOT_NOW)
        if not came.is_refusal:
            self._staying.met_by_placement(site, seen["place"], placement)
        elif tries > 0:
            day = world.diary.today + timedelta(days=1)
            world.diary.on(day, 16, 0, self._come, placement, site, tries - 1)
        else:
            self._take_back(placement)
