"""Long work in the background: asked, followed, cancelled, and tried again when it failed."""

from flask import url_for
from marshmallow import fields

from placement.api.framework.context import runtime, subject
from placement.api.framework.endpoints import Resource
from placement.api.framework.once import once
from placement.api.framework.shapes import Instant, Shape
from placement.api.framework.versions import etag_of, version_asked
from placement.errors import (
    IdempotencyKeyMissing,
    RegisterRefused,
    SameWorkGoesOn,
    TransitionNotAllowed,
    UnknownReferral,
    UnknownRun,
)
from placement.exchange.sent_files import register_in
from placement.lifecycle.runs import RunState
from placement.policy import Right
from placement.service.forms.grammar import Form
from placement.service.forms.runs import RunForm, RunsQuery
from placement.service.runs.running import (
    Work,
    ask_run,
    cancel_run,
    list_runs,
    retry_run,
    show_run,
)
from placement.store.codes import RunKind
from placement.store.tables import Run

runs = Resource("runs", "Long work in the background")
Answered = tuple[Run, int, dict[str, str]]
"""A run after an act, with its version."""


class RunShape(Shape):
    """A piece of long work and how far it is; never what it is done with."""

    id = fields.String()
    kind = fields.Enum(RunKind, by_value=True)
    state = fields.Enum(RunState, by_value=True)
    asked_by = fields.String(allow_none=True)
    asked_at = Instant()
    retried_by = fields.String(allow_none=True)
    retried_at = Instant(allow_none=True)
    attempts = fields.Integer()
    done = fields.Integer()
    total = fields.Integer()
    heartbeat_at = Instant(allow_none=True)
    cancel_asked_at = Instant(allow_none=True)
    finished_at = Instant(allow_none=True)
    answer = fields.Dict(allow_none=True)
    fault = fields.String(allow_none=True)


class RunsShape(Shape):
    """Runs, the newest first."""

    items = fields.List(fields.Nested(RunShape))


@runs.get(right=Right.SEE_RUNS, gives=RunsShape(), query=RunsQuery())
def list_of_runs(asked: dict[str, int]) -> dict[str, list[Run]]:
    """List the work that was asked last."""
    return {"items": list_runs(runtime().store, asked["limit"])}


@runs.post(
    right=Right.ASK_RUNS,
    takes=RunForm(),
    gives=RunShape(),
    fails=[IdempotencyKeyMissing, RegisterRefused, UnknownReferral],
    once=True,
)
def post_run(work: Work) -> Answered:
    """Ask for work; the same work that is not over yet is not queued twice."""
    at = runtime()
    if work.kind is RunKind.IMPORT_REGISTER:
        register_in(work.question["files"])  # what is wrong in the files is told at once
    run = ask_run(at.store, work, by=subject(), now=at.clock(), new_id=at.new_id, once=once())
    at.wake()
    found = show_run(at.store, run)
    where = url_for("runs.get_run", run_id=run)
    return found, 201, {"Location": where, "ETag": etag_of(found.version)}


@runs.get("/<run_id>", right=Right.SEE_RUNS, gives=RunShape(), fails=[UnknownRun])
def get_run(run_id: str) -> Answered:
    """Show one piece of work and how far it is."""
    found = show_run(runtime().store, run_id)
    return found, 200, {"ETag": etag_of(found.version)}


@runs.post(
    "/<run_id>/cancellations",
    right=Right.ASK_RUNS,
    takes=Form(),
    gives=RunShape(),
    fails=[IdempotencyKeyMissing, TransitionNotAllowed, UnknownRun],
    once=True,
    versioned=True,
)
def post_cancellation(_: object, run_id: str) -> Answered:
    """Cancel work: at once while it waits, else its worker stops at the next step."""
    at = runtime()
    cancel_run(at.store, run_id, by=subject(), now=at.clock(), version=version_asked(), once=once())
    found = show_run(at.store, run_id)
    return found, 201, {"ETag": etag_of(found.version)}


@runs.post(
    "/<run_id>/retries",
    right=Right.ASK_RUNS,
    takes=Form(),
    gives=RunShape(),
    fails=[IdempotencyKeyMissing, SameWorkGoesOn, TransitionNotAllowed, UnknownRun],
    once=True,
    versioned=True,
)
def post_retry(_: object, run_id: str) -> Answered:
    """Have work that failed tried again; what it recorded before is not done a second time."""
    at = runtime()
    retry_run(at.store, run_id, by=subject(), now=at.clock(), version=version_asked(), once=once())
    at.wake()
    found = show_run(at.store, run_id)
    return found, 201, {"ETag": etag_of(found.version)}
