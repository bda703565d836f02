"""Consent, sealed notes and addresses: who may read what of whom, and when it is taken back."""

from datetime import timedelta
from typing import Any

from placement.demo.playing.talking import Worker
from placement.demo.playing.world import World

WRITTEN = 0.7
"""Of the requests get a handover note in the first hours. Scenario."""
WRITTEN_ANEW = 0.25
"""Of those, in the days after. Scenario."""
WITHDRAWN = 0.04
"""Of the consents. Scenario."""
RELEASED = 0.8
"""Of the notes go to the house where somebody is placed. Scenario."""
TOLD = 0.7
"""Of the placements are told step by step up to the address. Scenario."""
ADDRESS_KNOWN = 0.7
"""Of the houses seal their address. Scenario."""
MOVES = (
    "transition-not-allowed",
    "version-outdated",
    "unknown-referral",
    "step-not-yet",
    "case-erased",
)
STEPS = ("criteria", "profile", "risk_summary", "handover_note", "address")
TEXTS = {
    "care": "Slaapt slecht; wil graag dezelfde huisarts houden.",
    "safety": "Liever niet alleen naar buiten in de eerste week.",
    "practical": "Heeft weinig kleren bij zich.",
    "legal": "Afspraak met de advocaat is gepland.",
}
"""Invented, and about nobody."""
TAKEN_BACK = 0.1
"""Of the releases: it went to the wrong house, or too much was told. Scenario."""
ERASED = 0.3
"""Of the notes of people who withdraw: they ask that nothing is kept. Scenario."""
REGRETTED = 0.03
"""Of the requests: the people want their note erased, and go on without it. Scenario."""
OLDEST = 10  # days after a request on which somebody looks for a signature


class Trusting:
    """What goes along with a request, from the first word to the address."""

    def __init__(self, world: World) -> None:
        self._world = world

    def open_doors(self) -> None:
        """Houses seal their addresses before anybody comes."""
        for house in self._world.houses:
            for site in house.sites:
                if self._world.happens(ADDRESS_KNOWN):
                    seen = house.get(f"/site-addresses/{site}")
                    sent = {"site": site, "address": f"Voorbeeldstraat 1, {site} (verzonnen)"}
                    house.post("seal_address", "/site-addresses", sent, version=seen.version)

    def accompany(self, referral: str) -> None:
        """Plan what goes along with a new request."""
        world = self._world
        if world.happens(WRITTEN):
            world.diary.after(100, self._write, referral, ("care", "safety"))
            if world.happens(WRITTEN_ANEW):
                world.diary.after(60 * 30, self._write, referral, ("care", "practical"))
        if world.rarely("regretted", REGRETTED):
            world.diary.after(60 * 50, self._erase, referral)
        day = world.diary.today + timedelta(days=world.chance.randint(2, OLDEST))
        world.diary.on(day, 11, 50, self._look_at_consent, referral)

    def forget(self, referral: str) -> None:
        """Who withdraws may ask that what was written is erased."""
        if self._world.rarely("erased", ERASED):
            self._erase(referral)

    def _erase(self, referral: str) -> None:
        sent = {"referral": referral, "reason": "Op verzoek van de cliënt"}
        self._world.desk().post(
            "erase_notes", "/note-erasures", sent, "unknown-note", "unknown-referral"
        )

    def share(self, referral: str, placement: str, site: str) -> None:
        """After a yes: release the note to the house, and open the address for the journey."""
        world, desk = self._world, self._world.desk()
        notes = desk.get(f"/handover-notes?referral={referral}", *MOVES)
        if notes.is_refusal:
            return
        house = world.house_of(site)
        if world.happens(TOLD):
            self._tell_all(desk, house, referral, placement)
        for part in notes.json["items"]:
            if world.happens(RELEASED):
                path = f"/handover-notes/{part['id']}/releases"
                sent = {"placement": placement}
                let = desk.post("release_note", path, sent, "consent-missing", *MOVES)
                if not let.is_refusal:
                    self._read(house, part["id"])
                    if world.rarely("release taken back", TAKEN_BACK):
                        path = f"/note-releases/{let.json['id']}/withdrawals"
                        desk.post("take_note_back", path, {}, "unknown-note")
        if desk.get(f"/site-addresses/{site}").json["version"]:
            # Where a step was left out, the address is refused, as it should be.
            sent = {"placement": placement, "reason": "Vervoer van vanavond"}
            desk.post("reveal_address", "/address-reveals", sent, "consent-missing", *MOVES)

    def _tell_all(self, desk: Worker, house: Worker, referral: str, placement: str) -> None:
        """Where the house was asked: step by step, up to the address."""
        asked = desk.get(f"/offers?referral={referral}&limit=20").json["items"]
        for offer in asked:
            if offer["placement"] != placement:
                continue
            taken = desk.get(f"/disclosures?offer={offer['id']}").json["items"]
            known = {step["step"] for step in taken if not step["withdrawnAt"]}
            for step in STEPS:
                if step not in known:
                    sent = {"offer": offer["id"], "step": step}
                    desk.post("disclose", "/disclosures", sent, "consent-missing", *MOVES)
            house.get(f"/disclosed-facts/{offer['id']}", *MOVES)

    def _read(self, house: Worker, note: str) -> None:
        if any(one["id"] == note for one in house.get("/note-releases").json["items"]):
            house.get(f"/handover-notes/{note}", "case-erased")

    def _write(self, referral: str, parts: tuple[str, ...]) -> None:
        desk = self._world.desk()
        known = desk.get(f"/handover-notes?referral={referral}").json["items"]
        numbers = {part["part"]: part["number"] for part in known}
        for part in parts:
            sent = {
                "referral": referral,
                "part": part,
                "text": TEXTS[part],
                "follows": numbers.get(part, 0),
            }
            desk.post("write_note", "/handover-notes", sent, *MOVES)

    def _look_at_consent(self, referral: str) -> None:
        """Ask for the signature that is due; now and then somebody changes their mind."""
        world, desk = self._world, self._world.desk()
        for consent in desk.get(f"/consents?referral={referral}").json["items"]:
            if consent["withdrawnAt"]:
                continue
            if world.rarely("withdrawn", WITHDRAWN):
                self._withdraw(desk, referral, consent)
            elif consent["signatureDueOn"] and not consent["signedOn"]:
                signed = {"signedOn": world.diary.today.isoformat()}
                path = f"/consents/{consent['id']}"
                desk.on_record("sign_consent", path, "signatures", signed, *MOVES)

    def _withdraw(self, desk: Worker, referral: str, consent: dict[str, Any]) -> None:
        desk.on_record("withdraw_consent", f"/consents/{consent['id']}", "withdrawals", {}, *MOVES)
        if self._world.happens(0.9):  # and is talked to again
            again = {"referral": referral, "ground": "oral", "withInterpreter": True}
            told = ("record_consent", "/consents", again, *MOVES)
            self._world.diary.after(60 * 24, desk.post, *told)
