"""Two who have the page of a profile open at once: neither undoes what the other planned."""

from dataclasses import replace

import pytest
from werkzeug.datastructures import MultiDict

from placement.policy import Role
from placement.store.tables import CodeWord
from solver.codes import Use
from tests.builders_web import Answer, Browser, Web
from tests.reading_pages import filled_in

PAGE, PLAN = "/plek/room", "/plek/room/wijziging"


@pytest.fixture
def house(web: Web) -> Web:
    """A shared room."""
    web.country.site("s1", "province:drenthe")
    web.country.place("room", 3, use=Use.SHARED_ROOM)
    web.country.write(CodeWord(kind="feature", code="cot", nl="kinderbed", en="cot"))
    return web


def plan(browser: Browser, form: MultiDict[str, str], **typed: str) -> Answer:
    """Fill in the form of the page, from tonight on."""
    for name, value in {"begins": "02-03-2026", "reason": "anders", **typed}.items():
        form[name] = value
    answer = browser.raw("POST", PLAN, data=form)
    is_done = answer.status_code == 302
    return browser.raw("GET", answer.headers["Location"]) if is_done else answer


def opened(browser: Browser) -> MultiDict[str, str]:
    return filled_in(browser.raw("GET", PAGE), PLAN)


def for_women_meanwhile(house: Web) -> None:
    carer = house.browser_of(Role.INSTITUTION)
    assert "is gepland" in plan(carer, opened(carer), sexPolicy="women").text
    house.clock.pass_by(minutes=5)


def test_a_form_opened_before_a_colleague_planned_undoes_nothing_of_that(house: Web) -> None:
    desk = house.browser_of(Role.HELPDESK)
    form = opened(desk)
    for_women_meanwhile(house)
    assert "is gepland" in plan(desk, form, features="cot").text
    told = desk.get("/place-profiles/room").json["facts"]
    assert (told["sexPolicy"], told["features"]) == ("women", ["cot"])


@pytest.mark.parametrize("typed", ["men", "mixed"], ids=["the same altered", "nothing altered"])
def test_what_a_colleague_planned_meanwhile_is_read_before_it_is_planned_otherwise(
    house: Web, typed: str
) -> None:
    desk = house.browser_of(Role.HELPDESK)
    form = opened(desk)
    for_women_meanwhile(house)
    for _ in range(2):  # sent again as the refusal shows it, it is refused again
        refused = plan(desk, form, sexPolicy=typed)
        assert refused.status_code == 409
        assert "Iemand anders heeft dit intussen gewijzigd" in refused.text
        form = filled_in(refused, PLAN)
        assert form["sexPolicy"] == typed
    told = desk.get("/place-profiles/room").json
    assert (told["facts"]["sexPolicy"], len(told["changes"])) == ("women", 1)
    assert "is gepland" in plan(desk, opened(desk), sexPolicy=typed).text


def test_of_two_presses_at_one_moment_the_second_is_refused(house: Web) -> None:
    """The colleague plans after the page compared, and before the act has its lock."""
    desk, carer = house.browser_of(Role.HELPDESK), house.browser_of(Role.INSTITUTION)
    theirs, ours = opened(carer), opened(desk)
    others, first = house.runtime.new_id, iter([True])

    def new_id() -> str:
        if next(first, False):
            assert "is gepland" in plan(carer, theirs, sexPolicy="women").text
        return others()

    house.app.extensions["placement"] = replace(house.runtime, new_id=new_id)
    refused = plan(desk, ours, sexPolicy="men")
    assert next(first, None) is None
    assert refused.status_code == 409
    assert "Iemand anders heeft dit intussen gewijzigd" in refused.text
    told = desk.get("/place-profiles/room").json
    assert told["facts"]["sexPolicy"] == "women"


@pytest.mark.parametrize("read", ["", "1", "{", '{"sexPolicy": "mixed"}', '{"sexPolicy": [1]}'])
def test_what_was_read_is_not_written_by_hand(house: Web, read: str) -> None:
    carer = house.browser_of(Role.INSTITUTION)
    assert plan(carer, opened(carer), sexPolicy="women", seen=read).status_code == 400
    assert carer.get("/place-profiles/room").json["changes"] == []
