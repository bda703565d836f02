"""Work that failed is tried again: by a person, once, and nothing is done twice."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import select

from placement.app import runtime_of
from placement.errors import (
    NotAllowed,
    SameWorkGoesOn,
    TransitionNotAllowed,
    UnknownPlace,
    UnknownRun,
    VersionOutdated,
)
from placement.jobs.kinds import KINDS, Step
from placement.jobs.runtime import Runtime
from placement.lifecycle.runs import RunState
from placement.policy import AccountId, Role, Subject
from placement.service.once import Once
from placement.service.runs.running import Work, cancel_run, list_runs, retry_run, show_run
from placement.service.runs.working import MOST_ATTEMPTS, LeaseLost, finish_run
from placement.settings import demo_settings
from placement.store.codes import RunKind
from placement.store.journal import entries_of
from placement.store.run_rows import Lease
from placement.store.tables import Proposal
from tests.builders_rows import an_account
from tests.builders_store import HELPDESK, NOW, Country
from tests.builders_web import Clock
from tests.integration.test_races import together
from tests.integration.test_running import Desk
from tests.invariants import broken_invariants

COLLEAGUE = replace(HELPDESK, account=AccountId("colleague"))
ADMINISTRATOR = Subject(account=AccountId("administrator"), name="A", role=Role.ADMINISTRATOR)
PROPOSE = Work(kind=RunKind.PROPOSE_FOR_MANY)


@pytest.fixture
def desk(country: Country, tmp_path: Path) -> Iterator[Desk]:
    """A helpdesk of two with one site."""
    clock = Clock()
    parts = runtime_of(demo_settings(tmp_path), country.store)
    country.site()
    country.write(
        *(an_account(person.account, person.role) for person in (COLLEAGUE, ADMINISTRATOR))
    )
    yield Desk(replace(parts, clock=clock, wake=lambda: None), clock, country)
    parts.solvers.close()


def refuse(_at: Runtime, _lease: Lease, _step: Step) -> None:
    raise UnknownPlace


def breaks(_at: Runtime, _lease: Lease, _step: Step) -> None:
    raise ZeroDivisionError


def failed(desk: Desk, work: Work = Work(kind=RunKind.SETTLE_SITES)) -> str:  # noqa: B008 - frozen
    """A run that failed at its first step."""
    run = desk.ask(work)
    desk.work_off(refuse)
    assert desk.state(run) is RunState.FAILED
    return run


def retry(desk: Desk, run: str, by: Subject = COLLEAGUE, **options: object) -> None:
    retry_run(desk.store, run, by=by, now=desk.clock(), **options)  # type: ignore[arg-type]  # as it takes them


def test_what_failed_is_tried_again_in_the_name_of_who_asks_for_that(desk: Desk) -> None:
    run = failed(desk)
    desk.clock.pass_by(seconds=60)
    retry(desk, run)
    shown = show_run(desk.store, run)
    assert (shown.state, shown.fault, shown.finished_at) == (RunState.WAITING, None, None)
    assert (shown.asked_by, shown.retried_by) == (HELPDESK.account, COLLEAGUE.account)
    assert (shown.asked_at, shown.retried_at) == (NOW, desk.clock())
    worked_for = []

    def works(at: Runtime, lease: Lease, _step: Step) -> None:
        worked_for.append(lease.asked_by)
        finish_run(at.store, lease, {}, now=at.clock())

    assert desk.work_off(works) == 1
    assert (desk.state(run), worked_for) == (RunState.DONE, [COLLEAGUE.account])
    with desk.store.reading() as session:
        told = [(e.act, e.actor, e.facts.get("fault")) for e in entries_of(session, "run", run)]
        assert broken_invariants(session, NOW) == []
    assert ("retry", COLLEAGUE.account, "unknown_place") in told


def test_a_retry_is_given_as_many_attempts_as_the_first_and_never_counts_them_down(
    desk: Desk,
) -> None:
    run = desk.ask()
    for _ in range(MOST_ATTEMPTS):
        assert desk.work_off(breaks) == 1
        desk.clock.pass_by(seconds=31)
    assert desk.work_off(breaks) == 0
    retry(desk, run)
    for _ in range(MOST_ATTEMPTS):
        assert desk.work_off(breaks) == 1
        desk.clock.pass_by(seconds=31)
    assert desk.work_off(breaks) == 0
    shown = show_run(desk.store, run)
    assert (shown.state, shown.attempts) == (RunState.FAILED, 2 * MOST_ATTEMPTS)


def test_a_worker_of_before_the_retry_changes_nothing_any_more(desk: Desk) -> None:
    run = desk.ask()
    leases = []
    for _ in range(MOST_ATTEMPTS):
        leases.append(desk.claimed())
        desk.clock.pass_by(seconds=31)
    assert desk.claim() is None
    retry(desk, run)
    leases.append(desk.claimed())
    for late in leases[:-1]:
        with pytest.raises(LeaseLost):
            finish_run(desk.store, late, {}, now=desk.clock())
    finish_run(desk.store, leases[-1], {}, now=desk.clock())


@pytest.mark.parametrize("end", [RunState.DONE, RunState.CANCELLED, RunState.WAITING])
def test_only_what_failed_is_tried_again(desk: Desk, end: RunState) -> None:
    run = desk.ask()
    if end is RunState.CANCELLED:
        cancel_run(desk.store, run, by=HELPDESK, now=NOW)
    if end is RunState.DONE:
        desk.work_off()
    with pytest.raises(TransitionNotAllowed) as refused:
        retry(desk, run)
    assert desk.state(run) is end
    assert refused.value.allowed == (("cancel", "claim") if end is RunState.WAITING else ())


def test_a_retry_sent_twice_is_one_and_of_an_older_version_is_none(desk: Desk) -> None:
    run = failed(desk)
    read = show_run(desk.store, run).version
    with pytest.raises(VersionOutdated):
        retry(desk, run, version=read - 1)
    for _ in range(2):
        retry(desk, run, version=read, once=Once.of(COLLEAGUE.account, "key", b"retry"))
    assert show_run(desk.store, run).version == read + 1


def test_who_could_not_have_asked_for_it_does_not_have_it_tried_again(desk: Desk) -> None:
    run = failed(desk, PROPOSE)
    with pytest.raises(NotAllowed):
        retry(desk, run, by=ADMINISTRATOR)
    with pytest.raises(UnknownRun):
        retry(desk, "nothing")
    assert desk.state(run) is RunState.FAILED


def test_work_that_was_asked_anew_meanwhile_is_followed_instead(desk: Desk) -> None:
    run = failed(desk)
    anew = desk.ask()
    with pytest.raises(SameWorkGoesOn):
        retry(desk, run)
    cancel_run(desk.store, anew, by=HELPDESK, now=NOW)
    retry(desk, run)
    assert desk.ask() == run  # it waits again, so the same work is not queued beside it


def test_two_runs_with_one_question_are_not_both_tried_again_at_one_moment(desk: Desk) -> None:
    runs = [failed(desk), failed(desk)]
    found = together([partial(retry, desk, run) for run in runs])
    assert [type(lost) for lost in found if lost is not None] == [SameWorkGoesOn]
    assert sorted(desk.state(run) for run in runs) == [RunState.FAILED, RunState.WAITING]


def test_having_asked_to_cancel_an_attempt_does_not_cancel_the_next_one(desk: Desk) -> None:
    run = desk.ask()

    def fails_when_cancelled(_at: Runtime, lease: Lease, _step: Step) -> None:
        cancel_run(desk.store, lease.run, by=HELPDESK, now=NOW)
        raise UnknownPlace

    desk.work_off(fails_when_cancelled)
    retry(desk, run)
    desk.work_off()
    assert desk.state(run) is RunState.DONE


def test_what_an_earlier_attempt_proposed_is_not_proposed_again_by_somebody_else(
    desk: Desk,
) -> None:
    desk.country.place()
    for household in ("h1", "h2"):
        desk.country.referral(household)
    run = desk.ask(PROPOSE)

    def fails_half_way(at: Runtime, lease: Lease, step: Step) -> None:
        def until_the_second(done: int, total: int) -> None:
            if done == 1:
                raise UnknownPlace
            step(done, total)

        KINDS[RunKind.PROPOSE_FOR_MANY](at, lease, until_the_second)

    desk.work_off(fails_half_way)
    half = show_run(desk.store, run)
    assert (half.state, half.done, half.total) == (RunState.FAILED, 0, 2)
    with desk.store.reading() as session:
        first = set(session.scalars(select(Proposal.id)))
    retry(desk, run)
    desk.work_off()
    done = show_run(desk.store, run)
    assert (done.state, done.done, done.total) == (RunState.DONE, 2, 2)
    with desk.store.reading() as session:
        found = {p.id: p.asked_by for p in session.scalars(select(Proposal))}
    assert first < set(found)
    assert sorted(found.values()) == sorted([HELPDESK.account, COLLEAGUE.account])
    assert len(list_runs(desk.store)) == 1
