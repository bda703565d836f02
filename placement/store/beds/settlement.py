"""What must change so that a site is true tonight (settling, design.md 3): pure, writes nothing.

Only a reported departure, or the arrival elsewhere, ends a stay. So a stay whose end has passed
unreported goes on until tomorrow, and whoever was to come after it comes a night later. So does an
accepted placement of whose people nobody reported whether they came: they may be sleeping there.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from placement.lifecycle import PlacementState
from placement.store.beds.taken import Taken
from placement.store.codes import UntilBasis
from placement.store.nights import ONE_NIGHT, tonight_at
from solver.codes import OccupancyKind

PROMISED = frozenset({PlacementState.ACCEPTED, PlacementState.ARRIVING})
"""Placements whose household may have come once their night has: only a report says so."""


@dataclass(frozen=True)
class Settlement:
    """The settled rows, and what became of the others."""

    sites: frozenset[str]
    """The sites that were settled."""
    rows: tuple[Taken, ...]
    """How beds are taken once settled, in the order of the ids."""
    changed: tuple[Taken, ...]
    """Those rows whose nights are other ones now."""
    dropped: frozenset[str]
    """Ids of rows that are gone."""
    expired: frozenset[str]
    """Placements whose hold is over."""
    postponed: Mapping[str, date]
    """Placements that begin later, with their new first night."""
    displaced: frozenset[str]
    """Placements that had to give way."""
    unreported: frozenset[str]
    """Placements whose nights are over, since today, while nobody said whether the people came."""
    needing_a_person: frozenset[str]
    """Placements that are on their way to a bed that is not free: never displaced by a machine."""
    departed: Mapping[str, date]
    """Stays whose reported departure has come, with the first night no longer slept there."""
    referrals: frozenset[str]
    """The referrals whose placement changes: to be locked before anything is written."""


def settle_rows(
    sites: Collection[str],
    taken: Sequence[Taken],
    now: datetime,
    keep_apart: Collection[frozenset[str]] = (),
) -> Settlement:
    """Bring the rows of whole sites up to an instant.

    Args:
        sites: the sites whose rows they are.
        taken: all rows of the sites, from `placement.store.beds.taken.taken_from`.
        now: the instant.
        keep_apart: pairs of households that must never be at one site on one night (SAF-4).
    """
    work = _Work(taken, tonight_at(now))
    work.end_holds(now)
    work.prolong(keep_apart)
    return _outcome(sites, taken, work)


def kept_out(
    sites: Collection[str],
    rows: Sequence[Taken],
    end: date,
    own: Collection[Taken],
    keep_apart: Collection[frozenset[str]],
    now: datetime,
) -> Settlement:
    """What gives way where a household stays until a later night than was promised on (SAF-4).

    Args:
        sites: the sites whose rows they are.
        rows: all rows of the sites, settled.
        end: the first night on which the household is gone.
        own: its rows, as they ended before.
        keep_apart: as for `settle_rows`.
        now: the instant.
    """
    work = _Work(rows, tonight_at(now))
    for row in own:
        work.keep_out_of(row, replace(row, until=max(row.until, end)), keep_apart)
    return _outcome(sites, rows, work)


def _outcome(sites: Collection[str], taken: Sequence[Taken], work: "_Work") -> Settlement:
    before = {row.id: row for row in taken}
    rows = tuple(work.rows[id_] for id_ in sorted(work.rows))
    return Settlement(
        sites=frozenset(sites),
        rows=tuple(r for r in rows if r.until > work.tonight and not _has_left(r, work.tonight)),
        changed=tuple(row for row in rows if row != before[row.id]),
        dropped=frozenset(before.keys() - work.rows.keys()),
        expired=frozenset(work.expired),
        postponed=work.postponed,
        displaced=frozenset(work.displaced),
        unreported=frozenset(
            row.placement
            for row in rows
            if row.placement and _is_promise(row) and _became_settled(before[row.id], row)
        ),
        needing_a_person=frozenset(work.needing_a_person),
        referrals=frozenset(
            r.referral
            for r in taken
            if r.referral is not None and work.rows.get(r.id) != r and r.kind is OccupancyKind.HOLD
        ),
        departed={
            r.stay: r.departs_on
            for r in rows
            if r.stay and r.departs_on and not r.is_over and _has_left(r, work.tonight)
        },
    )


def _is_promise(row: Taken) -> bool:
    return row.kind is OccupancyKind.HOLD and row.state in PROMISED


def _became_settled(before: Taken, after: Taken) -> bool:
    return before.basis is not UntilBasis.SETTLED and after.basis is UntilBasis.SETTLED


def _has_left(row: Taken, tonight: date) -> bool:
    return row.is_over or (row.departs_on is not None and row.departs_on <= tonight)


class _Work:
    """The rows while they are being settled."""

    def __init__(self, taken: Sequence[Taken], tonight: date) -> None:
        self.rows = {row.id: row for row in taken}
        self.tonight = tonight
        self.tomorrow = tonight + ONE_NIGHT
        self.expired: set[str] = set()
        self.displaced: set[str] = set()
        self.needing_a_person: set[str] = set()
        self.postponed: dict[str, date] = {}
        self._ids_by_placement: dict[str | None, list[str]] = defaultdict(list)
        self._ids_by_site: dict[str, list[str]] = defaultdict(list)
        for row in taken:
            self._ids_by_placement[row.placement].append(row.id)
            self._ids_by_site[row.site].append(row.id)

    def end_holds(self, now: datetime) -> None:
        """Remove holds that are over, and those that have no nights left."""
        for row in list(self.rows.values()):
            if row.kind is not OccupancyKind.HOLD or row.placement is None:
                continue
            if row.hold_expires_at is not None and row.hold_expires_at <= now:
                self.expired.add(row.placement)
                self._drop(self._of(row.placement))
            elif row.until <= self.tonight and not _is_promise(row):
                self._give_way(row.placement)

    def prolong(self, keep_apart: Collection[frozenset[str]]) -> None:
        """Let stays, promises and open ends that nobody reported as over go on until tomorrow."""
        # Known before any is longer: the beds of a family, or of joined rooms, go on together.
        going_on = {row.id for row in self.rows.values() if self._goes_on(row)}
        for row in list(self.rows.values()):
            now = self.rows.get(row.id)
            if row.id not in going_on or now is None or now.until != row.until:
                continue  # it gave way, or was moved on, meanwhile
            open_ended = row.basis is UntilBasis.OPEN
            basis = UntilBasis.OPEN if open_ended else UntilBasis.SETTLED
            longer = replace(row, until=self.tomorrow, basis=basis)
            others = [o for o in self._at(row.site) if o.id != row.id and o.overlaps(longer)]
            own = [row] if row.placement is None else self._of(row.placement)
            if any(self._meets_a_stay(one) for one in own if one.id in going_on):
                # Somebody else's arrival is recorded there, so one of the two records is wrong.
                self.needing_a_person |= {row.placement} - {None}  # type: ignore[arg-type]
                continue
            self.rows[row.id] = longer
            for other in others:
                if other.excludes(longer):
                    self._begin_later(other, self.tomorrow)
                elif frozenset({other.household, longer.household}) in keep_apart:
                    self._keep_out(other)

    def keep_out_of(
        self, before: Taken, longer: Taken, keep_apart: Collection[frozenset[str]]
    ) -> None:
        """Keep out whoever must not meet a row that is longer now, and did not before."""
        for other in self._at(longer.site):
            apart = frozenset({other.household, longer.household}) in keep_apart
            if apart and other.overlaps(longer) and not other.overlaps(before):
                self._keep_out(other)

    def _meets_a_stay(self, row: Taken) -> bool:
        longer = replace(row, until=self.tomorrow)
        return any(
            other.kind is OccupancyKind.STAY and other.overlaps(longer) and other.excludes(longer)
            for other in self._at(row.site)
            if other.id != row.id
        )

    def _goes_on(self, row: Taken) -> bool:
        if row.until > self.tonight or _has_left(row, self.tonight):
            return False
        if row.basis is UntilBasis.OPEN:
            return True
        is_last = row.until == max(r.until for r in self._of(row.placement))
        return (row.kind is OccupancyKind.STAY or _is_promise(row)) and is_last

    def _begin_later(self, row: Taken, first: date) -> None:
        """Let what was to follow a prolonged stay begin on a later night, if it has nights left."""
        rows = [row] if row.placement is None else self._of(row.placement)
        arriving = row.state is PlacementState.ARRIVING
        if row.placement and arriving:
            self.needing_a_person.add(row.placement)
        if not arriving and any(r.until <= first for r in rows):
            self._give_way(row.placement)
            self._drop(rows)
            return
        for r in rows:
            until = max(r.until, first + ONE_NIGHT)
            self.rows[r.id] = later = replace(r, begins=max(r.begins, first), until=until)
            if until > r.until:
                self._make_way_for(later)
        if row.placement:
            self.postponed[row.placement] = first

    def _make_way_for(self, row: Taken) -> None:
        """Let what begins during a row that was lengthened begin after it."""
        for other in self._at(row.site):
            meets = other.overlaps(row) and other.excludes(row)
            if meets and other.placement != row.placement and other.kind is not OccupancyKind.STAY:
                self._begin_later(other, row.until)

    def _keep_out(self, row: Taken) -> None:
        if row.kind is OccupancyKind.HOLD:
            self._give_way(row.placement)

    def _give_way(self, placement: str | None) -> None:
        """Displace a placement, or call for a person when its household is on its way already."""
        if placement is None:
            return
        rows = self._of(placement)
        if any(r.state is PlacementState.ARRIVING for r in rows):
            self.needing_a_person.add(placement)
        else:
            self.displaced.add(placement)
            self._drop(rows)
            for row in rows:
                self._stays_after_all(row.household)

    def _stays_after_all(self, household: str | None) -> None:
        """Let the end of a stay whose onward move fell through be a forecast again."""
        for row in list(self.rows.values()):
            if row.household == household and row.basis is UntilBasis.ONWARD_MOVE:
                self.rows[row.id] = replace(row, basis=UntilBasis.EXPECTED_END)

    def _of(self, placement: str | None) -> list[Taken]:
        return [self.rows[i] for i in self._ids_by_placement[placement] if i in self.rows]

    def _at(self, site: str) -> list[Taken]:
        return [self.rows[i] for i in self._ids_by_site[site] if i in self.rows]

    def _drop(self, rows: Iterable[Taken]) -> None:
        for row in rows:
            self.rows.pop(row.id, None)
