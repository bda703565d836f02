"""The page of long work: what runs in the background, how far it is, and asking for it."""

from collections.abc import Mapping

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from placement.errors import RegisterRefused
from placement.exchange.sent_files import register_in
from placement.lifecycle.runs import RunState
from placement.pages.blueprint import pages
from placement.pages.framework.again import form_on
from placement.pages.framework.context import runtime, subject
from placement.pages.framework.sending import once, version_sent
from placement.pages.framework.texts import LazyString, gettext, lazy_gettext
from placement.pages.language import language
from placement.pages.runs.run_view import RunFault, RunRow, RunsView
from placement.policy import Right, may, needs
from placement.service.forms.grammar import read
from placement.service.forms.runs import RunForm
from placement.service.runs.running import (
    RIGHTS,
    Work,
    ask_run,
    cancel_run,
    list_runs,
    retry_run,
)
from placement.store.codes import RunKind
from placement.store.tables import Run

MOST_ROWS = 50
LIVE = frozenset({RunState.WAITING, RunState.RUNNING})
LABELS: Mapping[str, LazyString] = {"files": lazy_gettext("Bestanden van het register")}
KINDS: Mapping[str, LazyString] = {
    RunKind.PROPOSE_FOR_MANY: lazy_gettext("Voorstellen voor alle open verzoeken"),
    RunKind.IMPORT_REGISTER: lazy_gettext("Register inlezen"),
    RunKind.SETTLE_SITES: lazy_gettext("Alle locaties bijwerken tot nu"),
    RunKind.NIGHTLY: lazy_gettext("De afgelopen nacht vastleggen"),
    RunKind.FORGET_OLD_ANSWERS: lazy_gettext("Oude kenmerken van verzending opruimen"),
}
STATES: Mapping[str, LazyString] = {
    RunState.WAITING: lazy_gettext("wacht"),
    RunState.RUNNING: lazy_gettext("bezig"),
    RunState.DONE: lazy_gettext("klaar"),
    RunState.FAILED: lazy_gettext("mislukt"),
    RunState.CANCELLED: lazy_gettext("afgebroken"),
}
FAULTS: Mapping[str, LazyString] = {
    "register_refused": lazy_gettext("het register is geweigerd"),
    "worker_lost": lazy_gettext("het werk viel telkens stil"),
    "unknown_account": lazy_gettext("het account dat dit vroeg bestaat niet meer"),
    "too_busy": lazy_gettext("de dienst was te druk"),
}
ASKED_BY_BUTTON = (RunKind.PROPOSE_FOR_MANY, RunKind.SETTLE_SITES)


@pages.get("/achtergrondwerk")
@needs(Right.SEE_RUNS)
def background() -> str:
    """What runs in the background."""
    return _page()


@pages.post("/achtergrondwerk")
@needs(Right.ASK_RUNS)
@form_on("pages.background")
def ask_background() -> Response:
    """Ask for work by pressing its button."""
    work: Work = read(RunForm(), {"kind": request.form.get("kind", "")})
    return _asked(work)


@pages.post("/achtergrondwerk/register")
@needs(Right.IMPORT_REGISTER)
@form_on("pages.background")
def ask_import() -> Response | tuple[str, int]:
    """Ask for the import of the files that were chosen; nothing happens when one is wrong."""
    sent = {
        file.filename or "": file.read().decode("utf-8", errors="replace")
        for file in request.files.getlist("files")
        if file.filename
    }
    try:
        work: Work = read(RunForm(), {"kind": RunKind.IMPORT_REGISTER.value, "files": sent})
        register_in(work.question["files"])
    except RegisterRefused as wrong:
        told = [RunFault(f.field, f.said_in(language())) for f in wrong.faults]
    else:
        return _asked(work)
    return _page(tuple(told)), 400


@pages.post("/achtergrondwerk/<run>/afbreken")
@needs(Right.ASK_RUNS)
@form_on("pages.background")
def cancel_background(run: str) -> Response:
    """Cancel work that waits or runs."""
    at = runtime()
    cancel_run(at.store, run, by=subject(), now=at.clock(), version=version_sent(), once=once())
    flash(gettext("Het werk wordt afgebroken."), "ok")
    return redirect(url_for("pages.background"))


@pages.post("/achtergrondwerk/<run>/opnieuw")
@needs(Right.ASK_RUNS)
@form_on("pages.background")
def retry_background(run: str) -> Response:
    """Have work that failed tried again."""
    at = runtime()
    retry_run(at.store, run, by=subject(), now=at.clock(), version=version_sent(), once=once())
    at.wake()
    flash(gettext("Het werk wordt opnieuw geprobeerd; wat al gedaan was, blijft staan."), "ok")
    return redirect(url_for("pages.background"))


def _asked(work: Work) -> Response:
    at = runtime()
    ask_run(at.store, work, by=subject(), now=at.clock(), new_id=at.new_id, once=once())
    at.wake()
    flash(gettext("Het werk staat klaar en begint vanzelf; u hoeft er niet op te wachten."), "ok")
    return redirect(url_for("pages.background"))


def _page(faults: tuple[RunFault, ...] = ()) -> str:
    at, by = runtime(), subject()
    rows = tuple(_row(run) for run in list_runs(at.store, MOST_ROWS))
    view = RunsView(
        now=at.clock(),
        rows=rows,
        buttons=tuple(
            (kind.value, str(KINDS[kind]), at.new_id())
            for kind in ASKED_BY_BUTTON
            if may(by, RIGHTS[kind])
        ),
        import_key=at.new_id() if may(by, Right.IMPORT_REGISTER) else None,
        faults=faults,
        is_working=any(row.is_live for row in rows),
    )
    return render_template("background.html", view=view)


def _row(run: Run) -> RunRow:
    is_live = run.state in LIVE
    can_cancel = is_live and run.cancel_asked_at is None
    can_retry = run.state is RunState.FAILED
    can_move = (can_cancel or can_retry) and may(subject(), RIGHTS[run.kind])
    return RunRow(
        id=run.id,
        what=str(KINDS[run.kind]),
        asked_at=run.asked_at,
        by_clock=run.asked_by is None,
        retried_at=run.retried_at,
        state=gettext("wordt afgebroken")
        if is_live and run.cancel_asked_at
        else str(STATES[run.state]),
        done=run.done,
        total=run.total,
        is_live=is_live,
        finished_at=run.finished_at,
        fault=str(FAULTS.get(run.fault, gettext("er ging iets mis"))) if run.fault else "",
        version=run.version,
        key=runtime().new_id() if can_move else None,
        can_retry=can_retry,
    )
