"""The main job of the helpdesk, from signing in to placing, in a real browser."""

from playwright.sync_api import expect

from tests.browser.conftest import Desks
from tests.browser.navigator import Desk

ENOUGH_TO_CHOOSE_FROM = 3


def first_alone(desk: Desk) -> str:
    """A request whose place needs nobody else to move first."""
    return next(r for r in desk.placeable() if "In deze volgorde" not in desk.row(r))


def two_who_want_one_bed(desk: Desk) -> tuple[str, str, str]:
    """Two requests with the same best place, and a second best for each: their names and it."""
    found: dict[str, str] = {}
    rows = desk.page.get_by_role("article").get_by_role("heading").get_by_role("link")
    for reference in rows.all_inner_texts():
        desk.read_why(reference)
        certain = desk.ranking()
        for where in certain[:1] if len(certain) > 1 else ():
            if where in found:
                return found[where], reference, where
            found[where] = reference
        desk.go("/bord")
    raise AssertionError(f"no two requests want one bed: {found}")


def test_who_comes_second_for_a_bed_is_told_and_takes_the_next_best_place(desks: Desks) -> None:
    # Given two at the helpdesk, each about to place somebody in the same bed
    first, second = desks.of("helpdesk"), desks.of("helpdesk2")
    one, other, where = two_who_want_one_bed(first)
    for desk, reference in ((first, one), (second, other)):
        desk.go("/bord")
        desk.read_why(reference)
        desk.choose_from_the_ranking(where)
    # When both decide, the first is served
    first.decide("Past het beste bij wat nodig is")
    expect(first.page.get_by_role("status")).to_contain_text(f"{one} is geplaatst in {where}")
    # Then the second reads what changed and what is best now, and takes it with one button
    second.decide("Ligt het dichtst bij de zaak")
    expect(second.heading()).to_have_text("Niet meer vrij")
    second.shows("Wat er veranderde")
    second.shows("Er is niets vastgelegd")
    assert second.barriers() == []
    next_best = second.take_the_next_best()
    assert next_best != where
    expect(second.page.get_by_role("status")).to_contain_text(f"{other} is geplaatst in")


def test_why_not_another_place_is_answered_in_one_step(desks: Desks) -> None:
    desk = desks.of("helpdesk")
    desk.read_why(desk.page.locator("article h3 a").first.inner_text())
    desk.ask_why_not("OMM Zwolle, plek 01")
    expect(desk.page.locator("#why-not")).to_contain_text("OMM Zwolle, plek 01")
    expect(desk.page.locator("#why-not li").first).to_be_visible()


def test_two_who_decide_on_the_same_request_place_it_once(desks: Desks) -> None:
    # Given two at the helpdesk who look at the same proposals
    first, second = desks.of("helpdesk"), desks.of("helpdesk2")
    first.shows("Open opvangverzoeken")
    first.shows("Demonstratie.")
    first.ask_for_proposals()
    assert len(first.placeable()) >= ENOUGH_TO_CHOOSE_FROM
    reference = first_alone(first)
    # When the first reads why and places, while the second has the same form open
    second.go("/bord")
    second.choose_the_proposed_place(reference)
    first.read_why(reference)
    first.shows("Feiten")
    first.page.get_by_role("link", name="Plaatsen …").first.click()
    first.decide("Past het beste bij wat nodig is")
    # Then the place is given
    expect(first.page.get_by_role("status")).to_contain_text(f"{reference} is geplaatst in")
    # And the second is told, and nothing was given twice
    second.decide("Past het beste bij wat nodig is")
    second.shows("intussen al geplaatst")


def test_a_chain_is_shown_as_ordered_acts_and_accepted_as_one_decision(desks: Desks) -> None:
    desk = desks.of("helpdesk")
    desk.ask_for_proposals()
    reference = next(r for r in desk.placeable() if "verhuist van" in desk.row(r))
    desk.choose_the_proposed_place(reference)
    acts = desk.page.locator("ol.steps li")
    expect(acts.first).to_contain_text("verhuist van")
    expect(acts.last).to_contain_text("komt daarna in")
    desk.decide("De bewoner kan door en maakt het bed vrij")
    expect(desk.page.get_by_role("status")).to_contain_text("is geplaatst in")


def test_a_decision_needs_a_reason_and_nothing_typed_is_lost(desks: Desks) -> None:
    desk = desks.of("helpdesk")
    desk.ask_for_proposals()
    desk.choose_the_proposed_place(desk.placeable()[0])
    desk.decide("   ")
    summary = desk.page.get_by_role("alert")
    expect(summary).to_be_focused()
    summary.get_by_role("link", name="Reden van het besluit").click()
    expect(desk.page.get_by_label("Reden van het besluit")).to_be_focused()


def test_the_whole_board_can_be_read_in_english(desks: Desks) -> None:
    desk = desks.of("helpdesk")
    desk.ask_for_proposals()
    desk.read_in_english()
    desk.shows("Open requests for shelter")
    desk.shows("Outflow pressure")
    assert desk.page.locator("html").get_attribute("lang") == "en"
