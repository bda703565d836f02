"""The board of the helpdesk: open requests, what is proposed, and the figures of the country."""

from dataclasses import replace

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from placement.jobs.proposing import propose
from placement.lifecycle import ReferralState
from placement.pages.blueprint import pages
from placement.pages.framework.again import form_on
from placement.pages.framework.context import runtime, subject
from placement.pages.framework.sending import once
from placement.pages.framework.speaking import speaker_of
from placement.pages.register.figures import capacity_of
from placement.pages.requests.board_view import BoardView, Proof, RequestRow
from placement.pages.requests.holds import holds_now
from placement.pages.requests.proposal_view import PlanReader, plan_reader
from placement.pages.requests.request_facts import row_of
from placement.pages.watching.shelters import KINDS as SHELTERS
from placement.policy import Right, Subject, needs
from placement.service.register.surveying import newest_proposal
from placement.service.requests.proposing import ShownProposal
from placement.service.requests.showing import ShownReferral, list_referrals
from placement.service.watching.sheltering import list_shelters
from placement.store.database.opening import Store
from placement.store.nights import tonight_at
from solver.codes import Urgency

MOST_URGENT_FIRST = tuple(Urgency)


@pages.get("/bord")
@needs(Right.ASK_PROPOSALS)
def board() -> str:
    """The board with the newest proposal."""
    return render_template("board.html", view=board_view())


@pages.post("/voorstellen")
@needs(Right.ASK_PROPOSALS)
@form_on("pages.board")
def ask_all() -> str | Response:
    """Ask for proposals for everybody; htmx gets the list alone, a browser the whole board."""
    propose(runtime(), by=subject(), once=once())
    if request.headers.get("HX-Request") == "true":
        return render_template("parts/requests.html", view=board_view(), key_is_used=True)
    return redirect(url_for("pages.board"))


def board_view() -> BoardView:
    """What somebody may see of the open requests and of the country."""
    at, by, now = runtime(), subject(), runtime().clock()
    speaker = speaker_of(at.store)
    still_open = list_referrals(at.store, by=by, now=now, states={ReferralState.OPEN})
    newest = newest_proposal(at.store, by=by)
    reader = plan_reader(at.store, newest, speaker, by) if newest else None
    requests = sheltered(rows(still_open, reader), at.store, by)
    return BoardView(
        now=now,
        tonight=tonight_at(now),
        requests=requests,
        capacity=capacity_of(at, by, speaker),
        proof=proof_of(newest, requests) if newest else None,
        holds=holds_now(speaker, now),
    )


def rows(still_open: list[ShownReferral], reader: PlanReader | None) -> tuple[RequestRow, ...]:
    """The open requests with what is proposed for each: the most urgent first, then by waiting."""
    proposed = reader.proposed() if reader else {}
    found = [row_of(s, proposed.get(s.file.referral.id)) for s in still_open]
    order = {urgency: place for place, urgency in enumerate(MOST_URGENT_FIRST)}
    return tuple(
        sorted(found, key=lambda row: (row.is_onward, order[Urgency(row.urgency)], -row.waited))
    )


def sheltered(listed: tuple[RequestRow, ...], store: Store, by: Subject) -> tuple[RequestRow, ...]:
    """The requests with where they sleep for the time being."""
    where = {s.referral_id: str(SHELTERS[s.kind]) for s in list_shelters(store, by=by)}
    return tuple(replace(row, shelter=where.get(row.id, "")) for row in listed)


def proof_of(newest: ShownProposal, requests: tuple[RequestRow, ...]) -> Proof:
    """What is known of the proposals on the board."""
    asked = [row for row in requests if row.proposed and not row.is_onward]
    return Proof(
        made_at=newest.proposal.asked_at,
        kind=newest.plan.proof,
        placed=sum(row.proposed is not None and row.proposed.kind == "place" for row in asked),
        total=len(asked),
    )
