"""Houses are asked, answer, call back, and are let go."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from placement.demo.chance import one_of
from placement.demo.playing.deciding import Deciding
from placement.demo.playing.talking import Worker
from placement.demo.playing.world import World
from solver.codes import Certainty

ANSWERS = {"yes": 0.40, "yes_if": 0.15, "maybe": 0.15, "no": 0.30}
"""Scenario; 0.27 was admitted in men's shelter of all who asked (S15)."""
NO = {
    "does_not_fit_now": 0.35,
    "no_intake_now": 0.2,
    "care_too_heavy": 0.15,
    "not_there_after_all": 0.15,
    "addiction_or_disability": 0.1,
    "profile_not_right": 0.05,
}
"""Why a house says no; the fourth is a phantom vacancy. Scenario."""
SILENT = 0.2
"""Of the questions are not answered in time: somebody calls. Scenario."""
CALLS = {"no_answer": 0.5, "promised": 0.3, "refused": 0.2}
"""What comes of a call. Scenario."""
LET_GO = 0.06
"""Of the questions are withdrawn before the answer, which comes all the same. Scenario."""
OPEN = ("asked", "answered")
REFUSED = (
    "already-asked",
    "bed-no-longer-free",
    "not-lawful",
    "scheme-only-refers",
    "too-many-houses-asked",
    "transition-not-allowed",
    "unknown-place",
)
CLOSED = ("transition-not-allowed", "version-outdated", "unknown-offer", "invalid-facts")
"""The question was withdrawn or led to a placement; or its nights are over."""


class Asking:
    """Questions to houses that decide themselves."""

    def __init__(self, world: World, deciding: Deciding) -> None:
        self._world = world
        self._deciding = deciding

    def ask(self, act: Mapping[str, Any]) -> None:
        """Ask the house that is proposed and up to two more of its scheme, where rules allow."""
        world, desk = self._world, self._world.desk()
        known = desk.get(f"/offers?referral={act['referral']}&limit=20").json["items"]
        if any(one["state"] in OPEN for one in known):
            return  # their answers are waited for
        others = [place for place in world.places if world.same_scheme(place, act["place"])]
        more = world.chance.sample(others, k=min(2, len(others)))
        nights = {"night": act["night"], "until": act["until"]}
        wide = [{"place": place, **nights} for place in dict.fromkeys([act["place"], *more])]
        for houses in (wide, wide[:1]):
            sent = {"referral": act["referral"], "houses": houses}
            asked = desk.post("ask_houses", "/offers", sent, *REFUSED)
            if not asked.is_refusal:
                for offer in asked.json["items"]:
                    self._follow(offer, act)
                return
            if asked.problem not in {"not-lawful", "bed-no-longer-free"}:
                return

    def _follow(self, offer: Mapping[str, Any], act: Mapping[str, Any]) -> None:
        world, desk = self._world, self._world.desk()
        desk.post("disclose", "/disclosures", {"offer": offer["id"], "step": "criteria"}, *CLOSED)
        minutes = world.chance.randint(30, 300)
        if world.happens(SILENT):
            world.diary.after(60 * 22, self._call, offer["id"], act)
            return
        if world.rarely("let go", LET_GO):
            world.diary.after(20, self._let_go, offer["id"])
        house = world.house_of(world.sites[offer["place"]])
        world.diary.after(minutes, self._answer, house, offer["id"], act)

    def _let_go(self, offer: str) -> None:
        """Take back what a house was told; most often the question too."""
        world, desk = self._world, self._world.desk()
        desk.post("take_back", "/disclosure-withdrawals", {"offer": offer}, *CLOSED)
        if world.happens(0.8):
            desk.on_record("withdraw_offer", f"/offers/{offer}", "withdrawals", {}, *CLOSED)

    def _answer(self, who: Worker, offer: str, act: Mapping[str, Any]) -> None:
        """Answer, though the question may have been withdrawn while it was thought about."""
        world, path = self._world, f"/offers/{offer}"
        seen = who.get(path, *CLOSED)
        if seen.is_refusal:
            return
        answer = one_of(world.chance, ANSWERS)
        told = who.post(
            "answer_offer",
            f"{path}/answers",
            self._words(answer, seen.json),
            *CLOSED,
            version=seen.version,
        )
        if told.is_refusal:
            if seen.json["state"] in {"withdrawn", "taken"}:
                world.tally.mistakes["answer after withdrawal"] += 1
        elif answer in {"yes", "yes_if"}:
            world.diary.after(35, self._take, told.json, act)
        elif answer == "maybe" and world.happens(0.6):
            talk = {"at": (world.diary.clock.now + timedelta(hours=4)).isoformat()}
            world.diary.after(50, who.on_record, "plan_intake", path, "intakes", talk, *CLOSED)
            world.diary.after(60 * 5, self._answer, who, offer, act)

    def _words(self, answer: str, offer: Mapping[str, Any]) -> dict[str, Any]:
        world = self._world
        said: dict[str, Any] = {"answer": answer}
        if answer == "no":
            said["reason"] = one_of(world.chance, NO)
        if answer == "yes_if" and world.happens(0.6):
            intake = world.diary.clock.now + timedelta(days=1)
            said |= {"condition": "talk", "intakeAt": intake.isoformat()}
        elif answer == "yes_if":
            begins = max(date.fromisoformat(offer["begins"]), world.diary.today)
            said |= {"condition": "date", "fromDate": (begins + timedelta(days=1)).isoformat()}
        return said

    def _take(self, offer: Mapping[str, Any], act: Mapping[str, Any]) -> None:
        """Place where a house said yes; who is later is told that it is decided."""
        begins = date.fromisoformat(offer["fromDate"] or offer["begins"])
        place = offer["place"]
        chosen = {
            **act,
            "place": place,
            "site": self._world.sites[place],
            "night": max(begins, self._world.diary.today).isoformat(),
            "until": offer["until"],
            "certainty": Certainty.CERTAIN,
        }
        if chosen["night"] < chosen["until"]:
            self._deciding.decide([chosen])

    def _call(self, offer: str, act: Mapping[str, Any]) -> None:
        """Call a house that is silent: note what came of it, or write down its answer."""
        world, desk = self._world, self._world.desk()
        seen = desk.get(f"/offers/{offer}", *CLOSED)
        if seen.is_refusal or seen.json["state"] != "asked":
            return
        if world.happens(0.4):
            self._answer(desk, offer, act)
            return
        result = one_of(world.chance, CALLS)
        sent: dict[str, Any] = {
            "referral": act["referral"],
            "place": seen.json["place"],
            "result": result,
        }
        if result == "promised":
            until = world.diary.clock.now + timedelta(hours=world.chance.randint(2, 8))
            night = max(seen.json["begins"], world.diary.today.isoformat())
            sent |= {"promisedUntil": until.isoformat(), "promisedNight": night}
        if result == "refused":
            sent["reason"] = one_of(world.chance, NO)
        desk.post("note_call", "/call-notes", sent, *CLOSED)
        if result == "no_answer":
            path = f"/offers/{offer}"
            desk.on_record("withdraw_offer", path, "withdrawals", {}, *CLOSED)
