"""Proposals (voorstellen): plans for everybody, asked for one referral or for all."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask import url_for
from marshmallow import fields

from placement.api.framework.context import runtime, subject
from placement.api.framework.endpoints import Resource
from placement.api.framework.once import once
from placement.api.framework.shapes import Instant, Shape
from placement.errors import IdempotencyKeyMissing, UnknownProposal, UnknownReferral
from placement.jobs.proposing import propose
from placement.policy import Right
from placement.service.forms.grammar import Code, Form
from placement.service.requests.proposing import ShownProposal, list_proposals, show_proposal
from placement.store.tables import Proposal
from solver.codes import Certainty
from solver.plans import Option, Proof

proposals = Resource("proposals", "Proposed placements, with their proof")


class ProposalForm(Form):
    """For whom a proposal is asked; leaving it out asks for all open referrals."""

    referral = Code(load_default=None, allow_none=True)


class ProposalsQuery(Form):
    """Which proposals are listed."""

    referral = Code(required=True)


class ActShape(Shape):
    """One household in one place for the nights [night, until)."""

    referral = fields.String(allow_none=True)
    household = fields.String()
    place = fields.String()
    site = fields.String()
    scheme = fields.String()
    night = fields.Date()
    until = fields.Date()
    certainty = fields.Enum(Certainty, by_value=True)


class AssignmentShape(ActShape):
    """An act that is proposed, with the points that it costs per rule."""

    beds = fields.List(fields.String())
    points = fields.Dict(keys=fields.String(), values=fields.Integer())


class ReferredShape(Shape):
    """A household that is not matched but handed over (ELI-6)."""

    referral = fields.String(allow_none=True)
    household = fields.String()


class RestShape(ReferredShape):
    """A household that stays where it is, or without a place, with what that costs per rule."""

    points = fields.Dict(keys=fields.String(), values=fields.Integer())


class ChainShape(Shape):
    """Acts in the order in which they are carried out; those of a ring are one act."""

    is_ring = fields.Boolean()
    acts = fields.List(fields.Nested(ActShape))


class DecisionShape(ChainShape):
    """Acts that are accepted in one request: alone, as a chain, or as people of one group."""

    is_group = fields.Boolean()


class ProposalLineShape(Shape):
    """A proposal in a list."""

    id = fields.String()
    asked_by = fields.String()
    asked_at = Instant()
    referral = fields.String(attribute="referral_id", allow_none=True)
    proof = fields.Enum(Proof, by_value=True)
    points = fields.Integer()
    bound = fields.Integer(allow_none=True)
    rulebook_version = fields.String()
    engine_version = fields.String()
    facts_digest = fields.String()


class ProposalShape(ProposalLineShape):
    """A proposal; ``proof`` "ranked" marks the list that is given when the solver had no answer."""

    assignments = fields.List(fields.Nested(AssignmentShape))
    rests = fields.List(fields.Nested(RestShape))
    referred = fields.List(fields.Nested(ReferredShape))
    chains = fields.List(fields.Nested(ChainShape))
    decisions = fields.List(fields.Nested(DecisionShape))


class ProposalsShape(Shape):
    """Proposals, the newest first."""

    items = fields.List(fields.Nested(ProposalLineShape))


@proposals.get(
    right=Right.SEE_PROPOSALS,
    gives=ProposalsShape(),
    query=ProposalsQuery(),
    fails=[UnknownReferral],
)
def list_of_proposals(asked: dict[str, str]) -> dict[str, list[Proposal]]:
    """List the proposals that were asked for a referral."""
    found = list_proposals(runtime().store, referral=asked["referral"], by=subject())
    return {"items": found}


@proposals.post(
    right=Right.ASK_PROPOSALS,
    takes=ProposalForm(),
    gives=ProposalShape(),
    fails=[UnknownReferral, IdempotencyKeyMissing],
    once=True,
)
def post_proposal(asked: dict[str, str | None]) -> tuple[dict[str, Any], int, dict[str, str]]:
    """Ask for a proposal; when the solver has no answer in time it is the ranked list."""
    made = propose(runtime(), by=subject(), referral=asked["referral"], once=once())
    where = url_for("proposals.get_proposal", proposal_id=made.proposal.id)
    return _told(made), 201, {"Location": where}


@proposals.get(
    "/<proposal_id>",
    right=Right.SEE_PROPOSALS,
    gives=ProposalShape(),
    fails=[UnknownProposal],
)
def get_proposal(proposal_id: str) -> dict[str, Any]:
    """Show a proposal, as far as it is about referrals that you may see."""
    return _told(show_proposal(runtime().store, proposal_id, by=subject()))


def _told(shown: ShownProposal) -> dict[str, Any]:
    plan = shown.plan
    columns = [field.attribute or name for name, field in ProposalLineShape().fields.items()]
    return {
        **{name: getattr(shown.proposal, name) for name in columns},
        "assignments": [
            {**_act(shown, a.option), "beds": a.beds, "points": a.points} for a in plan.assignments
        ],
        "rests": [_rest(shown, rest.household, rest.points) for rest in plan.rests],
        "referred": [_rest(shown, household, {}) for household in plan.referred],
        "chains": [
            {"is_ring": chain.is_ring, "acts": _acts(shown, chain.acts)} for chain in plan.chains
        ],
        "decisions": [
            {"is_ring": one.is_ring, "is_group": one.is_group, "acts": _acts(shown, one.acts)}
            for one in shown.decisions
        ],
    }


def _acts(shown: ShownProposal, acts: Iterable[Option]) -> list[dict[str, Any]]:
    return [_act(shown, act) for act in acts]


def _act(shown: ShownProposal, option: Option) -> dict[str, Any]:
    place, site = shown.places[option.place]
    return {
        "referral": shown.referrals.get(option.household),
        "household": option.household,
        "place": place.id,
        "site": site.id,
        "scheme": place.scheme_code,
        "night": option.night,
        "until": option.until,
        "certainty": option.certainty,
    }


def _rest(shown: ShownProposal, household: str, points: Mapping[str, int]) -> dict[str, Any]:
    referral = shown.referrals.get(household)
    return {"household": household, "referral": referral, "points": points}
