"""What the board says of requests that are not as they look: groups, and who left meanwhile."""

from dataclasses import replace

import pytest

from placement.app import app_for
from placement.jobs.solving import Solvers
from placement.policy import Role
from placement.store.tables import Stay
from solver.budget import Budget
from tests.api import broken_solvers
from tests.builders_store import NOW, night
from tests.builders_web import Browser, Web

OF_A_GROUP = "Hoort bij een groep, en de ranglijst plaatst geen groepen"


@pytest.fixture
def crew(web: Web) -> Web:
    """Two who belong together and one by herself, with rooms for all."""
    web.country.site()
    for number in (1, 2, 3):
        web.country.place(f"p{number}")
    for name in ("h1", "h2"):
        web.country.referral(name, group_id="crew")
    web.country.referral("h3")
    return web


def on_the_board(web: Web, solvers: Solvers | None = None) -> str:
    runtime = replace(web.runtime, solvers=solvers) if solvers else web.runtime
    browser = Browser(app_for(runtime).test_client())
    browser.sign_in("helpdesk")
    assert browser.post("/proposals", {}).status_code == 201
    return browser.raw("GET", "/bord").text


def of_request(page: str, request: str) -> str:
    return page.partition(f'aria-labelledby="request-{request}"')[2].partition("</article>")[0]


def test_without_a_solver_the_list_says_that_it_places_no_group(crew: Web) -> None:
    solvers = Solvers(1, Budget(fuse_seconds=1.0), broken_solvers.fails)
    page = on_the_board(crew, solvers)
    solvers.close()
    for request in ("r-h1", "r-h2"):
        assert "Geen plek" in of_request(page, request)
        assert OF_A_GROUP in of_request(page, request)
    assert "Plaatsen" in of_request(page, "r-h3")
    assert OF_A_GROUP not in of_request(page, "r-h3")


def test_where_the_solver_answered_a_group_is_placed_and_nothing_of_the_kind_is_said(
    crew: Web,
) -> None:
    page = on_the_board(crew)
    assert "De groep samen, als één besluit" in of_request(page, "r-h1")
    assert OF_A_GROUP not in page


def test_who_left_before_moving_is_not_said_to_have_a_bed(web: Web) -> None:
    web.country.site()
    for name in ("h8", "h9"):
        web.country.place(name)
        web.country.resident(name, f"{name}-b1", wants_to_move=True)
    helpdesk = web.browser_of(Role.HELPDESK)
    assert "2 bewoners willen verder" in helpdesk.raw("GET", "/bord").text
    with web.runtime.store.writing(NOW) as session:
        session.get_one(Stay, "stay-h9").ended_on = night(0)
    page = helpdesk.raw("GET", "/bord").text
    assert "1 bewoner wil verder" in page
    assert "heeft een bed, doorplaatsing gevraagd" in of_request(page, "on-h8")
    assert "heeft een bed" not in of_request(page, "on-h9")
    told = "vertrokken voor de doorplaatsing: vraag waar iemand is"
    assert told in of_request(page, "on-h9")
    assert told in helpdesk.raw("GET", "/opvangverzoeken/on-h9").text
