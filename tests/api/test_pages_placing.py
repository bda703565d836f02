"""The page on which a person decides says what is not known yet."""

import pytest

from placement.policy import Role
from solver.codes import AskedAlone
from tests.builders_web import Web

NOT_ASKED = "op uw naam dat dit antwoord ontbrak"
NOT_ALONE = "Nog niet alleen gesproken"


def the_page(web: Web, **facts: object) -> str:
    """Give the page on which a request with these facts is placed."""
    web.country.site("s1")
    web.country.place("p1")
    web.country.referral("h1", **facts)
    where = "place=p1&night=2026-03-02&until=2026-03-20"
    answer = web.browser_of(Role.HELPDESK).raw("GET", f"/opvangverzoeken/r-h1/plaatsen?{where}")
    assert answer.status_code == 200
    return answer.text


def test_placing_warns_of_every_answer_on_safety_that_is_missing(web: Web) -> None:
    page = the_page(web, risk_answered_by=None, asked_alone=AskedAlone.NOT_POSSIBLE)
    assert NOT_ASKED in page
    assert NOT_ALONE in page


@pytest.mark.parametrize("asked_by", ["victim", "zorgcoordinator"])
def test_placing_does_not_warn_of_what_was_answered(web: Web, asked_by: str) -> None:
    page = the_page(web, risk_answered_by=asked_by, asked_alone=AskedAlone.YES)
    assert NOT_ASKED not in page
    assert NOT_ALONE not in page
