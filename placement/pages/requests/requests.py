"""The page of one request: its facts, what is proposed, and why."""

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from placement.jobs.proposing import propose
from placement.lifecycle import REFERRAL_STEPS, ReferralAct, ReferralState
from placement.pages.blueprint import pages
from placement.pages.framework.again import form_on
from placement.pages.framework.context import runtime, subject
from placement.pages.framework.frame import allowed
from placement.pages.framework.sending import once
from placement.pages.framework.speaking import Speaker, speaker_of
from placement.pages.framework.texts import gettext
from placement.pages.register.houses import STATES
from placement.pages.requests.board_view import Proposed
from placement.pages.requests.holds import countdown_of, hold_over
from placement.pages.requests.proposal_view import plan_reader
from placement.pages.requests.request_facts import facts_of, row_of
from placement.pages.requests.request_view import Line, RequestView
from placement.pages.requests.why import places_to_ask_about, ranking_of, why_not
from placement.policy import Right, Role, needs
from placement.service.following.suggesting_coordinators import suggest_coordinators
from placement.service.register.surveying import newest_proposal
from placement.service.requests.recognising import Lookalike, possible_duplicates
from placement.service.requests.showing import ShownReferral, show_referral


@pages.get("/opvangverzoeken/<referral>")
@needs(Right.SEE_REFERRALS)
def show_request(referral: str) -> str:
    """One request."""
    at, by, now = runtime(), subject(), runtime().clock()
    shown = show_referral(at.store, referral, by=by, now=now)
    speaker = speaker_of(at.store)
    placement = shown.file.placement
    asked = request.args.get("place")
    still_open = shown.file.referral.state is ReferralState.OPEN
    view = RequestView(
        row=row_of(shown, proposed_for(shown, speaker) if still_open else None),
        facts=(*facts_of(shown, speaker), *coordination_of(referral, speaker)),
        ranked=ranking_of(referral, speaker) if still_open else (),
        places=places_to_ask_about(speaker) if still_open else (),
        placed_at=speaker.place(placement.place_id) if placement else None,
        placed_state=str(STATES[placement.state]) if placement else "",
        held=countdown_of(placement, now) if placement else None,
        hold_over=hold_over(referral, speaker) if still_open else None,
        may_place=still_open and allowed(by, Right.PLACE),
        may_correct=allowed(by, Right.REGISTER_REFERRALS)
        and ReferralAct.CORRECT in REFERRAL_STEPS[shown.file.referral.state],
        may_decide=allowed(by, Right.PLACE),
        asked_place=asked,
        why_not=why_not(referral, asked, speaker) if asked and still_open else None,
    )
    back = gettext("Mijn cliënten") if by.role is Role.ZORGCOORDINATOR else gettext("Bord")
    alike: tuple[Lookalike, ...] = ()
    if allowed(by, Right.REGISTER_REFERRALS):
        alike = tuple(possible_duplicates(at.store, referral, by=by))
    return render_template("request.html", view=view, back_label=back, lookalikes=alike)


def coordination_of(referral: str, speaker: Speaker) -> tuple[Line, ...]:
    """Who coordinates care in the region of a case, as a suggestion; nothing when none is known."""
    at = runtime()
    found = suggest_coordinators(at.store, referral, by=subject(), now=at.clock()).responsible
    named = ", ".join(speaker.responsible(one) for one in found)
    return (Line(label=gettext("Zorgcoördinatie in deze regio"), value=named),) if named else ()


@pages.post("/opvangverzoeken/<referral>/voorstel")
@needs(Right.ASK_PROPOSALS)
@form_on("pages.show_request", "referral")
def ask_one(referral: str) -> Response:
    """Ask for a new proposal for one request; it is a plan for everybody all the same."""
    propose(runtime(), by=subject(), referral=referral, once=once())
    return redirect(url_for("pages.show_request", referral=referral))


@pages.get("/opvangverzoeken/<referral>/waarom-niet")
@needs(Right.SEE_PROPOSALS)
def explain(referral: str) -> str:
    """Why a place that somebody chose is not what is proposed: the part that htmx asks for."""
    place = request.args.get("place", "")
    answer = why_not(referral, place, speaker_of(runtime().store))
    return render_template("parts/why_not.html", answer=answer)


def proposed_for(shown: ShownReferral, speaker: Speaker) -> Proposed | None:
    """What the newest plan proposes for a request."""
    at, by = runtime(), subject()
    newest = newest_proposal(at.store, by=by)
    if newest is None:
        return None
    return plan_reader(at.store, newest, speaker, by).proposed().get(shown.file.referral.id)
