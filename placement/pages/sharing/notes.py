"""The pages of the handover note (aanmeldverslag): writing, reading, and who may read what."""

from collections.abc import Mapping

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from placement.errors.trust import CaseErased, SealBroken, SealingUnavailable
from placement.pages.blueprint import pages
from placement.pages.framework.again import form_on
from placement.pages.framework.context import runtime, subject
from placement.pages.framework.form_view import nested
from placement.pages.framework.sending import once
from placement.pages.framework.speaking import speaker_of
from placement.pages.framework.texts import LazyString, gettext, lazy_gettext
from placement.pages.language import language
from placement.pages.sharing.sharing import STEPS
from placement.policy import Right, Role, needs
from placement.service.forms.grammar import read
from placement.service.forms.note import NoteForm
from placement.service.requests.showing import show_referral
from placement.service.sharing.disclosing import disclosed_to_house, show_disclosed
from placement.service.sharing.handover_notes import erase_notes, list_notes, read_note, write_note
from placement.service.sharing.releasing_notes import list_released, release_note, withdraw_release
from placement.store.codes import NotePart

PARTS: Mapping[str, LazyString] = {
    NotePart.CARE: lazy_gettext("zorg"),
    NotePart.SAFETY: lazy_gettext("veiligheid"),
    NotePart.PRACTICAL: lazy_gettext("praktisch"),
    NotePart.LEGAL: lazy_gettext("juridisch"),
}
LABELS: Mapping[str, LazyString] = {
    "part": lazy_gettext("Deel"),
    "text": lazy_gettext("Tekst"),
}
NUMBERS = frozenset({"follows"})


@pages.get("/opvangverzoeken/<referral>/aanmeldverslag")
@needs(Right.DISCLOSE)
def handover_note(referral: str) -> str:
    """The parts of the note, without their texts, and a form for a new version."""
    return _page(referral)


@pages.post("/opvangverzoeken/<referral>/aanmeldverslag")
@needs(Right.DISCLOSE)
@form_on("pages.handover_note", "referral")
def write_a_note(referral: str) -> Response:
    """Write a new version of a part."""
    at, typed = runtime(), request.form
    sent = nested(typed, numbers=NUMBERS) | {"referral": referral}
    sent.pop("key", None)
    new = read(NoteForm(), sent)
    write_note(at.store, at.ring, new, by=subject(), now=at.clock(), new_id=at.new_id, once=once())
    flash(gettext("Verzegeld en bewaard. Niemand leest het zonder dat dit wordt vastgelegd."), "ok")
    return redirect(url_for("pages.handover_note", referral=referral))


@pages.post("/opvangverzoeken/<referral>/aanmeldverslag/<note>/vrijgeven")
@needs(Right.DISCLOSE)
@form_on("pages.handover_note", "referral")
def release_a_note(referral: str, note: str) -> Response:
    """Let one house read the newest version of a part."""
    at = runtime()
    kind, _, which = request.form.get("receiver", "").partition(":")
    to = (which, None) if kind == "offer" else (None, which)
    release_note(at.store, note, to=to, by=subject(), now=at.clock(), new_id=at.new_id, once=once())
    flash(gettext("Dit huis mag het deel nu lezen."), "ok")
    return redirect(url_for("pages.handover_note", referral=referral))


@pages.post("/opvangverzoeken/<referral>/vrijgaven/<release>/terugnemen")
@needs(Right.DISCLOSE)
@form_on("pages.handover_note", "referral")
def take_a_release_back(referral: str, release: str) -> Response:
    """Take a released part back from a house."""
    at = runtime()
    withdraw_release(at.store, release, by=subject(), now=at.clock(), once=once())
    flash(gettext("Teruggenomen: dit huis leest het niet meer."), "ok")
    return redirect(url_for("pages.handover_note", referral=referral))


@pages.post("/opvangverzoeken/<referral>/aanmeldverslag/wissen")
@needs(Right.DISCLOSE)
@form_on("pages.handover_note", "referral")
def erase_a_note(referral: str) -> Response:
    """Destroy the key of the case."""
    at = runtime()
    erase_notes(
        at.store,
        referral,
        reason=request.form.get("reason", "")[:500],
        by=subject(),
        now=at.clock(),
        once=once(),
    )
    flash(gettext("Gewist: het verslag is in geen enkele kopie meer te lezen."), "ok")
    return redirect(url_for("pages.handover_note", referral=referral))


@pages.get("/aanmeldverslagen/<note>")
@needs(Right.READ_NOTES)
def read_a_note(note: str) -> str | tuple[str, int]:
    """Read one part; that it was read is written in the journal first."""
    at, by = runtime(), subject()
    try:
        opened = read_note(at.store, at.ring, note, by=by, now=at.clock())
    except (SealingUnavailable, SealBroken, CaseErased) as closed:
        said = closed.said_in(language())
        return render_template("note.html", opened=None, trouble=said, parts=PARTS), 409
    return render_template("note.html", opened=opened, trouble=None, parts=PARTS)


def _page(referral: str) -> str:
    at, by = runtime(), subject()
    shown = show_referral(at.store, referral, by=by, now=at.clock())
    return render_template(
        "notes.html",
        referral=referral,
        reference=shown.file.case.reference,
        notes=list_notes(at.store, referral, by=by),
        labels=LABELS,
        parts=PARTS,
        speaker=speaker_of(at.store),
        may_erase=by.role is Role.HELPDESK,
    )


@pages.get("/vrijgegeven")
@needs(Right.READ_NOTES)
def released_notes() -> str:
    """What the house of somebody may know and read now."""
    at, by = runtime(), subject()
    return render_template(
        "released.html",
        released=list_released(at.store, by=by),
        known=disclosed_to_house(at.store, by=by) if by.role is Role.INSTITUTION else (),
        steps=STEPS,
        parts=PARTS,
        speaker=speaker_of(at.store),
    )


@pages.get("/vrijgegeven/<offer>")
@needs(Right.SEE_OFFERS)
def known_facts(offer: str) -> str:
    """What a house knows now about one question; its reading is written down."""
    at = runtime()
    told = show_disclosed(at.store, offer, by=subject(), now=at.clock())
    return render_template("known.html", told=told, steps=STEPS, speaker=speaker_of(at.store))
