"""What people do now and then: so often a day in the whole country, at some hour."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, time

from placement.demo.playing.world import World


@dataclass(frozen=True)
class Habit:
    """Something that is done as often as chance has it."""

    a_day: float
    """How often on an average day, at the usual pace."""
    at: time
    """The hour in Amsterdam."""
    does: Callable[[], None]
    """Finds out by itself with whom; does nothing where there is nobody."""


def plan_habits(world: World, day: date, habits: Iterable[Habit]) -> None:
    """Enter in the diary how often each is done on a day.

    Chance says when it is done first; from then on it comes round evenly, so that few days at a
    high pace show everything.
    """
    for habit in habits:
        owed = world.owed.setdefault(habit, world.chance.random()) + habit.a_day * world.pace
        world.owed[habit] = owed % 1
        for number in range(int(owed)):
            minute = (habit.at.minute + number) % 60
            world.diary.on(day, habit.at.hour, minute, habit.does)
