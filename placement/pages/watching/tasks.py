"""The page of what waits for somebody (te doen), derived from the state of things."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import render_template, url_for

from placement.pages.blueprint import pages
from placement.pages.framework.context import runtime, subject
from placement.pages.framework.speaking import Speaker, speaker_of
from placement.pages.framework.texts import LazyString, gettext, lazy_gettext, ngettext
from placement.pages.framework.wording import day, moment
from placement.policy import Right, needs
from placement.service.beds.settling import end_holds
from placement.service.requests.naming_cases import references_by_referral
from placement.service.watching.tasks import MOST_TASKS, list_tasks
from placement.store.nights import ONE_NIGHT, today_at
from placement.store.tasks.values import URGENT, Task, TaskKind

KINDS: Mapping[str, LazyString] = {
    TaskKind.HOLD_EXPIRING: lazy_gettext("Vastgehouden bed loopt af: neem een besluit"),
    TaskKind.ANSWER_LATE: lazy_gettext("Huis antwoordde niet op tijd: bel"),
    TaskKind.TO_ANSWER: lazy_gettext("Vraag te beantwoorden"),
    TaskKind.ANSWER_NOT_FINAL: lazy_gettext("Huis zei misschien: maak er ja of nee van"),
    TaskKind.INTAKE_DUE: lazy_gettext("Gesprek over een vraag: leg daarna het antwoord vast"),
    TaskKind.YES_TO_DECIDE: lazy_gettext("Huis zei ja: houd vast, plaats of trek de vraag in"),
    TaskKind.DECISION_DUE: lazy_gettext("Melder wacht op een besluit"),
    TaskKind.WITHOUT_PLACE: lazy_gettext("Nog geen plek: zoek er een, of regel tijdelijke opvang"),
    TaskKind.ARRIVAL_UNREPORTED: lazy_gettext("Gekomen of niet? Meld het"),
    TaskKind.CALL_FOR_A_PERSON: lazy_gettext("Onderweg naar een bed dat niet vrij is: bel"),
    TaskKind.POSTPONED: lazy_gettext("Komt later dan toegezegd: het bed is nog niet vrij"),
    TaskKind.LEAVES_LATER: lazy_gettext("Verhuist later: het volgende bed is nog niet vrij"),
    TaskKind.PLACE_FELL_AWAY: lazy_gettext("Toegezegde plek viel weg: zoek een andere"),
    TaskKind.LEFT_BEFORE_MOVING: lazy_gettext(
        "Vertrokken terwijl een volgende plek is gevonden: vraag waar iemand is"
    ),
    TaskKind.SHELTER_NOT_SAFE: lazy_gettext("Tijdelijke opvang niet veilig: nu handelen"),
    TaskKind.SAFETY_CHECK: lazy_gettext("Vraag of de tijdelijke opvang veilig is"),
    TaskKind.CONSENT_WITHDRAWN: lazy_gettext("Toestemming ingetrokken terwijl er een plek is"),
    TaskKind.FOLLOWED_UNASKED: lazy_gettext(
        "Toestemming voor de zorgcoördinator ingetrokken: geef het dossier terug"
    ),
    TaskKind.COORDINATOR_DISABLED: lazy_gettext(
        "Zorgcoördinator volgt het dossier niet meer: draag het over"
    ),
    TaskKind.SIGNATURE_DUE: lazy_gettext("Handtekening onder mondelinge toestemming"),
    TaskKind.WEEK_STALE: lazy_gettext("Weekoverzicht veroudert"),
    TaskKind.PROFILE_QUESTIONED: lazy_gettext("Profiel van een plek klopt niet: verbeter het"),
    TaskKind.RIGHT_ENDING: lazy_gettext("Recht of plek eindigt"),
    TaskKind.PAST_RIGHT: lazy_gettext("Recht voorbij zonder reden: geef een reden"),
    TaskKind.TALK_DUE: lazy_gettext("Gesprek binnen 72 uur: is iemand slachtoffer?"),
    TaskKind.BLOCKER_CONTACT: lazy_gettext("Belemmering: neem contact op"),
    TaskKind.ABSENCE_OVER: lazy_gettext("Afwezig, bewaartijd voorbij: neem een besluit"),
    TaskKind.AWAY: lazy_gettext("Afwezig, het bed wordt gehouden"),
    TaskKind.BED_GONE: lazy_gettext("Het bed is er niet meer en er verblijft nog iemand"),
    TaskKind.CONTRACT_ENDING: lazy_gettext(
        "Contract eindigt: zoek een volgende plek voor wie er verblijft"
    ),
    TaskKind.SCHEME_ENDING: lazy_gettext(
        "Regeling eindigt: zoek een volgende plek voor wie er verblijft"
    ),
    TaskKind.SHORT_OF_BEDS: lazy_gettext("Meer mensen dan bedden: zoek een oplossing"),
    TaskKind.OUTCOME_DUE: lazy_gettext("Nazorg: vraag waar iemand nu is"),
    TaskKind.OMM_TO_CONSULT: lazy_gettext("OMM-aanvraag: overleg nodig"),
    TaskKind.OMM_TO_WEIGH: lazy_gettext("OMM-aanvraag: weeg en besluit"),
    TaskKind.TRANSFER_OFFERED: lazy_gettext("Dossier aangeboden: neem over of niet"),
}


@dataclass(frozen=True, kw_only=True)
class TaskRow:
    """One thing that waits, ready to be read."""

    what: str
    about: str
    due: str
    is_late: bool
    is_urgent: bool
    address: str


@pages.get("/te-doen")
@needs(Right.SEE_TASKS)
def todo() -> str:
    """What waits for whoever asks, what is urgent on top."""
    at, now = runtime(), runtime().clock()
    warning = timedelta(days=at.settings.right_warning_days)
    speaker = speaker_of(at.store)
    end_holds(at.store, now=now)  # what is over is written down by the first look
    found = list_tasks(at.store, by=subject(), now=now, right_warning=warning)
    rows = rows_of(found, speaker)
    return render_template("todo.html", now=now, rows=rows, is_cut=len(rows) == MOST_TASKS)


def rows_of(tasks: Sequence[Task], speaker: Speaker) -> list[TaskRow]:
    """Tasks as the reader sees them, in their order."""
    at, now = runtime(), runtime().clock()
    named = {task.referral for task in tasks if task.referral}
    known = references_by_referral(at.store, named, by=subject())
    return [_row(task, speaker, known, is_late=_is_late(task, now)) for task in tasks]


def _is_late(task: Task, now: datetime) -> bool:
    # What is due on a day may be done until that day is over.
    return today_at(task.due) < today_at(now) if task.by_day else task.due < now


def _row(task: Task, speaker: Speaker, known: Mapping[str, str], *, is_late: bool) -> TaskRow:
    about = (
        known.get(task.referral or "", ""),
        speaker.place(task.place) if task.place else "",
        speaker.names.sites.get(task.site or "", ""),
        speaker.scheme(task.scheme) if task.scheme else "",
        _staying(task),
        _answered(task),
    )
    return TaskRow(
        what=str(KINDS[task.kind]),
        about=" · ".join(filter(None, about)),
        due=day(task.due.date()) if task.by_day else moment(task.due),
        is_late=is_late,
        is_urgent=task.kind in URGENT,
        address=_address(task, known),
    )


def _staying(task: Task) -> str:
    if task.stays is None:
        return ""
    return ngettext(
        "%(num)d verblijf zonder volgende plek",
        "%(num)d verblijven zonder volgende plek",
        task.stays,
    )


def _answered(task: Task) -> str:
    if task.said_by is None or task.stands_until is None:
        return ""
    last = day(task.stands_until - ONE_NIGHT)
    return gettext(
        "ja van %(name)s, tot en met de nacht van %(last)s", name=task.said_by, last=last
    )


_OF_A_REQUEST = {
    TaskKind.SAFETY_CHECK: "pages.temporary_shelter",
    TaskKind.SHELTER_NOT_SAFE: "pages.temporary_shelter",
    TaskKind.SIGNATURE_DUE: "pages.consent",
    TaskKind.COORDINATOR_DISABLED: "pages.hand_over",
    TaskKind.ANSWER_LATE: "pages.houses_of_request",
    TaskKind.ANSWER_NOT_FINAL: "pages.houses_of_request",
    TaskKind.YES_TO_DECIDE: "pages.houses_of_request",
    TaskKind.INTAKE_DUE: "pages.houses_of_request",
    TaskKind.HOLD_EXPIRING: "pages.houses_of_request",
    TaskKind.PLACE_FELL_AWAY: "pages.houses_of_request",
    TaskKind.WITHOUT_PLACE: "pages.show_request",
}
_OF_A_STAY = {
    TaskKind.RIGHT_ENDING: "pages.follow",
    TaskKind.PAST_RIGHT: "pages.why_longer",
    TaskKind.TALK_DUE: "pages.follow",
    TaskKind.BLOCKER_CONTACT: "pages.follow",
    TaskKind.OUTCOME_DUE: "pages.follow",
}
_BY_ITSELF = {
    TaskKind.TO_ANSWER: "pages.to_answer",
    TaskKind.PROFILE_QUESTIONED: "pages.to_answer",
    TaskKind.OMM_TO_CONSULT: "pages.applications",
    TaskKind.OMM_TO_WEIGH: "pages.applications",
}


def _address(task: Task, known: Mapping[str, str]) -> str:
    """Where one does it: the page nearest to the act."""
    if page := _BY_ITSELF.get(task.kind):
        return url_for(page)
    if task.stay is not None:
        return url_for(_OF_A_STAY.get(task.kind, "pages.show_stay"), stay=task.stay)
    if task.referral in known:
        page = _OF_A_REQUEST.get(task.kind, "pages.show_request")
        return url_for(page, referral=task.referral)
    if task.record_kind == "offer":  # a house is not told the request behind its question
        return url_for("pages.to_answer")
    if task.site is not None:
        return url_for("pages.week", site=task.site)
    return url_for("pages.start")
