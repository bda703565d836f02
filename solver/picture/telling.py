"""A picture in sentences: what its description, its table and its lists say."""

from collections.abc import Iterator

from solver.codes import HouseholdId
from solver.facts import Problem
from solver.picture.phrases import Phrases
from solver.picture.scene import Bar, Scene
from solver.plans import Chain


def title(scene: Scene, phrases: Phrases) -> str:
    """Say which nights are shown."""
    begins, until = phrases.day(scene.tonight), phrases.day(scene.horizon)
    return phrases.title.format(begins=begins, until=until)


def sentences(problem: Problem, scene: Scene, phrases: Phrases) -> Iterator[str]:
    """Say everything that is drawn, one sentence for each bar, chain and list."""
    yield f"{phrases.value_of(scene.plan)}."
    for bar in scene.bars:
        yield f"{bar_in_words(bar, phrases)}."
    for letter, chain in scene.chains:
        acts = "; ".join(acts_in_words(problem, letter, chain, phrases))
        yield f"{chain_in_words(letter, chain, phrases)}: {acts}."
    for name, households in left_out(problem, scene, phrases):
        yield f"{name}: {', '.join(households)}."


def bar_in_words(bar: Bar, phrases: Phrases) -> str:
    """Say who is in which beds of which place on which nights."""
    beds = f"{phrases.bed if len(bar.beds) == 1 else phrases.beds} {', '.join(bar.beds)}"
    begins, until = phrases.short_day(bar.begins), phrases.short_day(bar.until)
    nights = phrases.nights.format(begins=begins, until=until)
    who = f"{bar.who}, " if bar.who and not bar.mark.is_left_over else ""
    acts = f" ({', '.join(bar.acts)})" if bar.acts else ""
    joined = f", {phrases.joined.format(name=bar.joined)}" if bar.joined else ""
    what = f"{who}{phrases.marks[bar.mark]}{joined}"
    return f"{phrases.place} {bar.place}, {beds}: {what}, {nights}{acts}"


def chain_in_words(letter: str, chain: Chain, phrases: Phrases) -> str:
    """Name a chain, and say when it is a ring."""
    named = phrases.chain.format(letter=letter)
    return f"{named} ({phrases.ring})" if chain.is_ring else named


def acts_in_words(problem: Problem, letter: str, chain: Chain, phrases: Phrases) -> list[str]:
    """Say the acts of a chain in their order."""
    told = []
    for number, act in enumerate(chain.acts, start=1):
        leaves = problem.household_by_id[act.household].present_place
        sentence = phrases.comes if leaves is None else phrases.moves
        night = phrases.short_day(act.night)
        went = sentence.format(who=act.household, leaves=leaves, place=act.place, night=night)
        told.append(f"{letter}{number} {went}")
    return told


def left_out(
    problem: Problem, scene: Scene, phrases: Phrases
) -> Iterator[tuple[str, list[HouseholdId]]]:
    """Give who has no place in the plan and who is referred; residents who stay have one."""
    people = problem.household_by_id
    resting = [r.household for r in scene.plan.rests if not people[r.household].is_resident]
    if resting:
        yield phrases.without, resting
    if scene.plan.referred:
        yield phrases.referred, list(scene.plan.referred)
