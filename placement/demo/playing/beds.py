"""Beds of the houses that nobody can be placed in: out of use, or with clients of their own."""

from datetime import date, timedelta
from typing import Any

from placement.demo.playing.talking import Worker
from placement.demo.playing.world import World

OUT_OF_USE = 0.008
"""Chance per house and day that something breaks or people are short. Scenario."""
FROM_OUTSIDE = 0.02
"""Chance per house and day that a client of its own comes, about 270 a year. Scenario."""
LEAVES = 0.02
"""Chance per house and day that one of them leaves. Scenario."""
TAKEN = ("beds-in-use", "bed-no-longer-free")
"""Promised meanwhile, or a room whose other bed is used by the other sex."""
OVER = ("already-over", "bed-no-longer-free", "unknown-occupation")
LIVED_LONG = {"outages": 3, "outside-clients": 30}
"""Days after which something may be over. Scenario."""


class Beds:
    """What houses report of their own beds."""

    def __init__(self, world: World) -> None:
        self._world = world

    def plan_day(self, day: date) -> None:
        """Let some houses report something."""
        world = self._world
        for house in world.houses:
            if world.rarely("out of use", OUT_OF_USE):
                world.diary.on(day, 9, 5, self._take, house, "outages")
            if world.happens(FROM_OUTSIDE):
                world.diary.on(day, 14, 40, self._take, house, "outside-clients")
            if world.rarely("leaves", LEAVES):
                kind = world.chance.choice(list(LIVED_LONG))
                world.diary.on(day, 12, 20, self._end, house, kind)

    def _take(self, house: Worker, kind: str) -> None:
        world = self._world
        site = world.chance.choice(house.sites)
        shown = house.get(f"/week-overviews/current?site={site}").json
        free = [
            (place, line["bed"])
            for place in shown["places"]
            for line in place["beds"]
            if line["kind"] is None and line["nextArrival"] is None
        ]
        if not free:
            return
        place, bed = world.chance.choice(free)
        sent: dict[str, Any] = {"place": place["place"], "beds": [bed]}
        if kind == "outages":
            sent["cause"] = world.chance.choice(("maintenance", "staffing"))
            until = world.diary.today + timedelta(days=world.chance.randint(3, 20))
            sent["expectedUntil"] = until.isoformat()
            house.post("report_outage", "/outages", sent, *TAKEN)
        else:
            if place["place"] in world.shared:
                sent["use"] = world.chance.choice(("F", "M"))
            house.post("report_outside_client", "/outside-clients", sent, *TAKEN)

    def _end(self, house: Worker, kind: str) -> None:
        world = self._world
        since = world.diary.today - timedelta(days=LIVED_LONG[kind])
        old = [
            one
            for one in house.get(f"/{kind}").json["items"]
            if one["reportedUntil"] is None and date.fromisoformat(one["begins"]) <= since
        ]
        if old:
            over = world.chance.choice(old)
            house.post("report_over", f"/{kind}/{over['id']}/ends", {}, *OVER)
