import os
import signal

import pytest

from solver.budget import Budget
from solver.command.solving import asked_to_stop
from solver.engine import match
from solver.engine.meter import Meter
from solver.judgement import audit
from solver.plans import Proof
from solver.replay import Outcome, replay
from solver.rulebook import RULEBOOK
from solver.stopping import Stop
from tests.builders import a_household, a_place, a_problem

PROBLEM = a_problem(
    [a_household(f"h{number}", waited=number) for number in range(4)],
    [a_place("room"), a_place("other")],
)


def test_whoever_listens_is_told_when_somebody_asks() -> None:
    stop, told = Stop(), [""]
    with stop.heard_by(lambda: told.append("stop")):
        stop.ask()
    stop.ask()  # nobody listens any more
    assert stop.is_asked
    assert told == ["", "stop"]


def test_whoever_listens_too_late_is_told_at_once() -> None:
    stop, told = Stop(), [""]
    stop.ask()
    with stop.heard_by(lambda: told.append("stop")):
        assert told == ["", "stop"]


def test_who_asks_before_the_search_gets_a_lawful_plan_that_says_so() -> None:
    stop = Stop()
    stop.ask()
    plan = match(PROBLEM, RULEBOOK, stop=stop)
    assert audit(RULEBOOK, PROBLEM, plan) == ()
    assert len(plan.assignments) == 2
    assert plan.proof is not Proof.OPTIMAL
    assert plan.provenance.parameters["cancelled"] == "true"
    assert plan.provenance.parameters["cut_off_by_fuse"] == "false"
    assert replay(PROBLEM, RULEBOOK, plan).outcome is Outcome.NOT_REPLAYABLE


def test_who_never_asks_gets_the_same_plan_as_ever() -> None:
    plan = match(PROBLEM, RULEBOOK, stop=Stop())
    assert plan == match(PROBLEM, RULEBOOK)
    assert plan.provenance.parameters["cancelled"] == "false"


def test_nothing_is_left_of_a_budget_once_somebody_asked() -> None:
    meter = Meter(Budget())
    seen = [meter.is_spent]
    meter.stop.ask()
    assert [*seen, meter.is_spent] == [False, True]
    assert meter.seconds_left == 0
    assert (meter.is_stopped, meter.is_fuse_blown) == (True, False)


def test_what_ended_early_was_the_fuse_or_somebody_who_asked() -> None:
    by_fuse, asked = Meter(Budget()), Meter(Budget())
    by_fuse.count(1.0, stopped=True)
    assert (by_fuse.is_stopped, by_fuse.is_fuse_blown) == (False, True)
    asked.stop.ask()
    asked.count(1.0, stopped=True)
    assert (asked.is_stopped, asked.is_fuse_blown) == (True, False)


def test_ctrl_c_asks_the_search_to_stop(capsys: pytest.CaptureFixture[str]) -> None:
    before = signal.getsignal(signal.SIGINT)
    with asked_to_stop() as stop:
        seen = [stop.is_asked]
        os.kill(os.getpid(), signal.SIGINT)
        seen.append(stop.is_asked)
    assert seen == [False, True]
    assert signal.getsignal(signal.SIGINT) is before
    assert "stopping with the best plan so far" in capsys.readouterr().err
