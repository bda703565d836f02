"""Who lives where, as the houses tell it: until when chance has them stay, and how they leave."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from placement.demo.calibration import DESTINATIONS, Calibration
from placement.demo.chance import one_of
from placement.demo.playing.newcomers import nights_to_stay
from placement.demo.playing.world import World
from solver.codes import Scheme

REPORTED_AHEAD, REPORTED_THE_DAY = 0.6, 0.3
"""Of the departures; the rest is forgotten until somebody looks at the list. Scenario."""
REPORTED_WRONGLY = 0.04
"""Of the departures reported ahead are taken back: it was somebody else. Scenario."""
NOT_ANY_MORE = (
    "unknown-stay",
    "transition-not-allowed",
    "bed-no-longer-free",
    "version-outdated",
)
"""The stay ended by an arrival elsewhere, or the bed was promised to others."""


@dataclass
class Resident:
    """A stay as the player knows it."""

    stay: str
    placement: str
    place: str
    site: str
    scheme: Scheme
    began_on: date
    right_ends: date | None
    leaves_on: date
    """When chance has them leave."""
    gone: bool = False
    """They left, whoever knows it."""


class Staying:
    """The residents of the country, met on the lists of their houses."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.residents: dict[str, Resident] = {}

    def meet(self, site: str, place: str, line: Mapping[str, Any]) -> Resident:
        """Hear of a stay; the first time it is drawn when it will end."""
        known = self.residents.get(line["stay"])
        if known is not None:
            return known
        world, scheme = self._world, self._world.schemes[place]
        began = date.fromisoformat(line["since"])
        right = date.fromisoformat(line["rightEnds"]) if line["rightEnds"] else None
        leaves = leaving_day(world.chance, world.figures, scheme, began, right, world.diary.today)
        if line["departsOn"]:
            leaves = date.fromisoformat(line["departsOn"])
        resident = Resident(
            line["stay"], line["placement"], place, site, scheme, began, right, leaves
        )
        self.residents[resident.stay] = resident
        if not line["departsOn"]:
            self._plan_departure(resident)
        return resident

    def anybody(
        self, among: Callable[[Resident], bool] = lambda _: True, but: Resident | None = None
    ) -> Resident | None:
        """Somebody who is there, of whoever fits; None when nobody does."""
        here = [
            one for one in self.residents.values() if not one.gone and one is not but and among(one)
        ]
        return self._world.chance.choice(here) if here else None

    def met_by_placement(self, site: str, place: str, placement: str) -> None:
        """Hear of somebody who has just arrived."""
        house = self._world.house_of(site)
        for stay in house.get("/stays?limit=20").json["items"]:
            if stay["placement"] == placement:
                self.meet(site, place, {**stay, "stay": stay["id"], "since": stay["beganOn"]})

    def notice(self, resident: Resident) -> None:
        """See on the list that somebody has left and nobody said so."""
        if resident.gone:
            self._depart(resident)

    def _plan_departure(self, resident: Resident) -> None:
        diary, chance, leaves = self._world.diary, self._world.chance, resident.leaves_on
        diary.on(leaves, 10, 0, self._leave, resident)
        drawn = chance.random()
        if drawn < REPORTED_AHEAD:
            told = max(diary.today, leaves - timedelta(days=chance.randint(1, 10)))
            diary.on(told, 11, 15, self._depart, resident)
        elif drawn < REPORTED_AHEAD + REPORTED_THE_DAY:
            diary.on(leaves, 13, 30, self._depart, resident)

    @staticmethod
    def _leave(resident: Resident) -> None:
        resident.gone = True

    def _depart(self, resident: Resident) -> None:
        world, house = self._world, self._world.house_of(resident.site)
        sent = {
            "on": resident.leaves_on.isoformat(),
            "destination": one_of(world.chance, DESTINATIONS),
        }
        path = f"/stays/{resident.stay}"
        told = house.on_record("depart", path, "departures", sent, *NOT_ANY_MORE)
        ahead = not resident.gone
        if not told.is_refusal and ahead and world.rarely("reported wrongly", REPORTED_WRONGLY):
            reason = {"reason": "Verkeerde regel aangeklikt"}
            house.on_record(
                "withdraw_departure", path, "departure-withdrawals", reason, *NOT_ANY_MORE
            )
            resident.leaves_on += timedelta(days=14)
            self._plan_departure(resident)


def leaving_day(
    chance: Random,
    figures: Calibration,
    scheme: Scheme,
    began: date,
    right: date | None,
    today: date,
) -> date:
    """Draw when somebody leaves who is still there today."""
    right_nights = (right - began).days if right else None
    for _ in range(20):
        leaves = began + timedelta(days=nights_to_stay(chance, figures, scheme, right_nights))
        if leaves > today:
            return leaves
    return today + timedelta(days=chance.randint(1, 60))
