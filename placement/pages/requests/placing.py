"""The decision of a person: place one household, or a whole chain, and what if the bed is gone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from flask import flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from placement.errors import (
    BedNoLongerFree,
    Fault,
    InvalidFacts,
    TransitionNotAllowed,
    UnknownReferral,
)
from placement.jobs.accepting import accept, terms_of
from placement.pages.blueprint import pages
from placement.pages.framework.again import form_on
from placement.pages.framework.context import runtime, subject
from placement.pages.framework.form_view import FormView
from placement.pages.framework.sending import once
from placement.pages.framework.speaking import Speaker, speaker_of
from placement.pages.framework.texts import gettext, lazy_gettext
from placement.pages.requests.board_view import Act, Call, CallList, PlaceNow
from placement.pages.requests.changes import changes_in_words
from placement.pages.requests.proposal_view import plan_reader
from placement.pages.requests.request_facts import row_of
from placement.pages.requests.request_view import LostRace, PlacingView
from placement.policy import Right, needs
from placement.service.beds.placing import Acceptance, Order
from placement.service.requests.proposing import ShownProposal, show_proposal
from placement.service.requests.showing import ShownReferral, show_referral
from placement.service.requests.weighing import weigh_free_places
from placement.store.tables import Referral
from solver.codes import AskedAlone, Certainty, HouseholdId, PlaceId
from solver.plans import Option

SEARCHED = 100  # places: the best certain one may come after many that must be asked
ALREADY_PLACED = lazy_gettext(
    "Dit verzoek, of een ander uit dezelfde keten, is intussen al geplaatst. "
    "Er is niets vastgelegd; vraag een nieuw voorstel."
)

NOT_AGREED = Fault(
    "agreed",
    "house_not_asked",
    "Call first; place only when the house said yes.",
    "Bel eerst; plaats pas als het huis ja zei.",
)


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """What somebody is about to decide on."""

    shown: ShownReferral
    option: Option
    proposal: ShownProposal | None
    agreed: bool
    """The house said yes on the telephone."""

    @property
    def kept(self) -> dict[str, str]:
        """The fields that the form carries along."""
        carried = {
            "place": str(self.option.place),
            "night": self.option.night.isoformat(),
            "until": self.option.until.isoformat(),
            "key": runtime().new_id(),
        }
        if self.proposal is not None:
            carried["proposal"] = self.proposal.proposal.id
        return carried | ({"ask": "1"} if "ask" in request.values else {})

    @property
    def orders(self) -> tuple[Order, ...]:
        """The acts to be accepted together: as proposed, or this one alone."""
        proposed = self.proposal.decision_on(self.option) if self.proposal else None
        if proposed is None or self.proposal is None:
            own = self.shown.file.referral.id
            return (Order(referral=own, option=self.option, house_agreed=self.agreed),)
        referrals, places = self.proposal.referrals, self.proposal.places
        if any(act.household not in referrals for act in proposed.acts):
            raise UnknownReferral
        site = places[self.option.place][1].id
        return tuple(
            Order(
                referral=referrals[act.household],
                option=act,
                # The house that was called said yes for everybody who comes to it.
                house_agreed=self.agreed and places[act.place][1].id == site,
            )
            for act in proposed.acts
        )


@pages.get("/opvangverzoeken/<referral>/plaatsen")
@needs(Right.PLACE)
def place_form(referral: str) -> str:
    """Ask for the reason of the decision."""
    return _form(chosen_in(referral, request.values))


@pages.post("/opvangverzoeken/<referral>/plaatsen")
@needs(Right.PLACE)
@form_on("pages.place_form", "referral")
def place(referral: str) -> Response | tuple[str, int]:
    """Place, or say that somebody else was first and what is best now."""
    chosen = chosen_in(referral, request.form)
    reason = request.form.get("reason", "")
    if "ask" in request.form and not chosen.agreed:
        raise InvalidFacts((NOT_AGREED,))
    acceptance = Acceptance(
        orders=chosen.orders,
        reason=reason,
        proposal=chosen.proposal.proposal.id if chosen.proposal else None,
        hold="hold" in request.form,
    )
    try:
        accept(runtime(), acceptance, by=subject(), once=once())
    except TransitionNotAllowed:
        flash(str(ALREADY_PLACED), "warning")
        return redirect(url_for("pages.show_request", referral=referral))
    except BedNoLongerFree as lost:
        return _race(chosen, lost, reason), 409
    where = speaker_of(runtime().store).place(chosen.option.place)
    reference = chosen.shown.file.case.reference
    if acceptance.hold:
        said = gettext(
            "Voor %(reference)s wordt %(where)s vastgehouden.", reference=reference, where=where
        )
    else:
        said = gettext("%(reference)s is geplaatst in %(where)s.", reference=reference, where=where)
    flash(said, "ok")
    return redirect(url_for("pages.show_request", referral=referral))


def chosen_in(referral: str, sent: MultiDict[str, str]) -> Chosen:
    """Read what was chosen; the facts of the request come from the register, never the form.

    Raises:
        UnknownReferral: there is none that the subject may see.
        UnknownProposal: there is none that the subject may see.
        BadRequest: the address was changed by hand.
    """
    at, by = runtime(), subject()
    shown = show_referral(at.store, referral, by=by, now=at.clock())
    try:
        option = Option(
            HouseholdId(shown.file.referral.household_id),
            PlaceId(sent["place"]),
            date.fromisoformat(sent["night"]),
            date.fromisoformat(sent["until"]),
        )
    except (KeyError, ValueError) as unreadable:
        raise BadRequest from unreadable
    named = sent.get("proposal")
    return Chosen(
        shown=shown,
        option=option,
        proposal=show_proposal(at.store, named, by=by) if named else None,
        agreed=sent.get("agreed") == "true",
    )


def _form(chosen: Chosen) -> str:
    speaker = speaker_of(runtime().store)
    option = chosen.option
    acts: tuple[Act, ...] = ()
    decision, reason = None, ""
    if chosen.proposal is not None:
        reader = plan_reader(runtime().store, chosen.proposal, speaker, subject())
        decision, acts = chosen.proposal.decision_on(option), reader.acts(option)
        proposed = reader.proposed().get(chosen.shown.file.referral.id)
        if isinstance(proposed, PlaceNow) and proposed.place == option.place:
            reason = proposed.reason
    view = PlacingView(
        row=row_of(chosen.shown),
        place=option.place,
        where=speaker.place(option.place),
        scheme=speaker.scheme_of(option.place),
        night=option.night,
        until=option.until,
        reason=reason,
        acts=acts,
        is_ring=decision is not None and decision.is_ring,
        is_group=decision is not None and decision.is_group,
        warnings=tuple(_warnings(chosen.shown.file.referral)),
    )
    return render_template(
        "place.html", view=view, form=FormView(), kept=chosen.kept, asked="ask" in request.values
    )


def _warnings(referral: Referral) -> Iterator[str]:
    """Say which answers on safety are missing: not asked is not the same as none (SAF-1, SAF-5)."""
    if referral.risk_answered_by is None:
        yield gettext(
            "Nog niet gevraagd waar deze cliënt gevaar loopt; daarom is alleen de regio van de "
            "melder uitgesloten. Door te plaatsen bevestigt u op uw naam dat dit antwoord ontbrak."
        )
    if referral.asked_alone is not AskedAlone.YES:
        yield gettext(
            "Nog niet alleen gesproken: de cliënt krijgt een eigen kamer. Vraag het huis om de "
            "cliënt na aankomst alleen te spreken."
        )


def _race(chosen: Chosen, lost: BedNoLongerFree, reason: str) -> str:
    speaker = speaker_of(runtime().store)
    found = lost.facts.get("next_best")
    first = found if isinstance(found, Option) else None
    is_certain = first is not None and first.certainty is Certainty.CERTAIN
    best = first if is_certain else _best_certain(chosen.shown.file.referral.id)
    view = LostRace(
        row=row_of(chosen.shown),
        where=speaker.place(chosen.option.place),
        changes=changes_in_words(lost.facts, speaker),
        next_best=_now(best, speaker) if best else None,
        to_call=CallList(calls=(_call(first, speaker),)) if first and not is_certain else None,
    )
    kept = {}
    if best is not None:
        kept = Chosen(shown=chosen.shown, option=best, proposal=None, agreed=False).kept
    return render_template("race.html", view=view, kept=kept, reason=reason)


def _best_certain(referral: str) -> Option | None:
    """The best place for which no house has to be asked."""
    at = runtime()
    found = weigh_free_places(
        at.store, referral, by=subject(), now=at.clock(), terms=terms_of(at), at_most=SEARCHED
    )
    options = (weighed.option for weighed in found)
    return next((o for o in options if o.certainty is Certainty.CERTAIN), None)


def _now(option: Option, speaker: Speaker) -> PlaceNow:
    return PlaceNow(
        place=option.place,
        where=speaker.place(option.place),
        scheme=speaker.scheme_of(option.place),
        night=option.night,
        until=option.until,
        reason=gettext("De beste plek die nu vrij en toegestaan is."),
    )


def _call(option: Option, speaker: Speaker) -> Call:
    return Call(
        place=option.place,
        where=speaker.place(option.place),
        scheme=speaker.scheme_of(option.place),
        night=option.night,
        until=option.until,
        reason=gettext("Beter, als het huis ja zegt."),
    )
