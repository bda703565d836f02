"""What the helpdesk learns about people after their request was written down."""

from collections.abc import Mapping
from typing import Any

from placement.demo.people import SyntheticReferral
from placement.demo.playing.world import World
from solver.codes import AskedAlone

ASKED_LATER = 0.6
"""Of those who were not asked about danger at first are asked in the next days. Scenario."""
FEARED = 0.3
"""Of these name a region where they are in danger. Scenario."""
STAYS_TOGETHER = 2
"""People of a raid who want to stay together at least. Scenario."""
PATIENCE_DAYS = 4
"""Of a group without a place, before its people agree to be sought one by one. Scenario."""
NOT_HERE = frozenset({"bedenktijd", "consentGround", "dublin", "omm"})
"""What has an act of its own and is not put right with the facts."""
MOVES = ("transition-not-allowed", "version-outdated", "unknown-referral")


class Correcting:
    """Facts that are put right, and who belongs to whom."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._newest: dict[str, str] = {}

    def with_its_group(
        self, referral: SyntheticReferral, sent: Mapping[str, Any]
    ) -> Mapping[str, Any]:
        """Say with whom somebody of a raid belongs, once each was asked alone."""
        if referral.raid is None or referral.facts.asked_alone is not AskedAlone.YES:
            return sent
        return {**sent, "smallestPart": STAYS_TOGETHER, **self._named(referral.raid)}

    def _named(self, raid: str) -> Mapping[str, str]:
        other = self._newest.get(raid)
        if other is None:
            return {}
        is_open = self._world.desk().get(f"/referrals/{other}").json["state"] == "open"
        return {"belongsWith": other} if is_open else {}

    def look_on(self, referral: SyntheticReferral, made: str, sent: Mapping[str, Any]) -> None:
        """Enter in the diary what will be learnt about a request that was just written down."""
        world = self._world
        if "smallestPart" in sent and referral.raid is not None:
            self._newest[referral.raid] = made
        if "belongsWith" in sent:
            alone = {**sent, "belongsWith": None, "smallestPart": None}
            world.diary.after(60 * 24 * PATIENCE_DAYS, self._put_right, made, alone)
        elif "risk" not in sent and world.rarely("asked_later", ASKED_LATER):
            regions = sent["homeRegions"] if world.happens(FEARED) else []
            told = {**sent, "risk": {"answeredBy": "self", "regions": regions}}
            world.diary.after(60 * world.chance.randint(12, 60), self._put_right, made, told)

    def _put_right(self, referral: str, sent: Mapping[str, Any]) -> None:
        facts = {name: value for name, value in sent.items() if name not in NOT_HERE}
        desk = self._world.desk()
        if desk.get(f"/referrals/{referral}").json["state"] in {"open", "arranged"}:
            desk.put("correct", f"/referrals/{referral}", "facts", facts, *MOVES)
