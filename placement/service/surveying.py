"""Surveying: the figures of tonight and the newest proposal, as far as somebody may see them."""

from datetime import datetime

from placement.policy import Role, Subject
from placement.service.placing import Terms
from placement.service.proposing import ShownProposal, show_proposal
from placement.store.availability import Availability, read_availability
from placement.store.opening import Store
from placement.store.outflow import OutflowPressure, read_outflow
from placement.store.problem_reader import Scope
from placement.store.proposal_queries import newest_plan


def survey_places(store: Store, *, by: Subject, now: datetime) -> Availability:
    """The three numbers of tonight; an institution sees those of its own sites."""
    with store.reading() as session:
        return read_availability(session, now, _sites_of(by))


def survey_outflow(store: Store, *, by: Subject, now: datetime, terms: Terms) -> OutflowPressure:
    """The outflow pressure of tonight; an institution sees that of its own sites."""
    scope = Scope(
        horizon_nights=terms.horizon_nights, chain_limit=terms.chain_limit, sites=_sites_of(by)
    )
    with store.reading() as session:
        return read_outflow(session, now, scope, terms.rulebook)


def newest_proposal(store: Store, *, by: Subject) -> ShownProposal | None:
    """The proposal made last, for whomever it was asked: each is a plan for everybody."""
    with store.reading() as session:
        newest = newest_plan(session)
    return show_proposal(store, newest.id, by=by) if newest is not None else None


def _sites_of(by: Subject) -> frozenset[str] | None:
    return by.sites if by.role is Role.INSTITUTION else None
