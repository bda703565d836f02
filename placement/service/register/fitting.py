"""Who would no longer fit when a place or site changes: judged by the rules, forbidden by none."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from placement.policy import Role, Subject
from placement.service.questions.criteria import OF_THE_HOUSE
from placement.service.register.site_locks import present_after
from placement.store.beds.taken import Taken
from placement.store.facts.beds import read_beds
from placement.store.facts.combinations import joined_places, read_combinations
from placement.store.facts.places import read_places
from placement.store.facts.problem_reader import Scope, problem_of
from placement.store.journal import record
from placement.store.nights import ONE_NIGHT
from placement.store.register.queries import referrals_of_placements
from placement.store.tables import Place
from placement.store.watching.told import NO_LONGER_FITS
from solver.facts import Household
from solver.facts import Place as PlaceFacts
from solver.judgement import objections
from solver.rulebook import Rulebook

FURTHEST_NIGHTS = 366
ARRIVING = frozenset({"ARR-1"})
"""Rules about the night of arrival: they say nothing of who has arrived before the change."""


@dataclass(frozen=True)
class NoLongerFits:
    """A placement that the rules would not allow any more, by their codes."""

    placement: str
    rules: tuple[str, ...]


def told_to(by: Subject, found: Iterable[NoLongerFits]) -> tuple[NoLongerFits, ...]:
    """What somebody is told of: a house only of the criteria that it states of itself.

    Even the number of a placement says too much when nothing but status, safety or a wish stands
    behind it: who plans one fact at a time and cancels it would learn which. The journal tells the
    helpdesk of all of them.
    """
    if by.role is not Role.INSTITUTION:
        return tuple(found)
    own = (replace(one, rules=tuple(r for r in one.rules if r in OF_THE_HOUSE)) for one in found)
    return tuple(one for one in own if one.rules)


def tell_the_shift(
    session: Session, found: Iterable[NoLongerFits], change: str, by: Subject, now: datetime
) -> None:
    """Journal each of them on its placement with what brought it about, for the handover."""
    for one in found:
        record(
            session,
            NO_LONGER_FITS,
            record_kind="placement",
            record_id=one.placement,
            by=by,
            now=now,
            facts={"change": change, "rules": list(one.rules)},
        )


def places_then(
    session: Session, night: date, now: datetime, sites: Collection[str]
) -> dict[str, PlaceFacts]:
    """The places of sites as they are on one night, combinations included."""
    last = night + ONE_NIGHT
    beds = read_beds(session, night, last, sites)
    read = read_places(session, tonight=night, horizon=last, now=now, beds=beds, sites=sites)
    combinations = read_combinations(session, night, read, sites)
    return {place.id: place for place in (*read, *joined_places(combinations, read))}


def who_no_longer_fits(
    session: Session,
    places: Sequence[Place],
    rows: Collection[Taken],
    before: Mapping[str, PlaceFacts],
    begins: date,
    now: datetime,
    book: Rulebook,
) -> tuple[NoLongerFits, ...]:
    """The placements at places from the night of a change on that only it makes unlawful.

    Args:
        session: the transaction in which the change was written.
        places: the places that it touches.
        rows: how the beds of their site are taken, settled.
        before: the places of the site on that night without the change.
        begins: the first night of the change, or tonight when that has passed.
        now: the present instant.
        book: the rules.
    """
    touched = {place.id for place in places}
    # An end that is only expected is none: who is not reported as gone by then is there.
    there = [r for r in present_after(rows, begins) if r.placement and r.place in touched]
    if not there:
        return ()
    placed = {row.placement: row for row in there if row.placement}
    referrals = referrals_of_placements(session, placed)
    sites = frozenset(row.site for row in there)
    scope = Scope(
        horizon_nights=FURTHEST_NIGHTS,
        sites=sites,
        referrals=frozenset(),
        residents=frozenset(referrals.values()),
    )
    households = problem_of(session, now, scope, rows).household_by_id
    after = places_then(session, begins, now, sites)
    found = []
    for placement, row in sorted(placed.items()):
        household = households.get(row.household)  # type: ignore[call-overload]
        place = row.placed_in or row.place
        if household is None or place not in after or place not in before:
            continue
        night = max(begins, row.begins)
        until = max(row.until, night + ONE_NIGHT)
        new = _barred(book, household, after[place], night, until)
        old = _barred(book, household, before[place], night, until)
        broken = new - old if row.begins >= begins else new - old - ARRIVING
        if broken:
            found.append(NoLongerFits(placement, tuple(sorted(broken))))
    return tuple(found)


def _barred(
    book: Rulebook, household: Household, place: PlaceFacts, night: date, until: date
) -> set[str]:
    return {rule.code for rule, _ in objections(book, household, place, night, until)}
