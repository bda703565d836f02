"""Placing: from a proposal to beds that are taken, in one transaction (design.md 6).

Lock the sites, work out the settling, lock the referrals, settle, judge again on today's facts,
pick beds, write. The constraints of the database are the backstop, never the plan.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from placement.errors import BedNoLongerFree, ReasonMissing, UnknownPlace, UnknownReferral
from placement.lifecycle import ReferralAct, referral_after
from placement.policy import Subject
from placement.service.beds.judging import Move, judge_again, pick_beds
from placement.service.beds.settling import work_out, write_settlement
from placement.service.beds.taking import Decision, free_present_beds, write_move
from placement.service.once import Once
from placement.service.questions.closing import close_offers
from placement.service.sharing.consenting import gate_placing
from placement.store.beds.booking_rows import sites_of_holds, sites_of_places, sites_of_residents
from placement.store.beds.settlement import Settlement
from placement.store.database.opening import Store
from placement.store.facts.problem_reader import Scope, problem_of
from placement.store.idempotency import claim, keep
from placement.store.locking import lock_referrals, lock_sites
from placement.store.nights import ONE_NIGHT
from placement.store.questions.house_answers import write_yes
from placement.store.questions.queries import agrees_on
from placement.store.requests.ties import still_sought_with
from placement.store.sharing.consent_queries import case_of
from placement.store.tables import Placement, Referral
from solver.codes import HouseholdId, PlaceId
from solver.ends import latest_end
from solver.facts import Household, Place, Problem
from solver.plans import Option
from solver.rulebook import RULEBOOK, Rulebook


@dataclass(frozen=True, kw_only=True)
class Order:
    """One referral that takes one place on the nights of an option."""

    referral: str
    option: Option
    house_agreed: bool = False
    """The house said yes on the telephone just now: recorded under the name of the acceptor."""


@dataclass(frozen=True, kw_only=True)
class Acceptance:
    """What a named person accepts, and why: one order, or the acts of a chain."""

    orders: tuple[Order, ...]
    reason: str
    proposal: str | None = None
    hold: bool = False
    """Only hold the bed for a while: it is free again by itself unless somebody accepts."""


@dataclass(frozen=True, kw_only=True)
class Terms:
    """By which rules and how far ahead is judged, and within which limits is asked and held."""

    horizon_nights: int
    chain_limit: int = 3
    rulebook: Rulebook = RULEBOOK
    hold_for: timedelta = timedelta(hours=1)
    houses_at_once: int = 3
    answer_within: timedelta = timedelta(hours=4)


def place(
    store: Store,
    acceptance: Acceptance,
    *,
    by: Subject,
    now: datetime,
    new_id: Callable[[], str],
    terms: Terms,
    once: Once | None = None,
) -> tuple[str, ...]:
    """Place one household, or accept a whole chain; gives the ids of the placements in order.

    At acceptance the other questions about a referral are withdrawn; a hold leaves them standing.

    Raises:
        ReasonMissing: a decision needs a reason.
        UnknownReferral: a referral does not exist.
        UnknownPlace: a place does not exist.
        TransitionNotAllowed: a referral is not open, for example because it was placed already.
        NotLawful: the rules do not allow it on today's facts.
        HouseNotAsked: the house decides itself and has not said yes.
        ConsentMissing: the people withdrew their consent.
        BedNoLongerFree: today's facts no longer have a bed for it.
        IdempotencyKeyReused: the key was used for something else.
    """
    if not acceptance.reason.strip():
        raise ReasonMissing
    with store.writing(now) as session:
        if kept := claim(session, once, now):
            return tuple(kept["placements"])
        settlement, referrals = _lock_and_settle(session, acceptance, now)
        for referral in referrals.values():
            referral_after(referral.state, ReferralAct.ARRANGE, by.role)
            gate_placing(session, case_of(session, referral.household_id))
        for order in acceptance.orders:
            if order.house_agreed or _agreed_by_now(session, order):
                write_yes(session, order.referral, order.option.place, by.account, now)
        scope = _scope(session, settlement, referrals, terms)
        problem = problem_of(session, now, scope, settlement.rows)
        moves = [_move(problem, order, referrals[order.referral]) for order in acceptance.orders]
        judge_again(problem, moves, terms.rulebook)
        beds = pick_beds(problem, moves)
        expires = now + terms.hold_for if acceptance.hold else None
        decision = Decision(acceptance.reason, acceptance.proposal, by, now, new_id, expires)
        # A hold leaves the present bed as it is: nobody is to lose it for an hour's maybe.
        leaving = () if acceptance.hold else moves
        freed = free_present_beds(session, leaving, settlement.rows, decision)
        placements = tuple(
            write_move(session, referrals[order.referral], move, picked, freed, decision)
            for order, move, picked in zip(acceptance.orders, moves, beds, strict=True)
        )
        if not acceptance.hold:
            for placement in placements:
                close_offers(session, session.get_one(Placement, placement), by, now, new_id)
        keep(session, once, {"placements": list(placements)})
        return placements


def _agreed_by_now(session: Session, order: Order) -> bool:
    """Whether the house said yes from a night on that is not after this one."""
    option = order.option
    return agrees_on(session, order.referral, option.place, option.night)


def _lock_and_settle(
    session: Session, acceptance: Acceptance, now: datetime
) -> tuple[Settlement, Mapping[str, Referral]]:
    """Lock what the orders touch, present sites included, and bring it up to now."""
    places = sites_of_places(session, [order.option.place for order in acceptance.orders])
    if missing := {order.option.place for order in acceptance.orders} - places.keys():
        raise UnknownPlace(places=tuple(sorted(missing)))
    ordered = {order.referral for order in acceptance.orders}
    # A hold that is over may stand elsewhere: settling its site is what opens the referral again.
    present = sites_of_residents(session, ordered).values()
    sites = {*places.values(), *present, *sites_of_holds(session, ordered)}
    lock_sites(session, sites)
    settlement = work_out(session, sites, now)
    locked = lock_referrals(session, ordered | settlement.referrals)
    if not ordered <= locked.keys():
        raise UnknownReferral
    write_settlement(session, settlement, now)
    return settlement, {id_: locked[id_] for id_ in ordered}


def _scope(
    session: Session, settlement: Settlement, referrals: Mapping[str, Referral], terms: Terms
) -> Scope:
    # Who is still sought with them is judged too: nobody of a group goes without the others.
    others = still_sought_with(session, referrals.values())
    return Scope(
        horizon_nights=terms.horizon_nights,
        chain_limit=terms.chain_limit,
        sites=settlement.sites,
        referrals=others | referrals.keys(),
    )


def _move(problem: Problem, order: Order, referral: Referral) -> Move:
    household = problem.household_by_id.get(HouseholdId(referral.household_id))
    found = problem.place_by_id.get(PlaceId(order.option.place))
    if household is None or found is None:
        # It moved meanwhile, or the place closed: neither is there to be judged any more.
        changed = "the_household_moved" if household is None else "the_place_closed"
        raise BedNoLongerFree(changed=(changed,), place=order.option.place)
    return Move(household, found, order.option.night, _until(problem, household, found, order))


def _until(problem: Problem, household: Household, found: Place, order: Order) -> date:
    """The end as proposed; one that reached the horizon when it was proposed reaches it now.

    At noon the horizon moves on by a night, and what was proposed in the morning is still meant.
    """
    last = latest_end(household, found, order.option.night, problem.horizon)
    moved_on = order.option.until == problem.horizon - ONE_NIGHT and last == problem.horizon
    return last if moved_on else order.option.until
