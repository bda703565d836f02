"""A register that is imported in the background: told how far it is, all of it or nothing."""

from io import BytesIO
from typing import Any

import pytest
from sqlalchemy import func, select

from placement.exchange.bundled import bundled
from placement.exchange.sheets import SHEETS
from placement.jobs.kinds import KINDS, Step
from placement.jobs.runtime import Runtime
from placement.jobs.working import Worker
from placement.policy import Role
from placement.service.runs.working import LeaseLost, claim_next
from placement.store.codes import RunKind
from placement.store.run_rows import Lease
from placement.store.tables import Place
from tests.builders_web import Web, an_account
from tests.integration.test_running import LEASE_FOR

STEPS = len(SHEETS) + 1


@pytest.fixture(scope="module")
def files() -> dict[str, str]:
    """Every file of the national register."""
    folder = bundled("netherlands")
    found = {}
    for entry in folder.iterdir():
        inside = entry.iterdir() if entry.is_dir() else [entry]
        for file in inside:
            if file.name.endswith(".csv"):
                name = f"{entry.name}/{file.name}" if entry.is_dir() else file.name
                found[name] = file.read_text(encoding="utf-8")
    return found


def ask(web: Web, files: dict[str, str], key: str = "first") -> str:
    browser = web.browser_of(Role.ADMINISTRATOR)
    sent = {"kind": "import_register", "files": files}
    answer = browser.post("/runs", sent, Idempotency_Key=key)
    assert answer.status_code == 201, answer.text
    return str(answer.json["id"])


def told(web: Web, run: str) -> dict[str, Any]:
    return dict(web.browser_of(Role.ADMINISTRATOR).get(f"/runs/{run}").json)


def places_there(web: Web) -> int:
    with web.runtime.store.reading() as session:
        return session.scalar(select(func.count()).select_from(Place)) or 0


def test_a_register_is_imported_and_says_what_it_changed(web: Web, files: dict[str, str]) -> None:
    run = ask(web, files)
    assert Worker(web.runtime, name="one").work_off() == 1
    done = told(web, run)
    assert (done["state"], done["done"], done["total"]) == ("done", STEPS, STEPS)
    assert done["answer"]["added"]["bed"] == 297
    assert places_there(web) == done["answer"]["added"]["place"]
    again = ask(web, files, key="second")
    Worker(web.runtime, name="one").work_off()
    assert told(web, again)["answer"] == {"added": {}, "changed": {}}


def test_how_far_it_is_can_be_read_while_it_goes_on(web: Web, files: dict[str, str]) -> None:
    run, seen = ask(web, files), []

    def watched(at: Runtime, lease: Lease, step: Step) -> None:
        def look(done: int, total: int) -> None:
            step(done, total)
            shown = told(web, run)
            seen.append((shown["state"], shown["done"], shown["total"]))
            assert places_there(web) == 0

        KINDS[RunKind.IMPORT_REGISTER](at, lease, look)

    Worker(web.runtime, name="one", kinds={RunKind.IMPORT_REGISTER: watched}).work_off()
    assert seen == [("running", read, STEPS) for read in range(STEPS)]


def test_an_import_that_is_cancelled_while_it_reads_writes_nothing(
    web: Web, files: dict[str, str]
) -> None:
    run = ask(web, files)

    def cancelled(at: Runtime, lease: Lease, step: Step) -> None:
        browser = web.browser_of(Role.ADMINISTRATOR)
        asked = browser.get(f"/runs/{run}").headers["ETag"]
        browser.post(f"/runs/{run}/cancellations", {}, If_Match=asked)
        KINDS[RunKind.IMPORT_REGISTER](at, lease, step)

    Worker(web.runtime, name="one", kinds={RunKind.IMPORT_REGISTER: cancelled}).work_off()
    assert told(web, run)["state"] == "cancelled"
    assert places_there(web) == 0


def test_who_is_disabled_while_an_import_reads_imports_nothing(
    web: Web, files: dict[str, str]
) -> None:
    run = ask(web, files)
    an_account(web.runtime, "other", Role.ADMINISTRATOR)

    def shut(at: Runtime, lease: Lease, step: Step) -> None:
        def and_shut(done: int, total: int) -> None:
            step(done, total)
            if done == 1:
                other = web.browser_of(Role.ADMINISTRATOR, "other")
                path = "/accounts/administrator/disablements"
                assert other.post(path, {}, If_Match='"1"').status_code == 201

        KINDS[RunKind.IMPORT_REGISTER](at, lease, and_shut)

    Worker(web.runtime, name="one", kinds={RunKind.IMPORT_REGISTER: shut}).work_off()
    shown = web.browser_of(Role.ADMINISTRATOR, "other").get(f"/runs/{run}").json
    assert (shown["state"], shown["fault"]) == ("failed", "unknown_account")
    assert places_there(web) == 0


def test_a_worker_that_lost_its_run_imports_nothing(web: Web, files: dict[str, str]) -> None:
    run, at = ask(web, files), web.runtime
    lost = claim_next(at.store, worker="one", now=at.clock(), lease_for=LEASE_FOR)
    assert lost is not None
    web.clock.pass_by(seconds=31)
    assert claim_next(at.store, worker="two", now=at.clock(), lease_for=LEASE_FOR) is not None
    with pytest.raises(LeaseLost):
        KINDS[RunKind.IMPORT_REGISTER](at, lost, lambda _done, _total: None)
    assert places_there(web) == 0
    assert told(web, run)["state"] == "running"


def test_an_administrator_imports_a_register_by_page(web: Web, files: dict[str, str]) -> None:
    browser = web.browser_of(Role.ADMINISTRATOR)
    sent = [(BytesIO(text.encode()), name) for name, text in files.items()]
    form = {"files": sent, "csrf_token": browser.token, "key": "k"}
    assert browser.raw("POST", "/achtergrondwerk/register", data=form).status_code == 302
    Worker(web.runtime, name="one").work_off()
    assert f"{STEPS} van {STEPS}" in browser.raw("GET", "/achtergrondwerk").text
    assert places_there(web) > 0
