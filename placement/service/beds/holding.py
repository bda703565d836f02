"""A bed that is held: accepted in time it is firm; and a household that is on its way."""

from collections.abc import Callable, Collection
from datetime import datetime

from sqlalchemy.orm import Session

from placement.errors import BedNoLongerFree, ReasonMissing
from placement.lifecycle import PlacementAct, placement_after
from placement.policy import Subject
from placement.service.beds.judging import Move, judge_again, pick_beds
from placement.service.beds.locks import LockedPlacement, lock_placement, placement_moved
from placement.service.beds.placing import Terms
from placement.service.beds.taking import Decision, free_present_beds, take_other_beds
from placement.service.once import Once
from placement.service.questions.closing import close_offers
from placement.service.sharing.consenting import gate_placing
from placement.store.beds.taken import Taken
from placement.store.database.opening import Store
from placement.store.facts.problem_reader import Scope, problem_of
from placement.store.idempotency import claim, keep
from placement.store.requests.ties import still_sought_with
from placement.store.sharing.consent_queries import case_of
from solver.codes import HouseholdId, PlaceId
from solver.facts import Problem


def accept_hold(  # noqa: PLR0913 - who, what and when, with the version and key of a write
    store: Store,
    placement_id: str,
    *,
    reason: str,
    by: Subject,
    now: datetime,
    new_id: Callable[[], str],
    terms: Terms,
    version: int | None = None,
    once: Once | None = None,
) -> None:
    """Accept a placement whose bed is held; judged again, and the other houses are let go.

    Who moves on leaves the present bed by it: the hold took nothing from them. Who are more people
    by now get a bed each.

    Raises:
        ReasonMissing: a decision needs a reason.
        UnknownPlacement: there is none that the subject may see.
        VersionOutdated: it is no longer the version that somebody read.
        TransitionNotAllowed: the hold is over, or was accepted already.
        NotLawful: the rules no longer allow it on today's facts.
        HouseNotAsked: the house decides itself and no longer says yes.
        BedNoLongerFree: household or place are no longer there to be judged.
        ConsentMissing: the people withdrew their consent since the bed was held.
        IdempotencyKeyReused: the key was used for something else.
    """
    if not reason.strip():
        raise ReasonMissing
    with store.writing(now) as session:
        if claim(session, once, now):
            return
        locked = lock_placement(session, placement_id, by, now, version)
        placement = locked.placement
        after = placement_after(placement.state, PlacementAct.ACCEPT, by.role)
        gate_placing(session, case_of(session, placement.household_id))
        problem, move = _judge(session, locked, terms)
        facts = None
        if len(move.household.people) > len(locked.bedsteads):
            # A child was born, or somebody joined, since: the beds held are too few.
            [beds] = pick_beds(problem, [move])
            take_other_beds(session, placement, move, beds, new_id)
            facts = {"beds": [bed.id for bed in beds]}
        decision = Decision(reason, placement.proposal_id, by, now, new_id)
        free_present_beds(session, [move], locked.rows, decision)
        placement.hold_expires_at = None
        placement.accepted_by, placement.accepted_at = by.account, now
        placement.reason = reason
        placement_moved(session, locked, PlacementAct.ACCEPT, after, reason, facts)
        close_offers(session, placement, by, now, new_id)
        keep(session, once, {"placement": placement_id})


def leave_for(
    store: Store,
    placement_id: str,
    *,
    by: Subject,
    now: datetime,
    version: int | None = None,
    once: Once | None = None,
) -> None:
    """Record that a household is on its way: from now on no machine gives its bed away.

    Raises:
        UnknownPlacement: there is none that the subject may see.
        VersionOutdated: it is no longer the version that somebody read.
        TransitionNotAllowed: the placement is not accepted, or is over.
        IdempotencyKeyReused: the key was used for something else.
    """
    with store.writing(now) as session:
        if claim(session, once, now):
            return
        locked = lock_placement(session, placement_id, by, now, version)
        after = placement_after(locked.placement.state, PlacementAct.LEAVE_FOR, by.role)
        placement_moved(session, locked, PlacementAct.LEAVE_FOR, after)
        keep(session, once, {"placement": placement_id})


def _judge(session: Session, locked: LockedPlacement, terms: Terms) -> tuple[Problem, Move]:
    """Judge the pair and everybody present once more, with the held beds out of the way.

    Who is still sought with them is judged too, as when they are placed: a group may be one since.
    """
    placement = locked.placement
    scope = Scope(
        horizon_nights=terms.horizon_nights,
        chain_limit=terms.chain_limit,
        sites=locked.settlement.sites,
        referrals=still_sought_with(session, [locked.referral]),
        residents=frozenset({placement.referral_id}),
    )
    # Whoever has its beds before it came to them after the promise, and is moved on by it.
    own = [row for row in locked.rows if row.placement == placement.id]
    rows = [row for row in locked.rows if row not in own and not _made_way(row, own)]
    problem = problem_of(session, locked.now, scope, rows)
    household = problem.household_by_id.get(HouseholdId(placement.household_id))
    place = problem.place_by_id.get(PlaceId(placement.place_id))
    if household is None or place is None:
        changed = "the_household_moved" if household is None else "the_place_closed"
        raise BedNoLongerFree(changed=(changed,), place=placement.place_id)
    move = Move(household, place, placement.begins, min(placement.until, problem.horizon))
    judge_again(problem, [move], terms.rulebook)
    return problem, move


def _made_way(row: Taken, own: Collection[Taken]) -> bool:
    return any(row.until <= held.begins and held.excludes(row) for held in own)
