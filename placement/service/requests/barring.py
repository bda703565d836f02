"""Which rules bar what is arranged for a request, on the facts as they are written now.

Judged and told, never acted upon: whether somebody has to go elsewhere is for people to decide.
"""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy.orm import Session

from placement.service.register.fitting import ARRIVING, FURTHEST_NIGHTS
from placement.store.beds.booking_rows import sites_of_places, sites_of_residents
from placement.store.beds.settlement import settle_rows
from placement.store.beds.taken import Taken, taken_from
from placement.store.facts.problem_reader import Scope, lengthened, problem_of
from placement.store.nights import ONE_NIGHT, tonight_at
from placement.store.requests.queries import live_placement
from placement.store.requests.ties import kept_apart_from
from placement.store.tables import Placement, Referral
from solver.codes import HouseholdId, PlaceId
from solver.facts import Problem
from solver.judgement import objections
from solver.rulebook import Rulebook

KEPT_APART = "SAF-4"


def rules_against(session: Session, referral: Referral, now: datetime, book: Rulebook) -> set[str]:
    """The codes of the rules that bar the place of a request.

    Also where its people live, or will, beside somebody whom they must never meet (SAF-4).
    """
    placement = live_placement(session, referral.id)
    arranged = sites_of_places(session, [placement.place_id]) if placement else {}
    present = sites_of_residents(session, [referral.id])
    sites = frozenset({*arranged.values(), *present.values()})
    if not sites:
        return set()
    # Without the pairs that are kept apart: settling by them would take away what is asked about.
    rows = settle_rows(sites, taken_from(session, tonight_at(now), sites), now).rows
    found = _meetings(session, referral, rows, now)
    if placement is not None:
        scope = _scope(referral, placement, sites, tonight_at(now))
        found |= _of_the_place(placement, problem_of(session, now, scope, rows), book)
    return found


def newly_told(before: Collection[str], after: Collection[str]) -> tuple[str, ...]:
    """The rules to tell of after a correction.

    A night of arrival that has passed, or whose hour is over, is no news of the correction.
    """
    return tuple(sorted(frozenset(after) - ARRIVING.intersection(before)))


def _meetings(
    session: Session, referral: Referral, rows: Collection[Taken], now: datetime
) -> set[str]:
    apart = kept_apart_from(session, referral.household_id)
    horizon = tonight_at(now) + FURTHEST_NIGHTS * ONE_NIGHT
    told = lengthened(rows, horizon)
    own = [row for row in told if row.household == referral.household_id]
    others = [row for row in told if row.household in apart]
    meet = any(one.site == row.site and one.overlaps(row) for one in own for row in others)
    return {KEPT_APART} if meet else set()


def _scope(referral: Referral, placement: Placement, sites: frozenset[str], tonight: date) -> Scope:
    # No further than the stay: a place is told as the strictest that it becomes until then.
    last = max(placement.until, referral.needed_from + ONE_NIGHT, tonight + ONE_NIGHT)
    return Scope(
        horizon_nights=min((last - tonight).days, FURTHEST_NIGHTS),
        sites=sites,
        referrals=frozenset(),
        residents=frozenset({referral.id}),
    )


def _of_the_place(placement: Placement, problem: Problem, book: Rulebook) -> set[str]:
    household = problem.household_by_id.get(HouseholdId(placement.household_id))
    place = problem.place_by_id.get(PlaceId(placement.place_id))
    if household is None or place is None:
        return set()
    night = max(placement.begins, problem.tonight)
    until = max(placement.until, night + ONE_NIGHT)
    in_force = book.in_force(problem.tonight)
    return {rule.code for rule, _ in objections(in_force, household, place, night, until)}
