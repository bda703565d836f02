"""What following a stay tells has days that can be: named with its remedy where it has not."""

from typing import Any

import pytest

from placement.policy import Role
from tests.builders_care import STAY, words
from tests.builders_rows import night
from tests.builders_web import Browser, Web


def day(number: int) -> str:
    return night(number).isoformat()


@pytest.fixture
def helpdesk(web: Web) -> Browser:
    words(web.country)
    web.country.site()
    web.country.place("p1")
    web.country.resident("h1", "p1-b1")
    return web.browser_of(Role.HELPDESK)


def right(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - fields of any type
    return {
        "household": "h1",
        "kind": "bedenktijd",
        "state": "granted",
        "begins": day(-1),
        "ends": day(80),
        "decidedBy": "ind",
        "decidedOn": day(-1),
    } | changes


BLOCKERS = f"/stays/{STAY}/blockers"
MILESTONES = f"/stays/{STAY}/milestones"
BLOCKER = {"code": "no_housing", "owner": "municipality"}
ONWARD = {"stay": STAY, "victimAnswer": "yes"}
CANNOT_BE = [
    ("/rights", right(decidedOn=day(1)), "decidedOn", "in_the_future"),
    ("/rights", right(begins=day(400), ends=day(480)), "begins", "too_far_off"),
    ("/rights", right(state="ended", begins=None, ends=day(-400)), "ends", "too_far_off"),
    (MILESTONES, {"kind": "permit", "reachedOn": day(1)}, "reachedOn", "in_the_future"),
    (MILESTONES, {"kind": "permit", "expectedOn": day(400)}, "expectedOn", "too_far_off"),
    (BLOCKERS, BLOCKER | {"nextContactOn": day(-400)}, "nextContactOn", "too_far_off"),
    ("/onward-referrals", ONWARD | {"arrivesFrom": day(400)}, "arrivesFrom", "too_far_off"),
]


@pytest.mark.parametrize(("address", "sent", "field", "code"), CANNOT_BE)
def test_a_day_that_cannot_be_is_named(
    helpdesk: Browser, address: str, sent: dict[str, Any], field: str, code: str
) -> None:
    answer = helpdesk.post(address, sent)
    assert answer.status_code == 400
    assert (field, code) in {(f["field"], f["code"]) for f in answer.json["errors"]}


@pytest.mark.parametrize(
    ("address", "sent"),
    [
        ("/rights", right(decidedOn=day(0))),
        (MILESTONES, {"kind": "permit", "reachedOn": day(0), "expectedOn": day(360)}),
        (BLOCKERS, BLOCKER | {"nextContactOn": day(360)}),
        ("/onward-referrals", ONWARD | {"arrivesFrom": day(360)}),
    ],
)
def test_today_and_a_day_within_a_year_are_taken(
    helpdesk: Browser, address: str, sent: dict[str, Any]
) -> None:
    assert helpdesk.post(address, sent).status_code == 201


def test_days_and_codes_that_are_wrong_are_told_at_once(helpdesk: Browser) -> None:
    answer = helpdesk.post("/rights", right(decidedOn=day(1), decidedBy="nobody"))
    assert {f["field"] for f in answer.json["errors"]} == {"decidedOn", "decidedBy"}


def test_a_milestone_is_not_changed_to_a_day_that_cannot_be(helpdesk: Browser) -> None:
    made = helpdesk.post(MILESTONES, {"kind": "permit", "expectedOn": day(10)})
    address = f"/milestones/{made.json['id']}/changes"
    sent = {"expectedOn": day(400), "reachedOn": day(1)}
    refused = helpdesk.post(address, sent, If_Match=made.headers["ETag"])
    assert {f["field"] for f in refused.json["errors"]} == {"expectedOn", "reachedOn"}


def test_a_blocker_is_not_changed_to_a_day_that_cannot_be(helpdesk: Browser) -> None:
    made = helpdesk.post(BLOCKERS, BLOCKER)
    sent = {"owner": "ind", "nextContactOn": day(400)}
    address = f"/blockers/{made.json['id']}/changes"
    refused = helpdesk.post(address, sent, If_Match=made.headers["ETag"])
    assert [f["field"] for f in refused.json["errors"]] == ["nextContactOn"]
