"""Long work on its page: asked, followed, cancelled, and tried again after it failed."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

from playwright.sync_api import Locator, expect

from placement.jobs.kinds import KINDS, Step
from placement.jobs.runtime import Runtime
from placement.jobs.working import Worker
from placement.policy import Role
from placement.store.codes import RunKind
from placement.store.run_rows import Lease
from placement.store.tables import Account
from tests.browser.conftest import Desks
from tests.browser.navigator import Desk
from tests.browser.small_country import SmallCountry
from tests.builders_web import an_account

PAGE = "/achtergrondwerk"
NARROW = {"width": 320, "height": 700}  # pixels: WCAG 2.2, 1.4.10
PROPOSE = "Voorstellen voor alle open verzoeken"
SETTLE = "Alle locaties bijwerken tot nu"
STOPPED_WITHIN = 30.0  # seconds: the first proposal also loads OR-Tools


def row(desk: Desk, *said: str) -> Locator:
    """The one piece of work of which the page, looked at again, says all this."""
    desk.go(PAGE)
    rows = desk.page.locator("tbody tr")
    for text in said:
        rows = rows.filter(has_text=text)
    return rows


def press(desk: Desk, name: str) -> None:
    desk.page.get_by_role("button", name=name).click()


def work_off(country: SmallCountry) -> None:
    Worker(country.runtime, name="journey").work_off()


@contextmanager
def stopped_after_one(country: SmallCountry) -> Iterator[None]:
    """A worker that does one part of the first run, and the rest when the block is left."""
    stopped, go_on = Event(), Event()

    def one_first(at: Runtime, lease: Lease, step: Step) -> None:
        def wait_after_one(done: int, total: int) -> None:
            step(done, total)
            if done == 1 and not stopped.is_set():
                stopped.set()
                go_on.wait(STOPPED_WITHIN)

        KINDS[lease.kind](at, lease, wait_after_one)

    worker = Worker(country.runtime, "journey", kinds=dict.fromkeys(RunKind, one_first))
    working = Thread(target=worker.work_off)
    working.start()
    try:
        assert stopped.wait(STOPPED_WITHIN), "the worker did not come to its second part"
        yield
    finally:
        go_on.set()
        working.join()


def test_work_is_asked_followed_and_cancelled_without_scripts_and_tried_again_in_english(
    here: Desks, country: SmallCountry
) -> None:
    for _ in range(3):
        country.request()
    an_account(country.runtime, "colleague", Role.HELPDESK)
    plain, colleague = here.of("helpdesk", java_script_enabled=False), here.of("colleague")
    english = here.of("helpdesk", viewport=NARROW)
    english.read_in_english()

    # Proposals for many are asked; a second piece of work is cancelled while it waits
    plain.go(PAGE)
    press(plain, PROPOSE)
    expect(plain.page.get_by_role("status")).to_contain_text("begint vanzelf")
    with stopped_after_one(country):
        expect(row(plain, PROPOSE, "bezig", "1 van 3")).to_be_visible()
        press(plain, SETTLE)
        expect(row(plain, SETTLE, "wacht")).to_be_visible()
        press(plain, f"Afbreken {SETTLE}")
        expect(row(plain, SETTLE, "afgebroken")).to_be_visible()
        assert row(plain, SETTLE).get_by_role("button").count() == 0
        expect(row(colleague, PROPOSE, "bezig")).to_be_visible()
        assert colleague.barriers() == []
    expect(row(plain, PROPOSE, "klaar", "3 van 3")).to_be_visible()
    plain.go("/bord")
    plain.shows("Een mens besluit")

    # A colleague asks for more and is gone before a worker begins: that fails
    colleague.go(PAGE)
    press(colleague, PROPOSE)
    with country.runtime.store.writing() as session:
        session.get_one(Account, "colleague").disabled = True
    work_off(country)
    failed = row(english, "failed: the account that asked is gone")
    expect(failed).to_be_visible()
    assert english.barriers() == []
    assert not english.scrolls_sideways()

    # Who looks has it tried again with the keyboard, and it is done in their name
    failed.get_by_role("button", name="Try again").focus()
    english.page.keyboard.press("Enter")
    expect(english.page.get_by_role("status")).to_contain_text("is being tried again")
    expect(row(english, "again: ", "waiting")).to_be_visible()
    assert english.barriers() == []
    work_off(country)
    expect(row(english, "again: ", "done", "3 of 3")).to_be_visible()
