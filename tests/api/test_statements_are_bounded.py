"""How many statements a request sends, so that none grows a query per row unnoticed."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import event

from placement.policy import Role
from tests.builders_store import night
from tests.builders_web import Browser, Web

BOARD = 58
PLACING = 45
WRITES = ("INSERT", "UPDATE", "DELETE")


@contextmanager
def statements(web: Web) -> Iterator[list[str]]:
    """What is sent to the database meanwhile, the settings of a connection left out."""
    found: list[str] = []

    def note(_c: object, _k: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("PRAGMA", "BEGIN")):
            found.append(statement)

    event.listen(web.runtime.store.engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(web.runtime.store.engine, "before_cursor_execute", note)


@pytest.fixture
def helpdesk(web: Web) -> Browser:
    web.country.site()
    web.country.place()
    web.country.referral("h1")
    return web.browser_of(Role.HELPDESK)


def test_the_board_asks_the_same_for_more_requests_and_writes_nothing(
    web: Web, helpdesk: Browser
) -> None:
    def asked() -> list[str]:
        with statements(web) as sent:
            assert helpdesk.raw("GET", "/bord").status_code == 200
        return sent

    before = asked()
    for number in range(2, 12):
        web.country.place(f"p{number}")
        web.country.referral(f"h{number}")
    after = asked()
    assert len(after) == len(before) <= BOARD
    assert not [s for s in after if s.startswith(WRITES)]


def test_placing_asks_no_more_than_it_did(web: Web, helpdesk: Browser) -> None:
    order = {
        "referral": "r-h1",
        "household": "h1",
        "place": "p1",
        "night": night(0).isoformat(),
        "until": (night(0) + timedelta(days=30)).isoformat(),
    }
    with statements(web) as sent:
        sent_order = {"orders": [order], "reason": "nearest"}
        placed = helpdesk.post("/placements", sent_order)
    assert placed.status_code == 201, placed.text
    assert len(sent) <= PLACING, len(sent)
