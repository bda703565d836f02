"""The helpdesk looks for beds: proposals, decisions, and what comes of them."""

from datetime import date, timedelta
from typing import Any

from placement.demo.playing.arriving import Arriving
from placement.demo.playing.trusting import Trusting
from placement.demo.playing.world import World
from solver.codes import Certainty

RACES = ("bed-no-longer-free", "not-lawful", "transition-not-allowed", "house-not-asked")
"""What a decision may be refused with, because the country moved on since the proposal."""
DECIDED_AHEAD = timedelta(days=10)
"""Nights further off are left for a later round. Scenario."""
HOUSE_SAYS_YES = 0.55
"""On the telephone. Scenario; 0.27 in men's shelter for all who ask (S15), but a proposal only
names houses whose criteria are met."""
REASONS = (
    "Past het beste bij wat nodig is",
    "Dichtst bij het netwerk",
    "Eerste lawful plek vanavond",
    "Huis kent de taal",
)


class Placing:
    """The rounds of the helpdesk."""

    def __init__(self, world: World, arriving: Arriving, trusting: Trusting) -> None:
        self._world = world
        self._trusting = trusting
        self._arriving = arriving

    def plan_day(self, day: date) -> None:
        """Once a day a proposal for everybody who waits."""
        self._world.diary.on(day, 10, 30, self.round)

    def round(self) -> None:
        """Ask for a proposal for all open requests and decide on what it says."""
        desk = self._world.desk()
        waiting = desk.get("/referrals?state=open").json["items"]
        today = self._world.diary.today
        for referral in waiting:
            self._world.waiting_since.setdefault(referral["id"], today)
        if waiting:
            self._decide(desk.post("propose", "/proposals", {}).json)

    def look_for(self, referral: str) -> None:
        """Ask for a proposal for one request and decide on it alone."""
        desk = self._world.desk()
        shown = desk.get(f"/referrals/{referral}").json
        if shown["state"] == "open":
            plan = desk.post("propose", "/proposals", {"referral": referral}).json
            self._decide(plan, only=referral)

    def _decide(self, plan: dict[str, Any], only: str | None = None) -> None:
        chains = [chain["acts"] for chain in plan["chains"]]
        in_chain = {act["household"] for acts in chains for act in acts}
        alone = [[act] for act in plan["assignments"] if act["household"] not in in_chain]
        for acts in (*chains, *alone):
            if only is None or any(act["referral"] == only for act in acts):
                self._decide_on(acts, plan["id"])

    def _decide_on(self, acts: list[dict[str, Any]], proposal: str) -> None:
        last = self._world.diary.today + DECIDED_AHEAD
        if any(act["referral"] is None or date.fromisoformat(act["night"]) > last for act in acts):
            return
        if not all(self._is_agreed(act) for act in acts):
            return
        sent = {
            "orders": [_order(act) for act in acts],
            "reason": self._world.word(*REASONS),
            "proposal": proposal,
        }
        answer = self._world.desk().post("place", "/placements", sent, *RACES)
        if not answer.is_refusal:
            for placement, act in zip(answer.json["items"], acts, strict=True):
                night = date.fromisoformat(act["night"])
                self._arriving.expect(placement["id"], act["site"], night)
                self._trusting.share(act["referral"], placement["id"], act["site"])

    def _is_agreed(self, act: dict[str, Any]) -> bool:
        """Whether it may be decided: certain, or the house says yes on the telephone."""
        if act["certainty"] == Certainty.CERTAIN:
            return True
        return act["certainty"] == Certainty.TO_ASK and self._world.happens(HOUSE_SAYS_YES)


def _order(act: dict[str, Any]) -> dict[str, Any]:
    order = {name: act[name] for name in ("referral", "household", "place", "night", "until")}
    return order | {"houseAgreed": act["certainty"] == Certainty.TO_ASK}
