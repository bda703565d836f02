"""What the player has in its hands: chance, the diary, the people at work, and what they know."""

from dataclasses import dataclass, field
from datetime import date
from random import Random

from placement.demo.calibration import BASE, Calibration
from placement.demo.chance import happens
from placement.demo.playing.diary import Diary
from placement.demo.playing.talking import Worker
from placement.demo.playing.tally import Tally


@dataclass
class World:
    """One play; what is known of the country is what the service answered."""

    chance: Random
    diary: Diary
    tally: Tally
    figures: Calibration = BASE
    helpdesk: list[Worker] = field(default_factory=list)
    houses: list[Worker] = field(default_factory=list)
    coordinators: list[Worker] = field(default_factory=list)
    reader: Worker | None = None
    """Who reads figures for policy."""
    places: list[str] = field(default_factory=list)
    """Every place of the register."""
    shared: frozenset[str] = frozenset()
    """Those that are shared rooms."""
    waiting_since: dict[str, date] = field(default_factory=dict)
    """When the helpdesk first saw a request on the daily round."""
    drawn: int = 0
    """How many requests were drawn."""

    def happens(self, probability: float) -> bool:
        """Whether something with this probability happens."""
        return happens(self.chance, probability)

    def desk(self) -> Worker:
        """Somebody of the helpdesk."""
        return self.chance.choice(self.helpdesk)

    def house_of(self, site: str) -> Worker:
        """Who works for the institution of a site."""
        return next(house for house in self.houses if site in house.sites)

    def word(self, *words: str) -> str:
        """One of some words."""
        return self.chance.choice(words)
