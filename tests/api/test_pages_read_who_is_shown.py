"""Pages that name cases read those that they show, however many requests there ever were."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape

import pytest
from sqlalchemy import event

from placement.lifecycle import ReferralState
from placement.policy import Role
from placement.store.tables import Base
from tests.builders_store import at, night
from tests.builders_web import Browser, Web

ENDED = 5


@contextmanager
def rows_read() -> Iterator[list[str]]:
    """The rows that are read as records meanwhile, each by its table; columns are not counted."""
    found: list[str] = []

    def note(row: Base, _context: object) -> None:
        found.append(type(row).__tablename__)

    event.listen(Base, "load", note, propagate=True)
    try:
        yield found
    finally:
        event.remove(Base, "load", note)


@pytest.fixture
def helpdesk(web: Web) -> Browser:
    """A chain is proposed: h9 moves on, so that h1 can have the bed."""
    web.country.site("s1")
    web.country.place("p1")
    web.country.site("s2", security=2)
    web.country.place("p3", site_id="s2")
    web.country.resident("h9", "p3-b1", wants_to_move=True, until=60)
    web.country.referral("h1", security_needed=2, decide_before=at(0))
    browser = web.browser_of(Role.HELPDESK)
    assert len(browser.post("/proposals", {"referral": "r-h1"}).json["chains"]) == 1
    return browser


def placing(browser: Browser) -> str:
    """The address of the page on which the proposed place of h1 is given, as the board has it."""
    link = re.search(r'"(/opvangverzoeken/r-h1/plaatsen\?[^"]+)"', browser.raw("GET", "/bord").text)
    assert link is not None
    return unescape(link.group(1))


@pytest.mark.parametrize("page", ["/bord", "/te-doen", "/opvangverzoeken/r-h1", "plaatsen"])
def test_a_page_reads_nothing_of_requests_that_are_over(
    web: Web, helpdesk: Browser, page: str
) -> None:
    address = placing(helpdesk) if page == "plaatsen" else page

    def read() -> list[str]:
        with rows_read() as found:
            text = helpdesk.raw("GET", address).text
        assert "ref-h1" in text
        assert page == "/te-doen" or "ref-h9" in text
        return sorted(found)

    before = read()
    for number in range(ENDED):
        web.country.referral(f"past{number}", state=ReferralState.ENDED, needed_from=night(-40))
    assert read() == before
