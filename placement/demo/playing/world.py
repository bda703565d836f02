"""What the player has in its hands: chance, the diary, the people at work, and what they know."""

from dataclasses import dataclass, field
from random import Random

from placement.demo.calibration import BASE, Calibration
from placement.demo.chance import happens
from placement.demo.playing.diary import Diary
from placement.demo.playing.talking import Worker
from placement.demo.playing.tally import Tally
from solver.codes import Scheme

OFTENEST = 0.3
"""However fast a play is, what is rare stays less likely than its contrary."""


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
    schemes: dict[str, Scheme] = field(default_factory=dict)
    """Of every place of the register; one that is opened in the play is added."""
    sites: dict[str, str] = field(default_factory=dict)
    """Of every place, too."""
    shared: frozenset[str] = frozenset()
    """Those that are shared rooms."""
    joined: set[str] = field(default_factory=set)
    """Combinations that houses made in the play; they have a scheme and a site as places have."""
    drawn: int = 0
    """How many requests were drawn."""
    cases: dict[str, str] = field(default_factory=dict)
    """Whose cases are, by a request of each: the account of a zorgcoordinator, or nobody's."""
    packs: dict[str, list[str]] = field(default_factory=dict)
    """What is still to be dealt, by what it is about."""
    owed: dict[object, float] = field(default_factory=dict)
    """How much of each habit, and of what is rare, is still to be done: less than once."""
    pace: float = 1.0
    """How many times as often as usual the rare things happen."""

    def happens(self, probability: float) -> bool:
        """Whether something with this probability happens."""
        return happens(self.chance, probability)

    def rarely(self, what: str, probability: float) -> bool:
        """Whether something rare happens now: oftener in a play that is to show much in few days.

        Chance says when first; from then on it comes round evenly, as habits do.
        """
        more = min(OFTENEST, probability * self.pace)
        owed = self.owed.setdefault(what, self.chance.random()) + more
        self.owed[what] = owed % 1
        return owed >= 1

    def dealt(self, name: str, *words: str) -> str:
        """One of some words, as from a pack: each comes once before any comes again."""
        if not self.packs.get(name):
            self.packs[name] = self.chance.sample(words, k=len(words))
        return self.packs[name].pop()

    @property
    def places(self) -> list[str]:
        """Every place with beds of its own."""
        return [place for place in self.schemes if place not in self.joined]

    def same_scheme(self, one: str, other: str) -> bool:
        """Whether two places at different sites are of one scheme."""
        return self.schemes[one] == self.schemes[other] and self.sites[one] != self.sites[other]

    def desk(self) -> Worker:
        """Somebody of the helpdesk."""
        return self.chance.choice(self.helpdesk)

    def coordinator(self, account: str | None) -> Worker | None:
        """The zorgcoordinator with an account."""
        return next((one for one in self.coordinators if one.account == account), None)

    def house_of(self, site: str) -> Worker:
        """Who works for the institution of a site."""
        return next(house for house in self.houses if site in house.sites)

    def word(self, *words: str) -> str:
        """One of some words."""
        return self.chance.choice(words)
