"""Day after day: everybody at work, and after each day somebody may look at what is kept."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from placement.demo.calibration import BASE, Calibration
from placement.demo.people import AMSTERDAM
from placement.demo.playing.applying import Applying
from placement.demo.playing.arriving import Arriving
from placement.demo.playing.asking import Asking
from placement.demo.playing.beds import Beds
from placement.demo.playing.closing import Closing
from placement.demo.playing.contracting import Contracting
from placement.demo.playing.deciding import Deciding
from placement.demo.playing.diary import Clock, Diary
from placement.demo.playing.following import Following
from placement.demo.playing.granting import Granting
from placement.demo.playing.handing_over import HandingOver
from placement.demo.playing.keeping import Keeping
from placement.demo.playing.living import Living
from placement.demo.playing.mistakes import Mistakes
from placement.demo.playing.placing import Placing
from placement.demo.playing.registering import Registering
from placement.demo.playing.rostering import Rostering
from placement.demo.playing.running import Background, Running
from placement.demo.playing.staffing import Door, bring_to_work, everybody_goes_home
from placement.demo.playing.staying import Staying
from placement.demo.playing.talking import Line
from placement.demo.playing.tally import Tally
from placement.demo.playing.trusting import Trusting
from placement.demo.playing.weeks import Weeks
from placement.demo.playing.world import World
from solver.codes import Region, Scheme

BEGINS = time(7)
"""When a played day begins, in Amsterdam."""


@dataclass(frozen=True, kw_only=True)
class Country:
    """What the player knows of the register before it begins."""

    institutions: Sequence[str]
    provinces: tuple[Region, ...]
    sites: Mapping[str, str]
    """Of the places, by id."""
    schemes: Mapping[str, Scheme]
    """Of the places, by id."""
    shared: frozenset[str]
    """Places of which beds are counted: shared rooms."""
    joined: Mapping[str, str]
    """Of each combination of rooms one of them."""


@dataclass(frozen=True, kw_only=True)
class Score:
    """What is to be played: the first day, how many, and with which chance."""

    first: date
    days: int
    seed: int
    password: str
    """Of every account of the demo."""
    figures: Calibration = BASE
    pace: float = 1.0
    """How many times as often as usual the rare things happen."""
    nights_kept: int = 14
    """The last nights after which the clock's work is done: each time every site is settled and
    it is written down who lacked a bed, longer work than everything else on an average day."""

    @property
    def clock_works_from(self) -> date:
        """The first day on which the clock's work is done."""
        return self.first + timedelta(days=self.days - self.nights_kept)


def play(
    line: Line,
    clock: Clock,
    country: Country,
    score: Score,
    background: Background,
    after_day: Callable[[date], None] = lambda _: None,
) -> Tally:
    """Play some days on a service that stands on the clock; gives what was done and refused.

    Args:
        line: the way to the service.
        clock: the clock of the service, which the player moves.
        country: who there is.
        score: what is played.
        background: the worker of the service.
        after_day: called with every day that is over.

    Raises:
        PlayStopped: the service failed, or refused what it must not refuse.
    """
    chance = Random(score.seed)
    clock.now = max(clock.now, morning(score.first))
    world = World(
        chance,
        Diary(clock),
        Tally(),
        score.figures,
        schemes=dict(country.schemes)
        | {one: country.schemes[room] for one, room in country.joined.items()},
        sites=dict(country.sites)
        | {one: country.sites[room] for one, room in country.joined.items()},
        joined=set(country.joined),
        shared=country.shared,
        pace=score.pace,
    )
    bring_to_work(world, Door(line, score.password, f"play-{score.seed}"), country.institutions)
    staying = Staying(world)
    trusting = Trusting(world)
    deciding = Deciding(world, Arriving(world, staying), trusting)
    closing = Closing(world)
    placing = Placing(world, deciding, Asking(world, deciding), trusting, closing)
    days = (
        Weeks(world, staying),
        Beds(world),
        Registering(world, placing, trusting, country.provinces),
        placing,
        Following(world),
        Living(world, staying),
        Applying(world, staying),
        Granting(world, staying),
        HandingOver(world),
        closing,
        Rostering(world),
        Contracting(world),
        Keeping(world),
        Running(world, background, score.clock_works_from),
        Mistakes(world, country.provinces),
    )
    trusting.open_doors()
    for number in range(score.days):
        day = score.first + timedelta(days=number)
        for role in days:
            role.plan_day(day)
        world.diary.live_until(morning(day + timedelta(days=1)))
        after_day(day)
    everybody_goes_home(world)
    return world.tally


def morning(day: date) -> datetime:
    """When a played day begins."""
    return datetime.combine(day, BEGINS, AMSTERDAM)
