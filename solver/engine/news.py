"""What is new since the last plan: whom it is about, and which places are not as they were."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from solver.codes import BedId, HouseholdId, PlaceId
from solver.facts import Household, Occupancy, Place, Problem

SAME_FOR_A_REPAIR = ("tonight", "horizon", "combinations", "reserves", "chain_limit")
"""Facts about everybody at once: when one of them changes, there is nothing to go on from."""

Taken = Mapping[BedId, Sequence[Occupancy]]


@dataclass(frozen=True)
class News:
    """The difference between two problems of one evening."""

    come: frozenset[HouseholdId]
    """New requests."""
    gone: frozenset[HouseholdId]
    changed: frozenset[HouseholdId]
    """Households of whom a fact changed."""
    taken: frozenset[BedId]
    """Beds that are taken on nights on which they were free, or by somebody else."""
    freed: frozenset[PlaceId]
    """Places with beds that are free on nights on which they were taken, or were somebody's."""
    altered: frozenset[PlaceId]
    """Places that are new, gone, or of which a fact changed."""
    only_takes_away: bool
    """Whether nobody could gain by the news: leave those who came out of any lawful plan, and it
    was lawful before, at no more points."""


def news(before: Problem, now: Problem) -> News | None:
    """Give what is new; None when it concerns everybody, as another evening does."""
    if any(getattr(before, name) != getattr(now, name) for name in SAME_FOR_A_REPAIR):
        return None
    was, are = before.household_by_id, now.household_by_id
    come, gone = are.keys() - was.keys(), was.keys() - are.keys()
    changed = {h for h in was.keys() & are.keys() if not _is_same(was[h], are[h])}
    earlier, later = _by_bed(before.occupancies), _by_bed(now.occupancies)
    beds = [bed for bed in earlier.keys() | later.keys() if earlier.get(bed) != later.get(bed)]
    taken = {bed for bed in beds if not _covers(earlier.get(bed, ()), later.get(bed, ()))}
    freed = {bed for bed in beds if not _covers(later.get(bed, ()), earlier.get(bed, ()))}
    altered = _altered(before, now)
    return News(
        come=frozenset(come),
        gone=frozenset(gone),
        changed=frozenset(changed),
        taken=frozenset(taken),
        freed=frozenset(p.id for p in (*before.places, *now.places) if freed & set(p.beds))
        if freed
        else frozenset(),
        altered=altered,
        only_takes_away=not (gone or freed or altered)
        and all(_stands_alone(are[household]) for household in come)
        and all(_is_worse_off(was[household], are[household]) for household in changed)
        and all(o.household is None for bed in taken for o in later[bed]),
    )


def _is_same(one: Household | Place, other: Household | Place) -> bool:
    return one is other or one == other


def _by_bed(occupancies: Iterable[Occupancy]) -> Taken:
    found: dict[BedId, list[Occupancy]] = {}
    for occupancy in occupancies:
        found.setdefault(occupancy.bed, []).append(occupancy)
    return found


def _covers(wider: Sequence[Occupancy], narrower: Sequence[Occupancy]) -> bool:
    """Whether a bed is taken at least as long by each party that took it before.

    One with a forecast is the same or another: who relies on it must not gain.
    """
    return all(any(_is_within(other, one) for one in wider) for other in narrower)


def _is_within(other: Occupancy, one: Occupancy) -> bool:
    is_longer = one.begins <= other.begins and other.until <= one.until
    alike = replace(other, begins=one.begins, until=one.until)
    return one == other or (is_longer and one.expected_until is None and one == alike)


def _altered(before: Problem, now: Problem) -> frozenset[PlaceId]:
    """Give the places that differ, whoever names them."""
    was, are = ({p.id: p for p in problem.places} for problem in (before, now))
    both = was.keys() & are.keys()
    differ = {
        place
        for place in both
        if not _is_same(was[place], are[place])
        and replace(was[place], named=None) != replace(are[place], named=None)
    }
    return frozenset(differ | (was.keys() ^ are.keys()))


def _stands_alone(household: Household) -> bool:
    """Whether nobody could be better off for its being there: it leaves no bed, and no group."""
    return household.group is None and not household.is_resident


def _is_worse_off(was: Household, now: Household) -> bool:
    """Whether it was declined, or something was discussed with it, and all else is the same."""
    is_held = was.discussed in {None, now.discussed}
    alike = replace(now, parked=was.parked, discussed=was.discussed)
    return is_held and was.parked <= now.parked and alike == was
