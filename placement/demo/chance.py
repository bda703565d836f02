"""Seeded chance: the same seed draws the same people, in every process and on every machine."""

from collections.abc import Mapping, Sequence
from math import exp
from random import Random
from typing import TypeVar

Word = TypeVar("Word")


def one_of(chance: Random, weights: Mapping[Word, float]) -> Word:
    """Draw one word with the weights given, in their written order."""
    return chance.choices(list(weights), list(weights.values()))[0]


def some_of(chance: Random, words: Sequence[Word], each: float) -> frozenset[Word]:
    """Draw each word on its own with the same probability."""
    return frozenset(word for word in words if chance.random() < each)


def happens(chance: Random, probability: float) -> bool:
    """Whether something with this probability happens."""
    return chance.random() < probability


def poisson(chance: Random, mean: float) -> int:
    """Draw a number of events with this mean; for small means only (Knuth's product)."""
    limit, product, count = exp(-mean), chance.random(), 0
    while product > limit:
        product *= chance.random()
        count += 1
    return count


def nights(chance: Random, mean: float) -> int:
    """Draw a length of stay with an exponential tail, at least one night."""
    return max(1, round(chance.expovariate(1 / mean)))
