"""The player of the demo: appointments in their order, and no answer that must not be given."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

import pytest

from placement.demo.playing.diary import Clock, Diary
from placement.demo.playing.talking import Answer, PlayStopped, Worker
from placement.demo.playing.tally import Tally, route_of

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


class Always:
    """A line on which every answer is the same."""

    def __init__(self, status: int, problem: str = "") -> None:
        self.answer = Answer(status, {}, (), json.dumps({"type": f"/types/{problem}"}).encode())

    def send(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Answer:  # noqa: ARG002 - as every line
        return self.answer


def somebody(line: Always) -> Worker:
    return Worker(line, Tally(), "helpdesk", "keys")


def test_appointments_are_kept_in_their_order_each_at_its_own_instant() -> None:
    diary, kept = Diary(Clock(NOON)), list[tuple[str, datetime]]()
    for name, minutes in (("late", 30), ("early", 10), ("also late", 30), ("too late", 60)):
        diary.after(minutes, lambda name: kept.append((name, diary.clock.now)), name)
    diary.live_until(NOON + timedelta(minutes=60))
    assert [name for name, _ in kept] == ["early", "late", "also late"]
    assert [at - NOON for _, at in kept] == [timedelta(minutes=m) for m in (10, 30, 30)]
    assert diary.clock.now == NOON + timedelta(minutes=60)


def test_an_hour_of_a_day_is_one_in_amsterdam() -> None:
    diary = Diary(Clock(NOON))
    diary.on(date(2026, 7, 1), 12, 0, lambda: None)
    diary.live_until(datetime(2026, 7, 1, 10, 1, tzinfo=UTC))
    assert diary.today == date(2026, 7, 1)


@pytest.mark.parametrize(("status", "problem"), [(500, "internal-error"), (409, "not-lawful")])
def test_the_play_stops_at_a_failure_and_at_a_refusal_that_was_not_to_be_met(
    status: int, problem: str
) -> None:
    with pytest.raises(PlayStopped, match=problem):
        somebody(Always(status, problem)).post("place", "/placements", {}, "version-outdated")


def test_a_refusal_that_can_be_met_is_counted() -> None:
    worker = somebody(Always(409, "not-lawful"))
    assert worker.post("place", "/placements", {}, "not-lawful").is_refusal
    assert worker.tally.refused == {("place", "not-lawful"): 1}
    assert worker.tally.done["place"] == 0


def test_times_are_kept_per_route_without_ids() -> None:
    assert route_of("/placements/3f2a?x=1") == "/placements/*"
    assert route_of("/week-overviews/current?site=a") == "/week-overviews/current"
