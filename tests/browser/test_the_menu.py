"""The menu: folded away in groups, for keyboard and screen reader, and without scripts."""

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Desks
from tests.browser.navigator import Desk
from tests.browser.test_everybody_can_use_it import SMALL, tab_to


def group(desk: Desk, word: str) -> Locator:
    return desk.page.get_by_role("navigation", name="Hoofdmenu").locator("summary", has_text=word)


@pytest.mark.parametrize("role", ["helpdesk", "opvang"])
def test_an_unfolded_group_has_no_barrier_and_stays_on_the_screen(desks: Desks, role: str) -> None:
    desk = desks.of(role, viewport=SMALL)
    groups = desk.page.get_by_role("navigation").locator("summary")
    found = []
    for which in range(groups.count()):
        groups.nth(which).click()
        found += desk.barriers_in_light_or_dark()
        assert not desk.scrolls_sideways()
        last = desk.page.locator("nav details[open] a").last
        expect(last).to_be_in_viewport(ratio=1)
    assert found == []


def test_one_group_is_unfolded_at_a_time_and_escape_folds_it(desks: Desks) -> None:
    desk = desks.of("helpdesk")
    group(desk, "Verzoeken").click()
    expect(desk.page.get_by_role("link", name="Tekort")).to_be_visible()
    group(desk, "Huizen").click()
    expect(desk.page.get_by_role("link", name="Tekort")).to_be_hidden()
    desk.page.keyboard.press("Tab")
    expect(desk.page.get_by_role("link", name="Plekken", exact=True)).to_be_focused()
    desk.page.keyboard.press("Escape")
    expect(desk.page.get_by_role("link", name="Plekken", exact=True)).to_be_hidden()
    expect(group(desk, "Huizen")).to_be_focused()
    group(desk, "Huizen").click()
    desk.heading().click()
    expect(desk.page.get_by_role("link", name="Plekken", exact=True)).to_be_hidden()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_page_is_reached_with_the_keyboard_and_the_menu_says_where_one_is(
    desks: Desks, *, scripts: bool
) -> None:
    desk = desks.of("helpdesk", java_script_enabled=scripts)
    press = desk.page.keyboard.press
    if scripts:
        tab_to(desk, "Huizen")
    else:
        group(desk, "Huizen").focus()
    press("Enter")
    for _ in ("Plekken", "Bedden", "Weekoverzicht"):
        press("Tab")
    press("Enter")
    expect(desk.heading()).to_contain_text("Weekoverzicht")
    expect(group(desk, "Huizen")).to_have_text("Huizen, hier bent u")
    expect(group(desk, "Vandaag")).to_have_text("Vandaag")
    group(desk, "Huizen").click()
    here = desk.page.get_by_role("navigation").locator("[aria-current=page]")
    expect(here).to_have_text("Weekoverzicht")
