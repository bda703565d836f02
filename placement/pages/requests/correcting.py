"""Putting the facts of a request right by form: all of them, as the form of the API reads them."""

from collections.abc import Iterator, Mapping
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from placement.lifecycle import ReferralAct, referral_after
from placement.pages.blueprint import pages
from placement.pages.framework.again import form_on
from placement.pages.framework.context import runtime, subject
from placement.pages.framework.form_view import FormView, view_of
from placement.pages.framework.sending import once, version_sent
from placement.pages.framework.speaking import speaker_of
from placement.pages.framework.texts import gettext, ngettext
from placement.pages.requests.fact_choices import fact_choices
from placement.pages.requests.kept_facts import fields_of
from placement.pages.requests.request_form import LABELS, as_sent, rows_of
from placement.pages.requests.warning import warn_of_rules
from placement.policy import Right, needs
from placement.service.forms.correcting import CorrectionForm
from placement.service.forms.grammar import read
from placement.service.requests.correcting import correct_referral
from placement.service.requests.showing import ShownReferral, show_referral


@pages.get("/opvangverzoeken/<referral>/feiten")
@needs(Right.REGISTER_REFERRALS)
def facts_form(referral: str) -> str:
    """The facts as they are kept, to be put right."""
    shown = _shown(referral)
    rows = rows_of(request.form) if request.form else len(shown.file.people)
    return _form(shown, FormView(fields_of(shown)), rows, shown.file.referral.version)


@pages.post("/opvangverzoeken/<referral>/feiten")
@needs(Right.REGISTER_REFERRALS)
@form_on("pages.facts_form", "referral")
def correct(referral: str) -> Response | str:
    """Put the facts right, and say whether what is arranged still suits them."""
    at, typed = runtime(), request.form
    if "more" in typed:
        return _form(_shown(referral), view_of(typed), rows_of(typed), version_sent())
    corrected = correct_referral(
        at.store,
        referral,
        read(CorrectionForm(), as_sent(typed)),
        by=subject(),
        now=at.clock(),
        new_id=at.new_id,
        version=version_sent(),
        once=once(),
        signature_days=at.settings.signature_days,
    )
    flash(gettext("De feiten staan zoals u ze invulde."), "ok")
    if corrected.questions_withdrawn:
        flash(
            ngettext(
                "De vraag aan %(num)d huis is ingetrokken: die ging over andere feiten. Vraag "
                "opnieuw.",
                "De vragen aan %(num)d huizen zijn ingetrokken: die gingen over andere feiten. "
                "Vraag opnieuw.",
                corrected.questions_withdrawn,
            ),
            "warning",
        )
    if corrected.signatures_due:
        flash(
            gettext(
                "Bij deze leeftijden tekent een ander voor de toestemming: de handtekening staat "
                "bij Te doen. De toestemming geldt intussen."
            ),
            "warning",
        )
    warn_of_rules(corrected.barred_by)
    return redirect(url_for("pages.show_request", referral=referral))


def _shown(referral: str) -> ShownReferral:
    """The request, when its facts can still be put right."""
    at, by = runtime(), subject()
    shown = show_referral(at.store, referral, by=by, now=at.clock())
    referral_after(shown.file.referral.state, ReferralAct.CORRECT, by.role)
    return shown


def _form(shown: ShownReferral, form: FormView, rows: int, version: int) -> str:
    # Sent on an older version it comes back as it was typed; who sends it again must know what
    # would be put back by it.
    is_old = request.form.get("version", str(version)) != str(version)
    changed = tuple(_typed_otherwise(shown, request.form)) if is_old else ()
    return render_template(
        "correct_request.html",
        referral=shown.file.referral,
        reference=shown.file.case.reference,
        version=version,
        changed=changed,
        **fact_choices(speaker_of(runtime().store), form, rows),
    )


def _typed_otherwise(shown: ShownReferral, typed: MultiDict[str, str]) -> Iterator[str]:
    """The labels of fields that say something else than what is kept now."""
    kept = MultiDict((name, value) for name, values in fields_of(shown).items() for value in values)
    now, then = as_sent(kept), as_sent(typed)
    flat_now, flat_then = dict(_flat(now)), dict(_flat(then))
    for name, label in LABELS.items():
        if flat_now.get(name) != flat_then.get(name):
            yield str(label)


def _flat(sent: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, object]]:
    for name, value in sent.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{above}{name}.")
        else:
            codes = isinstance(value, list) and all(isinstance(one, str) for one in value)
            yield above + name, sorted(value) if codes else value
