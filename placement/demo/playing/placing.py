"""The rounds of the helpdesk: a proposal for everybody each day, and at once for who is acute."""

from datetime import date, timedelta
from typing import Any

from placement.demo.playing.asking import Asking
from placement.demo.playing.closing import Closing
from placement.demo.playing.deciding import Deciding
from placement.demo.playing.declining import Declining
from placement.demo.playing.trusting import Trusting
from placement.demo.playing.world import World
from solver.codes import Certainty

DECIDED_AHEAD = timedelta(days=10)
"""Nights further off are left for a later round. Scenario."""
HOUSE_SAYS_YES = 0.55
"""On the telephone, where a house is a link of a chain. Scenario."""
PATIENCE = 21
"""Days after which a request without a bed is settled elsewhere. Scenario, as in the months."""
CHANGES = 0.01
"""Chance per day that who waits, or who reported it, needs no shelter any more. Scenario."""
WHY = ("victim_withdraws", "victim_withdraws", "reporter_withdraws", "other")
"""Scenario."""
HANDED_OVER = 0.7
"""Chance per day that Nidos or youth care confirms to take over who is theirs. Scenario."""
ENDED = ("transition-not-allowed", "version-outdated", "invalid-facts")


class Placing:
    """What the helpdesk does with who waits."""

    def __init__(
        self,
        world: World,
        deciding: Deciding,
        asking: Asking,
        trusting: Trusting,
        closing: Closing,
    ) -> None:
        self._world = world
        self._trusting = trusting
        self._closing = closing
        self._declining = Declining(world)
        self._deciding = deciding
        self._asking = asking
        self._waiting_since: dict[str, date] = {}

    def plan_day(self, day: date) -> None:
        """Once a day a proposal for everybody who waits."""
        self._world.diary.on(day, 10, 30, self.round)

    def round(self) -> None:
        """Ask for a proposal for all open requests and decide on what it says."""
        desk = self._world.desk()
        waiting = desk.get("/referrals?state=open&limit=200").json["items"]
        left = [one for one in waiting if one["onward"] or not self._is_over(one)]
        if left:
            self._decide(desk.post("propose", "/proposals", {}).json)

    def look_for(self, referral: str) -> None:
        """Ask for a proposal for one request and decide on it alone."""
        desk = self._world.desk()
        shown = desk.get(f"/referrals/{referral}").json
        if shown["state"] == "open":
            plan = desk.post("propose", "/proposals", {"referral": referral}).json
            self._decide(plan, only=referral)

    def _is_over(self, referral: dict[str, Any]) -> bool:
        """End a request that waited too long, or that is not needed any more."""
        world, today = self._world, self._world.diary.today
        since = self._waiting_since.setdefault(referral["id"], today)
        if (today - since).days >= PATIENCE:
            self._end(referral["id"], {"reason": "other"})
            return True
        if world.rarely("changes", CHANGES):
            who = world.chance.choice(WHY)
            self._end(referral["id"], {"reason": who})
            if who == "victim_withdraws":
                self._trusting.forget(referral["id"])
            return True
        return False

    def _end(self, referral: str, sent: dict[str, str]) -> None:
        path = f"/referrals/{referral}"
        self._world.desk().on_record("end_referral", path, "ends", sent, *ENDED)
        self._closing.close_soon(referral)

    def _decide(self, plan: dict[str, Any], only: str | None = None) -> None:
        for acts in (decision["acts"] for decision in plan["decisions"]):
            if only is None or any(act["referral"] == only for act in acts):
                self._decide_on(acts, plan["id"])
        for handed in plan["referred"]:
            if handed["referral"] and self._world.happens(HANDED_OVER):
                self._end(
                    handed["referral"], {"reason": "referred", "takenOverBy": "nidos_guardian"}
                )

    def _decide_on(self, acts: list[dict[str, Any]], proposal: str) -> None:
        last = self._world.diary.today + DECIDED_AHEAD
        if any(act["referral"] is None or date.fromisoformat(act["night"]) > last for act in acts):
            return
        if len(acts) == 1 and self._declining.says_no(acts[0]):
            return
        kinds = {act["certainty"] for act in acts}
        if kinds == {Certainty.CERTAIN}:
            self._deciding.decide(acts, proposal)
        elif kinds <= {Certainty.CERTAIN, Certainty.TO_ASK}:
            if len(acts) == 1:
                self._asking.ask(acts[0])
            elif self._world.happens(HOUSE_SAYS_YES):
                self._deciding.decide(acts, proposal)
