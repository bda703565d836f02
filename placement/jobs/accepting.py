"""Accepting a place, with an answer for who comes second: what is the best place now."""

from datetime import timedelta

from placement.errors import BedNoLongerFree
from placement.jobs.runtime import Runtime
from placement.policy import Subject
from placement.service.beds.placing import Acceptance, Terms, place
from placement.service.once import Once
from placement.service.requests.proposing import best_place_now


def terms_of(runtime: Runtime) -> Terms:
    """How far ahead is judged, and within which limits houses are asked and beds held."""
    settings = runtime.settings
    return Terms(
        horizon_nights=settings.horizon_nights,
        chain_limit=settings.chain_limit,
        hold_for=timedelta(minutes=settings.hold_minutes),
        houses_at_once=settings.houses_asked_at_once,
        answer_within=timedelta(hours=settings.answer_hours),
    )


def accept(
    runtime: Runtime, acceptance: Acceptance, *, by: Subject, once: Once | None = None
) -> tuple[str, ...]:
    """Place, as `place` does; who lost the race is offered the next best place.

    Raises:
        BedNoLongerFree: as in `place`; its ``next_best`` is an option, or None when no lawful
            place is free.
        PlacementError: everything else that `place` raises.
    """
    try:
        return place(
            runtime.store,
            acceptance,
            by=by,
            now=runtime.clock(),
            new_id=runtime.new_id,
            terms=terms_of(runtime),
            once=once,
        )
    except BedNoLongerFree as lost:
        first = acceptance.orders[0]
        found = best_place_now(
            runtime.store, first.referral, now=runtime.clock(), terms=terms_of(runtime)
        )
        raise BedNoLongerFree(**{**lost.facts, "next_best": found}) from lost
