"""What the player has in its hands: chance, the diary, the people at work, and what they know."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random

from placement.demo.calibration import BASE, Calibration
from placement.demo.chance import happens
from placement.demo.playing.diary import Diary
from placement.demo.playing.talking import Worker
from placement.demo.playing.tally import Tally
from solver.codes import Scheme


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
    schemes: Mapping[str, Scheme] = field(default_factory=dict)
    """Of every place of the register."""
    sites: Mapping[str, str] = field(default_factory=dict)
    """Of every place."""
    shared: frozenset[str] = frozenset()
    """Those that are shared rooms."""
    drawn: int = 0
    """How many requests were drawn."""

    def happens(self, probability: float) -> bool:
        """Whether something with this probability happens."""
        return happens(self.chance, probability)

    @property
    def places(self) -> list[str]:
        """Every place of the register."""
        return list(self.schemes)

    def same_scheme(self, one: str, other: str) -> bool:
        """Whether two places at different sites are of one scheme."""
        return self.schemes[one] == self.schemes[other] and self.sites[one] != self.sites[other]

    def desk(self) -> Worker:
        """Somebody of the helpdesk."""
        return self.chance.choice(self.helpdesk)

    def house_of(self, site: str) -> Worker:
        """Who works for the institution of a site."""
        return next(house for house in self.houses if site in house.sites)

    def word(self, *words: str) -> str:
        """One of some words."""
        return self.chance.choice(words)
