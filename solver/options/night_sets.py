"""Sets of nights, a row of them each: night n is bit ``n % 64`` of word ``n // 64``."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.signedinteger[Any]]
Bools = NDArray[np.bool_]
NightSets = NDArray[np.uint64]
"""One set of nights in each row; as many words wide as the horizon asks for."""

WORD = 64


def words_for(nights: int) -> int:
    """Give how many words hold so many nights."""
    return max(1, -(-nights // WORD))


def none_of(rows: int, nights: int) -> NightSets:
    """Give empty sets."""
    return np.zeros((rows, words_for(nights)), np.uint64)


def packed(table: Bools) -> NightSets:
    """Give the sets of a table of rows by nights."""
    rows, nights = table.shape
    wide = np.zeros((rows, words_for(nights) * WORD), np.bool_)
    wide[:, :nights] = table
    return np.packbits(wide, axis=1, bitorder="little").view("<u8").astype(np.uint64, copy=False)


def unpacked(sets: NightSets, nights: int) -> Bools:
    """Give the table of rows by nights."""
    as_bytes = np.ascontiguousarray(sets.astype("<u8", copy=False)).view(np.uint8)
    return np.unpackbits(as_bytes, axis=1, count=nights, bitorder="little").view(np.bool_)


def listed(sets: NightSets, nights: int) -> tuple[Ints, Ints]:
    """Give every row and night that is in its set, in the order of row and night."""
    rows, found = np.nonzero(unpacked(sets, nights))
    return rows.astype(np.int32), found.astype(np.int32)


def singles(nights: int) -> NightSets:
    """Give for each night the set of it alone, and last, for the horizon, an empty set."""
    return packed(np.eye(nights + 1, nights, dtype=np.bool_))


def befores(nights: int) -> NightSets:
    """Give for each night, and last for the horizon, the set of all nights before it."""
    return packed(np.tri(nights + 1, nights, -1, dtype=np.bool_))


def has_any(sets: NightSets) -> Bools:
    """Whether each set holds a night."""
    found: Bools = (sets != 0).any(axis=1)
    return found


def gathered(sets: NightSets, starts: NDArray[np.int64]) -> NightSets:
    """Give the union of each run of rows; a run goes to the next start, none is empty."""
    if not len(starts):
        return sets[:0]
    return np.bitwise_or.reduceat(sets, starts, axis=0)


def first_at_or_after(lawful: NightSets, events: NightSets) -> NightSets:
    """Give for each event the first lawful night at or after it.

    An event added to the unlawful nights as a number carries over to the first lawful one.
    """
    unlawful = ~lawful
    waiting = events & unlawful
    found = np.empty_like(lawful)
    carried: Bools = np.zeros(len(lawful), np.bool_)
    for word in range(lawful.shape[1]):
        added = unlawful[:, word] + waiting[:, word]
        total = added + carried
        carried = (added < unlawful[:, word]) | (total < added)
        found[:, word] = lawful[:, word] & (events[:, word] | total)
    return found


def night_after(sets: NightSets) -> NightSets:
    """Give each set moved on by a night."""
    moved = sets << np.uint64(1)
    moved[:, 1:] |= sets[:, :-1] >> np.uint64(WORD - 1)
    return moved
