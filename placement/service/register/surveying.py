"""Surveying: the figures of tonight and the newest proposal, as far as somebody may see them."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from placement.policy import Role, Subject
from placement.service.beds.placing import Terms
from placement.service.following.small_counts import hides_from, outflow_told
from placement.service.register.nights_asked import night_and_knowledge
from placement.service.requests.proposing import ShownProposal, show_proposal
from placement.store.database.opening import Store
from placement.store.facts.problem_reader import Scope
from placement.store.following.outflow import OutflowPressure, read_outflow
from placement.store.nights import tonight_at
from placement.store.register.availability import Availability, read_availability
from placement.store.register.timeline import occupied_on
from placement.store.requests.proposals import newest_plan


def survey_places(
    store: Store,
    *,
    by: Subject,
    now: datetime,
    night: date | None = None,
    known_on: date | None = None,
) -> Availability:
    """The three numbers of a night, tonight when none is named; an institution sees its sites.

    Args:
        store: the register.
        by: who asks.
        now: the present instant.
        night: the night asked about, past or to come.
        known_on: as the register knew it at the end of that day; None is as it knows now.

    Raises:
        InvalidFacts: the night is too far ahead, or the day has not come yet.
    """
    asked, known_at = night_and_knowledge(night, known_on, now)
    with store.reading() as session:
        return read_availability(session, asked, now, known_at, sites=_sites_of(by))


def warm_up_survey(store: Store, now: datetime) -> None:
    """Ask for the figures once, for nobody: the first who asks a worker then waits no longer.

    Statements are put together when they are first sent, which takes longer than their answer.
    """
    tonight = tonight_at(now)
    with store.reading() as session:
        for known_at in (None, now):
            read_availability(session, tonight, now, known_at)


def survey_outflow(store: Store, *, by: Subject, now: datetime, terms: Terms) -> OutflowPressure:
    """The outflow pressure of tonight; an institution sees that of its own sites.

    Who reads for policy is told no small counts.
    """
    scope = Scope(
        horizon_nights=terms.horizon_nights, chain_limit=terms.chain_limit, sites=_sites_of(by)
    )
    with store.reading() as session:
        found = read_outflow(session, now, scope, terms.rulebook)
    return outflow_told(found) if hides_from(by) else found


def newest_proposal(store: Store, *, by: Subject) -> ShownProposal | None:
    """The proposal made last, for whomever it was asked: each is a plan for everybody."""
    with store.reading() as session:
        newest = newest_plan(session)
    return show_proposal(store, newest.id, by=by) if newest is not None else None


WEEKS_BACK, WEEKS_AHEAD = 12, 4


def survey_weeks(
    store: Store, *, by: Subject, now: datetime, night: date | None = None
) -> tuple[tuple[date, ...], Mapping[str, tuple[int, ...]]]:
    """The occupied beds per scheme around a night, a week apart: the nights, and the numbers."""
    around = night or tonight_at(now)
    weeks = range(-WEEKS_BACK, WEEKS_AHEAD + 1)
    nights = tuple(around + timedelta(weeks=week) for week in weeks)
    with store.reading() as session:
        return nights, occupied_on(session, nights, now, _sites_of(by))


def _sites_of(by: Subject) -> frozenset[str] | None:
    return by.sites if by.role is Role.INSTITUTION else None
