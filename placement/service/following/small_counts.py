"""Keeping small counts of households from who reads for policy: pure.

A count below five can be about somebody whom a reader knows. Where one count of a division of the
country would be hidden alone, it could be worked out from the others, so a second one goes with it.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from placement.policy import Role, Subject
from placement.store.codes import PressureScope
from placement.store.following.outflow import OutflowPressure, Pressure
from placement.store.following.pressure import Group, PressureCount

SMALLEST_COUNT = 5
"""Fewer than this are not told. Source: design.md 7."""
COUNTED = ("past_right", "ends_within_14", "ends_within_30", "ready")

Key = TypeVar("Key")


def hides_from(by: Subject) -> bool:
    """Whether small counts are kept from this reader: who works with the people knows them."""
    return by.role is Role.POLICY_READER


def hidden_in(counts: Mapping[Key, int]) -> frozenset[Key]:
    """The counts of one division that are not told: the small ones, never one or few together."""
    small = {key for key, count in counts.items() if 0 < count < SMALLEST_COUNT}
    # The smallest that say something go first; where nothing does, one that is nought.
    order = sorted(counts.keys() - small, key=lambda key: (counts[key] == 0, counts[key], str(key)))
    for key in order:
        if small and (len(small) == 1 or sum(counts[k] for k in small) < SMALLEST_COUNT):
            small.add(key)
    return frozenset(small)


def counts_told(found: Mapping[Group, PressureCount]) -> dict[Group, PressureCount]:
    """The pressure of one night as it is told for policy: no sites, and no small counts."""
    told = {group: count for group, count in found.items() if group[0] is not PressureScope.SITE}
    for division in _divisions(told):
        for name in COUNTED:
            amounts = {group: getattr(told[group], name) or 0 for group in division}
            for group in hidden_in(amounts):
                told[group] = replace(told[group], **{name: None})
    return told


def outflow_told(found: OutflowPressure) -> OutflowPressure:
    """Tonight's pressure as it is told for policy: no households, no sites, no small counts."""
    return replace(
        found,
        leaving=(),
        by_site={},
        by_scheme=_pressure_told(found.by_scheme),
        by_region={
            region: pressure
            for division in _by_kind(found.by_region).values()
            for region, pressure in _pressure_told(division).items()
        },
    )


def _pressure_told(found: Mapping[str, Pressure]) -> dict[str, Pressure]:
    urges = {urge for pressure in found.values() for urge in pressure.households}
    hidden = {
        urge: hidden_in({key: p.households.get(urge) or 0 for key, p in found.items()})
        for urge in urges
    }
    return {
        key: replace(
            pressure,
            households={
                urge: None if key in hidden[urge] else count
                for urge, count in pressure.households.items()
            },
        )
        for key, pressure in found.items()
    }


def _divisions(groups: Mapping[Group, PressureCount]) -> list[list[Group]]:
    """The groups that divide the country together: schemes, and each kind of region."""
    found: dict[tuple[str, str], list[Group]] = defaultdict(list)
    for scope, scope_id in groups:
        kind = scope_id.partition(":")[0] if scope is PressureScope.REGION else ""
        found[scope, kind].append((scope, scope_id))
    return list(found.values())


def _by_kind(regions: Mapping[str, Pressure]) -> dict[str, dict[str, Pressure]]:
    found: dict[str, dict[str, Pressure]] = defaultdict(dict)
    for region, pressure in regions.items():
        found[region.partition(":")[0]][region] = pressure
    return found
