"""The duty roster on a page: who answers now, and entering who is on duty."""

from datetime import datetime
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from placement.pages.blueprint import pages
from placement.pages.framework.again import form_on
from placement.pages.framework.context import runtime, subject
from placement.pages.framework.sending import once, version_sent
from placement.pages.framework.speaking import speaker_of
from placement.pages.framework.texts import gettext
from placement.pages.framework.wording import HERE
from placement.pages.stays.stays import fields_sent
from placement.policy import Right, Role, needs
from placement.service.forms.grammar import read
from placement.service.forms.houses import ShiftForm
from placement.service.register.duty import ReadShift, end_shift, enter_shift, list_shifts

MOST_SHOWN = 200


@pages.get("/bereikbaarheid")
@needs(Right.SEE_DUTY)
def duty() -> str:
    """Who answers now, and who is on duty later."""
    at, by, now = runtime(), subject(), runtime().clock()
    speaker = speaker_of(at.store)
    own = by.sites if by.role is Role.INSTITUTION else speaker.names.sites.keys()
    shifts = list_shifts(at.store, by=by, now=now, limit=MOST_SHOWN)
    return render_template(
        "duty.html",
        now=now,
        answering=[shown for shown in shifts if shown.answers_now],
        later=[shown for shown in shifts if not shown.answers_now],
        speaker=speaker,
        sites=[(id_, name) for id_, name in speaker.names.sites.items() if id_ in own],
        schemes=[(code, speaker.scheme(code)) for code in sorted(speaker.names.schemes)],
        is_helpdesk=by.role is Role.HELPDESK,
        new_key=at.new_id,
    )


@pages.post("/bereikbaarheid")
@needs(Right.ENTER_DUTY)
@form_on("pages.duty")
def enter_duty() -> Response:
    """Somebody is on duty."""
    at = runtime()
    new = read(ShiftForm(), _shift_sent())
    enter_shift(at.store, new, by=subject(), now=at.clock(), new_id=at.new_id(), once=once())
    flash(gettext("De dienst staat in het rooster."), "ok")
    return redirect(url_for("pages.duty"))


@pages.post("/bereikbaarheid/<shift>/einde")
@needs(Right.ENTER_DUTY)
@form_on("pages.duty")
def end_duty(shift: str) -> Response:
    """A shift is over, or does not happen."""
    at = runtime()
    end_shift(at.store, ReadShift(shift, version_sent(), once()), by=subject(), now=at.clock())
    flash(gettext("De dienst is beëindigd."), "ok")
    return redirect(url_for("pages.duty"))


def _shift_sent() -> dict[str, Any]:
    """What was typed; clock times are those of Europe/Amsterdam."""
    sent = {k: v for k, v in fields_sent().items() if k not in _PARTS}
    for name, day, clock in (("beginsAt", "fromDay", "fromTime"), ("endsAt", "toDay", "toTime")):
        given = fields_sent()
        typed = f"{given.get(day, '')}T{request.form.get(clock, '').strip() or '00:00'}"
        try:
            sent[name] = datetime.fromisoformat(typed).replace(tzinfo=HERE).isoformat()
        except ValueError:
            sent[name] = typed
    return sent


_PARTS = frozenset({"fromDay", "fromTime", "toDay", "toTime"})
