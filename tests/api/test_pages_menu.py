"""The menu of each role: every page of it opens, and few pages are not folded away."""

import re

import pytest

from placement.pages.framework.menu import MENU, MOST_UNGROUPED
from placement.policy import Role
from tests.builders_web import Web

NAVIGATION = re.compile(r'<nav class="bar__nav".*?</nav>', re.DOTALL)
ADDRESS = re.compile(r'<a href="([^"]+)"')


def menu_on(text: str) -> str:
    found = NAVIGATION.search(text)
    assert found is not None
    return found[0]


def pages_for(role: Role) -> int:
    return sum(role in page.roles for _, pages in MENU for page in pages)


@pytest.mark.parametrize("role", Role)
def test_every_page_of_the_menu_opens_and_marks_itself(web: Web, role: Role) -> None:
    browser = web.browser_of(role)
    addresses = ADDRESS.findall(menu_on(browser.raw("GET", "/toegankelijkheid").text))
    assert len(addresses) == pages_for(role)
    for address in addresses:
        shown = browser.raw("GET", address)
        assert shown.status_code == 200
        assert f'<a href="{address}" aria-current="page">' in menu_on(shown.text)


@pytest.mark.parametrize("role", Role)
def test_many_pages_are_grouped_and_few_are_not(web: Web, role: Role) -> None:
    menu = menu_on(web.browser_of(role).raw("GET", "/toegankelijkheid").text)
    pages = [sum(role in page.roles for page in listed) for _, listed in MENU]
    folded = sum(number > 1 for number in pages) if sum(pages) > MOST_UNGROUPED else 0
    assert menu.count("<summary") == folded


def test_no_page_stands_in_the_menu_twice() -> None:
    endpoints = [page.endpoint for _, pages in MENU for page in pages]
    assert len(endpoints) == len(set(endpoints))
