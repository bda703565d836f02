"""Asking what a place or site is like on a night, as known now or on a day."""

from datetime import date
from typing import Any

from flask import request

from placement.errors import InvalidFacts
from placement.pages.framework.context import runtime, subject
from placement.pages.framework.form_view import FormView, nested, shown_faults, view_of
from placement.pages.framework.speaking import Speaker
from placement.pages.language import language
from placement.pages.register.keeping_view import LABELS, ProfileSeen, changed_facts, profile_seen
from placement.service.forms.capacity import AvailabilityQuery
from placement.service.forms.grammar import read
from placement.service.register.profiling import Profile, show_profile
from placement.store.codes import ProfileOf


def looked_at(kind: ProfileOf, record: str, speaker: Speaker) -> tuple[Profile, ProfileSeen]:
    """The profile of the night that is asked about as known now, and as what was asked."""
    at, by, now = runtime(), subject(), runtime().clock()
    form = view_of(request.args)
    try:
        asked = asked_of_profile()
        of_night = show_profile(at.store, kind, record, by=by, now=now, night=asked["night"])
        if not any(asked.values()):
            return of_night, ProfileSeen(form=form)
        as_known = show_profile(
            at.store, kind, record, by=by, now=now, night=asked["night"], known_on=asked["known"]
        )
        return of_night, profile_seen(form, as_known, asked["known"], speaker)
    except InvalidFacts as wrong:
        form = FormView(form.values, shown_faults(wrong.faults, LABELS, language()))
        return show_profile(at.store, kind, record, by=by, now=now), ProfileSeen(form=form)


def asked_of_profile() -> dict[str, date | None]:
    """The night that is asked about, and the day whose knowledge counts."""
    asked = nested(request.args)
    named = {name: asked[name] for name in ("night", "known") if name in asked}
    found: dict[str, date | None] = read(AvailabilityQuery(), named)
    return found


def back_to_this(kind: ProfileOf, record: str, sent: dict[str, Any]) -> dict[str, Any]:
    """What has to change for a place to be from a night on as the form shows it, untouched."""
    at, by, now = runtime(), subject(), runtime().clock()
    try:
        night = read(AvailabilityQuery(), {"night": sent.get("begins")})["night"]
        then = show_profile(at.store, kind, record, by=by, now=now, night=night)
    except InvalidFacts:
        return {}  # a night that cannot be planned is named beside its field
    return changed_facts(then.facts, sent)
