"""Long work over HTTP and on its page."""

import re

from placement.errors import UnknownPlace
from placement.jobs.kinds import Step
from placement.jobs.runtime import Runtime
from placement.jobs.working import Worker
from placement.policy import Role
from placement.store.codes import RunKind
from placement.store.run_rows import Lease
from tests.builders_web import Browser, Web


def refuse(_at: Runtime, _lease: Lease, _step: Step) -> None:
    raise UnknownPlace


def let_fail(web: Web) -> None:
    Worker(web.runtime, name="test", kinds=dict.fromkeys(RunKind, refuse)).work_off()


def work_off(web: Web) -> None:
    Worker(web.runtime, name="test").work_off()


def ask(browser: Browser, kind: str = "settle_sites", **facts: object) -> str:
    answer = browser.post("/runs", {"kind": kind, **facts})
    assert answer.status_code == 201, answer.text
    return str(answer.json["id"])


def test_work_is_asked_done_and_shown_with_its_progress(web: Web) -> None:
    web.country.site()
    browser = web.browser_of(Role.HELPDESK)
    run = ask(browser)
    assert browser.get(f"/runs/{run}").json["state"] == "waiting"
    work_off(web)
    done = browser.get(f"/runs/{run}").json
    assert (done["state"], done["done"], done["total"]) == ("done", 1, 1)
    assert done["answer"] == {"sites": 1}
    assert [item["id"] for item in browser.get("/runs?limit=1").json["items"]] == [run]


def test_the_same_work_is_not_queued_twice_while_it_is_not_over(web: Web) -> None:
    browser = web.browser_of(Role.HELPDESK)
    first = ask(browser)
    assert ask(browser) == first
    work_off(web)
    assert ask(browser) != first


def test_proposals_for_many_are_asked_once_each(web: Web) -> None:
    web.country.site()
    web.country.place()
    for household in ("h1", "h2"):
        web.country.referral(household)
    browser = web.browser_of(Role.HELPDESK)
    run = ask(browser, "propose_for_many", referrals=["r-h2", "r-h1"])
    work_off(web)
    done = browser.get(f"/runs/{run}").json
    assert (done["state"], done["answer"]) == ("done", {"asked": 2, "open": 2})
    assert browser.get("/placements").json["items"] == []  # it proposes, and takes no bed
    for referral in ("r-h1", "r-h2"):
        found = browser.get(f"/proposals?referral={referral}").json["items"]
        assert len(found) == 1


def test_a_referral_that_is_not_there_is_named_at_once(web: Web) -> None:
    browser = web.browser_of(Role.HELPDESK)
    answer = browser.post("/runs", {"kind": "propose_for_many", "referrals": ["nobody"]})
    assert answer.status_code == 404


def test_waiting_work_is_cancelled_and_stays_so(web: Web) -> None:
    browser = web.browser_of(Role.HELPDESK)
    run = ask(browser)
    outdated = browser.post(f"/runs/{run}/cancellations", {}, If_Match='"7"')
    assert outdated.status_code == 412
    answer = browser.post(f"/runs/{run}/cancellations", {}, If_Match='"1"')
    assert (answer.status_code, answer.json["state"]) == (201, "cancelled")
    work_off(web)
    again = browser.post(f"/runs/{run}/cancellations", {}, If_Match=answer.headers["ETag"])
    assert (again.status_code, again.json["allowed"]) == (409, [])


def test_work_that_failed_is_tried_again(web: Web) -> None:
    browser = web.browser_of(Role.HELPDESK)
    run = ask(browser)
    let_fail(web)
    failed = browser.get(f"/runs/{run}")
    assert (failed.json["state"], failed.json["fault"]) == ("failed", "unknown_place")
    outdated = browser.post(f"/runs/{run}/retries", {}, If_Match='"7"')
    assert outdated.status_code == 412
    answer = browser.post(f"/runs/{run}/retries", {}, If_Match=failed.headers["ETag"])
    assert (answer.status_code, answer.json["state"]) == (201, "waiting")
    assert (answer.json["retriedBy"], answer.json["fault"]) == (answer.json["askedBy"], None)
    too_late = browser.post(f"/runs/{run}/retries", {}, If_Match=answer.headers["ETag"])
    assert (too_late.status_code, too_late.json["allowed"]) == (409, ["cancel", "claim"])
    work_off(web)
    done = browser.get(f"/runs/{run}")
    assert done.json["state"] == "done"
    over = browser.post(f"/runs/{run}/retries", {}, If_Match=done.headers["ETag"])
    assert (over.status_code, over.json["allowed"]) == (409, [])


