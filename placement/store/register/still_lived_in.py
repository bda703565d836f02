"""Beds that are gone while somebody is in them: told until that person has left.

The place has closed, or the bed was taken out, and whoever was to be gone by then is not.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import TypeVar

from placement.store.beds.same_rooms import SameRooms
from placement.store.facts.beds import PlaceBed
from placement.store.tables import Bed

SomeBed = TypeVar("SomeBed", PlaceBed, Bed)
"""A bed as a plan reads it, or its row."""


def beds_gone(
    closes: Mapping[str, date | None], beds: Mapping[str, Iterable[SomeBed]], night: date
) -> dict[str, date]:
    """The beds that are not there any more on a night, with the first night on which they were not.

    Args:
        closes: the night on which each place closes, if it does.
        beds: the beds of places; those of others are passed over.
        night: the night that is asked about.
    """
    ends = {
        bed.id: min((end for end in (closes[place], bed.member_until) if end), default=None)
        for place, listed in beds.items()
        if place in closes
        for bed in listed
    }
    return {bed: end for bed, end in ends.items() if end is not None and end <= night}


def beds_told(
    beds: Mapping[str, Iterable[SomeBed]],
    gone: Collection[str],
    inhabited: Collection[str],
    same: SameRooms,
) -> dict[str, list[SomeBed]]:
    """The beds of each place that are there, and those that are gone with somebody in them.

    One that is there under another id, since the use of its room changed, is told under that id.
    """
    there = {
        same.bedstead(bed.id) for listed in beds.values() for bed in listed if bed.id not in gone
    }
    told: dict[str, list[SomeBed]] = {}
    for place, listed in beds.items():
        told[place] = []
        for bed in listed:
            bedstead = same.bedstead(bed.id)
            if bed.id not in gone:
                told[place].append(bed)
            elif bed.id in inhabited and bedstead not in there:
                told[place].append(bed)
                there.add(bedstead)
    return told
