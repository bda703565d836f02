"""What people do on the pages, in the words that they see: methods are acts of a user."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, expect

AXE = Path(__file__).with_name("vendor") / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = ["color-contrast", "link-in-text-block"]
"""The rules that look at colours: they alone can tell a dark page from a light one."""
FIND = """async options => (await axe.run(document, options)).violations.flatMap(
  one => one.nodes.map(node => `${one.id}: ${node.html.slice(0, 120)}`))"""
"""Told in the page itself: all that axe-core could tell is half a megabyte for each look."""
SOLVED_WITHIN = 30_000  # milliseconds: the first proposal also loads OR-Tools in the child


@dataclass
class Desk:
    """Somebody with a browser of their own, and everything that the browser complained about."""

    page: Page
    address: str
    complaints: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)

    @classmethod
    def opened(cls, browser: Browser, address: str, **options: Any) -> "Desk":  # noqa: ANN401 - as Playwright
        """A fresh browser session."""
        page = browser.new_context(
            **{"locale": "nl-NL", "reduced_motion": "reduce", **options}
        ).new_page()
        desk = cls(page, address)
        page.on("console", desk._hear)
        page.on("pageerror", lambda error: desk.complaints.append(str(error)))
        page.on("request", lambda sent: desk._see(sent.url))
        return desk

    def _hear(self, message: Any) -> None:  # noqa: ANN401 - as Playwright
        # A refused act answers 4xx, and Chromium writes that down as an error of its own.
        if message.type in {"error", "warning"} and "the server responded" not in message.text:
            self.complaints.append(message.text)

    def _see(self, url: str) -> None:
        if not url.startswith((self.address, "data:")):
            self.foreign.append(url)

    def go(self, path: str) -> None:
        self.page.goto(self.address + path)

    def sign_in(self, name: str, password: str) -> None:
        self.go("/")
        self.page.get_by_label("Gebruikersnaam").fill(name)
        self.page.get_by_label("Wachtwoord").fill(password)
        self.page.get_by_role("button", name="Inloggen").click()
        expect(self.page.get_by_role("button", name="Uitloggen")).to_be_visible()

    def ask_for_proposals(self) -> None:
        self.page.get_by_role("button", name="Vraag voorstellen").click()
        proof = self.page.get_by_text("Een mens besluit; er is nog niets vastgelegd.")
        expect(proof).to_be_visible(timeout=SOLVED_WITHIN)

    def placeable(self) -> list[str]:
        """The requests for which a place is proposed that can be taken at once."""
        rows = self.page.locator("article", has=self.page.get_by_role("link", name="Plaatsen …"))
        return [row.get_by_role("heading").get_by_role("link").inner_text() for row in rows.all()]

    def row(self, reference: str) -> str:
        return self.page.locator("article", has_text=reference).first.inner_text()

    def read_why(self, reference: str) -> None:
        self.page.get_by_role("link", name=f"Waarom {reference}", exact=True).click()
        expect(self.heading()).to_contain_text(reference)

    def choose_from_the_ranking(self, where: str) -> None:
        self.page.locator("summary", has_text=where).first.click()
        self.page.get_by_role("link", name=f"Hier plaatsen … {where}", exact=True).click()

    def ranking(self) -> list[str]:
        """The best places on the page of a request that can be taken without asking a house."""
        can_be_taken = self.page.locator("a", has_text="Hier plaatsen …")
        rows = self.page.locator(".ranking > li", has=can_be_taken, has_not_text="het huis beslist")
        names = [row.locator(".ranking__where").inner_text() for row in rows.all()]
        schemes = [row.locator(".mark").first.inner_text() for row in rows.all()]
        return [n.removesuffix(s).strip() for n, s in zip(names, schemes, strict=True)]

    def ask_why_not(self, place: str) -> None:
        self.page.get_by_label("Plek", exact=True).select_option(label=place)
        self.page.get_by_role("button", name="Leg uit").click()

    def heading(self) -> Any:  # noqa: ANN401 - as Playwright
        return self.page.get_by_role("heading", level=1)

    def choose_the_proposed_place(self, reference: str) -> None:
        self.page.get_by_role("link", name=f"Plaatsen … {reference}", exact=True).click()
        expect(self.heading()).to_contain_text(reference)

    def decide(self, reason: str) -> None:
        self.page.get_by_label("Reden van het besluit").fill(reason)
        self.page.get_by_role("button", name="Plaats hier").click()

    def take_the_next_best(self) -> str:
        button = self.page.get_by_role("button", name="Plaats hier:")
        expect(button, self.page.locator("main").inner_text()).to_be_visible()
        where = button.inner_text().removeprefix("Plaats hier:").strip()
        button.click()
        return where

    def read_in_english(self) -> None:
        self.page.get_by_role("link", name="English").click()

    def shows(self, text: str) -> None:
        expect(self.page.get_by_text(text).filter(visible=True).first).to_be_visible()

    def barriers(self) -> list[str]:
        """What axe-core finds on the page as it stands."""
        return self._found({"runOnly": RULES})

    def barriers_in_light_or_dark(self) -> list[str]:
        """What axe-core finds in either scheme: in the dark one of colours alone."""
        self.page.emulate_media(color_scheme="light")
        found = self.barriers()
        self.page.emulate_media(color_scheme="dark")
        dark = self._found({"runOnly": {"type": "rule", "values": COLOURS}})
        return [*found, *(f"dark: {barrier}" for barrier in dark)]

    def barriers_but_of_colour(self) -> list[str]:
        """What axe-core finds of all but colours."""
        rules = {rule: {"enabled": False} for rule in COLOURS}
        return self._found({"runOnly": RULES, "rules": rules})

    def _found(self, options: dict[str, Any]) -> list[str]:
        self.page.evaluate(AXE.read_text(encoding="utf-8"))
        found: list[str] = self.page.evaluate(FIND, {"resultTypes": ["violations"], **options})
        return found

    def scrolls_sideways(self) -> bool:
        width = self.page.evaluate("document.documentElement.scrollWidth")
        return bool(width > (self.page.viewport_size or {"width": 0})["width"])
