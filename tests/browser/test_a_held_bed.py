"""A held bed counts down by the time of the service, and says when it is over."""

from datetime import UTC, datetime

from playwright.sync_api import expect

from tests.browser.conftest import Desks
from tests.browser.small_country import SmallCountry
from tests.builders_rows import night

A_WRONG_CLOCK = datetime(2031, 1, 1, 3, tzinfo=UTC)
NARROW = {"width": 320, "height": 700}  # pixels: WCAG 2.2, 1.4.10


def test_the_minutes_count_down_whatever_the_clock_of_the_browser_says(
    here: Desks, country: SmallCountry
) -> None:
    made = country.request()
    referral = made["id"]
    order = {
        "referral": referral,
        "household": made["household"],
        "place": "south-cosm",
        "night": night(0).isoformat(),
        "until": night(30).isoformat(),
    }
    sent = {"orders": [order], "reason": "still calling", "hold": True}
    country.helpdesk.post("hold", "/placements", sent)
    desk = here.of("helpdesk", viewport=NARROW)
    desk.page.clock.install(time=A_WRONG_CLOCK)

    for page in (f"/opvangverzoeken/{referral}", f"/opvangverzoeken/{referral}/huizen", "/bord"):
        desk.go(page)
        timer = desk.page.locator("[data-seconds-left]")
        expect(timer).to_have_text("nog 60 min")
        desk.page.clock.fast_forward("10:06")
        expect(timer).to_have_text("nog 50 min")
        desk.page.clock.fast_forward("50:00")
        expect(timer).to_have_text("de tijd is om")
        assert desk.barriers() == []
        assert not desk.scrolls_sideways()