def test_work_that_was_asked_anew_is_not_tried_again_beside_it(web: Web) -> None:
    browser = web.browser_of(Role.HELPDESK)
    run = ask(browser)
    let_fail(web)
    ask(browser)
    etag = browser.get(f"/runs/{run}").headers["ETag"]
    answer = browser.post(f"/runs/{run}/retries", {}, If_Match=etag)
    assert (answer.status_code, answer.json["type"][-17:]) == (409, "same-work-goes-on")


def test_the_page_tries_again_what_failed_and_says_what_was_wrong(web: Web) -> None:
    browser, administrator = web.browser_of(Role.HELPDESK), web.browser_of(Role.ADMINISTRATOR)
    ask(browser, "propose_for_many")
    let_fail(web)
    assert "/opnieuw" not in administrator.raw("GET", "/achtergrondwerk").text
    page = browser.raw("GET", "/achtergrondwerk").text
    address = re.search(r'action="(/achtergrondwerk/\w+/opnieuw)"', page)
    version = re.search(r'name="version" value="(\d+)"', page)
    assert address is not None
    assert version is not None
    assert "/afbreken" not in page
    form = {"csrf_token": browser.token, "key": "k1", "version": version.group(1)}
    for _ in range(2):  # pressing twice tries again once
        assert browser.raw("POST", address.group(1), data=form).status_code == 302
    page = browser.raw("GET", "/achtergrondwerk").text
    assert "opnieuw: " in page
    assert "/opnieuw" not in page
    work_off(web)
    late = browser.raw("POST", address.group(1), data={**form, "key": "k2", "version": "6"})
    assert late.status_code == 409


def test_nobody_asks_in_the_background_for_what_they_may_not_do(web: Web) -> None:
    helpdesk, administrator = web.browser_of(Role.HELPDESK), web.browser_of(Role.ADMINISTRATOR)
    files = {"schemes.csv": "code\n"}
    refused = helpdesk.post("/runs", {"kind": "import_register", "files": files})
    assert refused.status_code in {400, 403}
    assert administrator.post("/runs", {"kind": "propose_for_many"}).status_code == 403


def test_a_wrong_register_is_refused_at_once_with_every_fault(web: Web) -> None:
    browser = web.browser_of(Role.ADMINISTRATOR)
    answer = browser.post(
        "/runs", {"kind": "import_register", "files": {"schemes.csv": "nothing\n1\n"}}
    )
    assert (answer.status_code, answer.json["type"][-16:]) == (400, "register-refused")
    assert browser.get("/runs").json["items"] == []


def test_fields_of_another_kind_are_refused_together(web: Web) -> None:
    browser = web.browser_of(Role.ADMINISTRATOR)
    sent = {"kind": "settle_sites", "referrals": ["r"], "files": {"beds.csv": ""}}
    answer = browser.post("/runs", sent)
    assert answer.status_code == 400
    assert {e["field"] for e in answer.json["errors"]} == {"files", "referrals"}
    assert browser.post("/runs", {"kind": "import_register"}).status_code == 400


def test_the_page_asks_shows_and_cancels(web: Web) -> None:
    browser = web.browser_of(Role.HELPDESK)
    page = browser.raw("GET", "/achtergrondwerk").text
    assert "Voorstellen voor alle open verzoeken" in page
    assert "Bestanden van het register" not in page
    form = {"csrf_token": browser.token, "kind": "settle_sites", "key": "k1"}
    for _ in range(2):  # pressing twice asks once
        assert browser.raw("POST", "/achtergrondwerk", data=form).status_code == 302
    page = browser.raw("GET", "/achtergrondwerk").text
    assert page.count('<th scope="row"') == 1
    address = re.search(r'action="(/achtergrondwerk/\w+/afbreken)"', page)
    assert address is not None
    form = {"csrf_token": browser.token, "key": "k2", "version": "1"}
    assert browser.raw("POST", address.group(1), data=form).status_code == 302
    page = browser.raw("GET", "/achtergrondwerk").text
    assert "afgebroken" in page
    assert "/afbreken" not in page


def test_an_administrator_imports_a_register_by_page(web: Web) -> None:
    from io import BytesIO  # noqa: PLC0415 - only here

    browser = web.browser_of(Role.ADMINISTRATOR)
    wrong = {"files": (BytesIO(b"x"), "schemes.csv"), "csrf_token": browser.token, "key": "k"}
    answer = browser.raw("POST", "/achtergrondwerk/register", data=wrong)
    assert answer.status_code == 400
    assert "schemes.csv" in answer.text
