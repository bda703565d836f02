"""From a confirmed week to a bed that a chain makes free, by everybody who has a part in it."""

from playwright.sync_api import expect

from tests.browser.conftest import Desks
from tests.browser.navigator import Desk
from tests.browser.small_country import NORTH, SmallCountry


def done(desk: Desk, said: str) -> None:
    expect(desk.page.get_by_role("status")).to_contain_text(said)
    assert desk.barriers() == []


def ask(desk: Desk, referral: str, *houses: str) -> None:
    desk.go(f"/opvangverzoeken/{referral}/huizen")
    for house in houses:
        desk.page.locator(f"input[name=houses][value^='{house}']").check()
    desk.page.get_by_role("button", name="Vraag deze huizen").click()


def answer(desk: Desk, word: str) -> None:
    desk.go("/te-beantwoorden")
    assert desk.barriers() == []
    desk.page.get_by_role("button", name=word).first.click()


def place_where_they_said_yes(desk: Desk, referral: str) -> None:
    desk.go(f"/opvangverzoeken/{referral}/huizen")
    desk.page.get_by_role("link", name="Plaatsen …").click()
    desk.decide("Het huis zei ja")


def arrived(desk: Desk) -> None:
    desk.go("/mijn-plekken")
    desk.page.get_by_role("button", name="Aangekomen").first.click()


def test_the_whole_path_from_a_confirmed_week_to_the_bed_that_a_chain_frees(
    here: Desks, country: SmallCountry
) -> None:
    helpdesk, south, north = here.of("helpdesk"), here.of("south"), here.of("north")
    coordinator = here.of("zorgcoordinator")

    # A house confirms its week in one act, in English
    south.read_in_english()
    south.go("/weekoverzicht/south")
    south.page.get_by_role("button", name="Nothing changed").click()
    done(south, "confirmed")

    # The helpdesk asks two houses; one says maybe, the other yes
    asked = country.request()
    country.give_to("zorgcoordinator", asked["id"])
    ask(helpdesk, asked["id"], "south-cosm", "north-cosm")
    done(helpdesk, "gevraagd")
    answer(north, "Misschien")
    answer(south, "Yes")
    place_where_they_said_yes(helpdesk, asked["id"])
    done(helpdesk, "is geplaatst in")

    # The person arrives
    south.go("/taal/nl?back=/mijn-plekken")
    arrived(south)
    done(south, "De aankomst is vastgelegd")

    # The zorgcoordinator marks her ready to leave, with a permit and her yes
    coordinator.go("/mijn-clienten")
    coordinator.page.locator("main a[href*='/begeleiding']").first.click()
    coordinator.page.get_by_label("Zoek een volgend bed").check()
    coordinator.page.get_by_role("radio", name="ja, wil verhuizen").check()
    coordinator.page.get_by_role("checkbox", name="Heeft nu een B8-vergunning").check()
    coordinator.page.get_by_role("button", name="Klaar om te vertrekken").click()
    done(coordinator, "kan vertrekken")
    onward = country.helpdesk.get("/onward-referrals").json["items"][0]
    ask(helpdesk, onward["id"], "north-vo")
    answer(north, "Ja")

    # Somebody needs her bed and may not go to the north: one chain, one decision
    newcomer = country.request(risk={"answeredBy": "police", "regions": [NORTH]})
    helpdesk.go("/bord")
    helpdesk.ask_for_proposals()
    helpdesk.choose_the_proposed_place(newcomer["case"])
    acts = helpdesk.page.locator("ol.steps li")
    expect(acts.first).to_contain_text("verhuist van")
    expect(acts.last).to_contain_text("komt daarna in")
    helpdesk.decide("De bewoner kan door en maakt het bed vrij")
    done(helpdesk, "is geplaatst in")

    # She arrives in the north, and the newcomer in the bed that this made free
    arrived(north)
    done(north, "De aankomst is vastgelegd")
    arrived(south)
    done(south, "De aankomst is vastgelegd")
    assert country.helpdesk.get("/referrals?state=open").json["items"] == []
