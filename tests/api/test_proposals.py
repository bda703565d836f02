"""Asking for proposals: the engine in its child, and the ranked list when it has no answer."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from placement.app import app_for
from placement.jobs.proposing import propose
from placement.jobs.solving import Solvers
from placement.policy import Role
from solver.budget import Budget
from solver.plans import Proof
from tests.api import broken_solvers
from tests.builders_store import HELPDESK, night
from tests.builders_web import Browser, Web


@pytest.fixture
def helpdesk(web: Web) -> Browser:
    """The helpdesk, with two people and one room for one of them."""
    web.country.site("s1")
    web.country.place("p1")
    web.country.referral("h1")
    web.country.referral("h2", urgency="soon")
    return web.browser_of(Role.HELPDESK)


def test_a_proposal_says_who_goes_where_and_how_sure_that_is(helpdesk: Browser) -> None:
    made = helpdesk.post("/proposals", {})
    assert made.status_code == 201
    assert made.json["proof"] == "optimal"
    assert made.json["points"] == made.json["bound"]
    [placed] = made.json["assignments"]
    assert (placed["referral"], placed["place"], placed["certainty"]) == ("r-h1", "p1", "certain")
    [rest] = made.json["rests"]
    assert rest["referral"] == "r-h2"
    assert rest["points"]["WAI-1"] > 0
    assert helpdesk.raw("GET", made.headers["Location"]).json == made.json


def test_what_is_proposed_can_be_accepted_as_it_stands(helpdesk: Browser) -> None:
    made = helpdesk.post("/proposals", {"referral": "r-h1"}).json
    names = ("referral", "household", "place", "night", "until")
    order = {name: made["assignments"][0][name] for name in names}
    sent = {"orders": [order], "reason": "as proposed", "proposal": made["id"]}
    placed = helpdesk.post("/placements", sent)
    assert placed.status_code == 201
    assert placed.json["items"][0]["proposal"] == made["id"]


def test_a_chain_is_proposed_as_ordered_acts(web: Web) -> None:
    web.country.site("s1")
    web.country.place("p1")
    web.country.site("s2", security=2)
    web.country.place("p3", site_id="s2")
    web.country.resident("h9", "p3-b1", wants_to_move=True, until=60)
    web.country.referral("h1", security_needed=2)
    made = web.browser_of(Role.HELPDESK).post("/proposals", {"referral": "r-h1"}).json
    [chain] = made["chains"]
    assert [act["household"] for act in chain["acts"]] == ["h9", "h1"]
    assert chain["acts"][1]["place"] == "p3"


def test_a_group_is_proposed_at_one_site_and_accepted_as_one_decision(web: Web) -> None:
    web.country.site("s1")
    web.country.site("s2")
    for room in ("one", "two"):
        web.country.place(room)
    web.country.place("far", site_id="s2")
    for name in ("h1", "h2"):
        web.country.referral(name, group_id="crew")
    helpdesk = web.browser_of(Role.HELPDESK)
    made = helpdesk.post("/proposals", {}).json
    (decision,) = made["decisions"]
    assert decision["isGroup"]
    assert {act["site"] for act in decision["acts"]} == {"s1"}
    names = ("referral", "household", "place", "night", "until")
    orders = [{name: act[name] for name in names} for act in decision["acts"]]
    sent = {"orders": orders[:1], "reason": "as proposed", "proposal": made["id"]}
    refused = helpdesk.post("/placements", sent)
    assert (refused.status_code, refused.json["rules"]) == (409, ["CAP-4"])
    assert len(helpdesk.post("/placements", {**sent, "orders": orders}).json["items"]) == 2


def test_a_proposal_is_listed_under_the_referral_it_was_asked_for(helpdesk: Browser) -> None:
    made = helpdesk.post("/proposals", {"referral": "r-h1"}).json
    helpdesk.post("/proposals", {"referral": "r-h2"})
    listed = helpdesk.get("/proposals?referral=r-h1").json["items"]
    assert [proposal["id"] for proposal in listed] == [made["id"]]


def test_the_same_key_gives_the_first_proposal_again(helpdesk: Browser) -> None:
    first, again = (helpdesk.post("/proposals", {}, Idempotency_Key="one") for _ in range(2))
    assert again.json["id"] == first.json["id"]


def test_a_coordinator_sees_only_the_part_about_their_own_cases(
    helpdesk: Browser, web: Web
) -> None:
    helpdesk.give_case("r-h2", "zorgcoordinator")
    made = helpdesk.post("/proposals", {}).json["id"]
    seen = web.browser_of(Role.ZORGCOORDINATOR).get(f"/proposals/{made}").json
    assert seen["assignments"] == []
    assert [rest["household"] for rest in seen["rests"]] == ["h2"]


def test_a_coordinator_without_a_case_in_it_sees_no_proposal(helpdesk: Browser, web: Web) -> None:
    made = helpdesk.post("/proposals", {}).json["id"]
    assert web.browser_of(Role.ZORGCOORDINATOR).get(f"/proposals/{made}").status_code == 404


def test_an_unknown_referral_gets_no_proposal(helpdesk: Browser) -> None:
    assert helpdesk.post("/proposals", {"referral": "nobody"}).status_code == 404
    assert helpdesk.get("/proposals?referral=nobody").status_code == 404
    assert helpdesk.get("/proposals").status_code == 400


@pytest.mark.parametrize(
    "work",
    [
        broken_solvers.hangs,
        broken_solvers.dies,
        broken_solvers.fails,
        broken_solvers.babbles,
    ],
)
@pytest.mark.usefixtures("helpdesk")
def test_without_an_answer_the_ranked_list_is_given_and_marked(
    web: Web, work: Callable[[bytes, Budget], bytes]
) -> None:
    solvers = Solvers(1, Budget(fuse_seconds=1.0), work)
    app = app_for(replace(web.runtime, solvers=solvers))
    browser = Browser(app.test_client())
    browser.sign_in("helpdesk")
    begun = time.monotonic()
    made = browser.post("/proposals", {})
    took = time.monotonic() - begun
    solvers.close()
    assert made.status_code == 201
    assert made.json["proof"] == "ranked"
    assert made.json["bound"] is None
    assert made.json["assignments"][0]["referral"] == "r-h1"
    assert took < 20
    again = browser.post("/placements", _accepting(made.json))
    assert again.status_code == 201


@pytest.mark.usefixtures("helpdesk")
def test_who_waits_behind_a_hanging_proposal_gets_the_ranked_list_too(web: Web) -> None:
    begun = time.monotonic()
    solvers = Solvers(1, Budget(fuse_seconds=1.0), broken_solvers.hangs)
    runtime = replace(web.runtime, solvers=solvers)
    with ThreadPoolExecutor(4) as desks:
        found = list(desks.map(lambda _: propose(runtime, by=HELPDESK), range(4)))
    solvers.close()
    assert {shown.plan.proof for shown in found} == {Proof.RANKED}
    assert time.monotonic() - begun < 15


def _accepting(proposal: dict[str, object]) -> dict[str, object]:
    order = {
        "referral": "r-h1",
        "household": "h1",
        "place": "p1",
        "night": night(0).isoformat(),
        "until": night(9).isoformat(),
    }
    return {"orders": [order], "reason": "as ranked", "proposal": proposal["id"]}
