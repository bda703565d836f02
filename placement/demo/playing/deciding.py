"""The helpdesk decides: places at once, or holds a bed for an hour and then accepts or lets go."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from placement.demo.playing.arriving import Arriving
from placement.demo.playing.talking import Answer
from placement.demo.playing.trusting import Trusting
from placement.demo.playing.world import World
from solver.codes import Certainty

RACES = (
    "bed-no-longer-free",
    "consent-missing",
    "house-not-asked",
    "not-lawful",
    "transition-not-allowed",
    "version-outdated",
)
"""What a decision may be refused with, because the country moved on since the proposal."""
HELD_FIRST = 0.3
"""Of the decisions about one household. Scenario."""
FORGOTTEN = 0.2
"""Of the holds nobody comes back to: they run out by themselves. Scenario."""
REASONS = (
    "Past het beste bij wat nodig is",
    "Dichtst bij het netwerk",
    "Eerste plek die vanavond kan",
    "Het huis kent de taal",
)


class Deciding:
    """Decisions on acts that can be done now."""

    def __init__(self, world: World, arriving: Arriving, trusting: Trusting) -> None:
        self._world = world
        self._arriving = arriving
        self._trusting = trusting

    def decide(self, acts: Sequence[Mapping[str, Any]], proposal: str | None = None) -> Answer:
        """Place one household, or accept a chain as one decision."""
        world = self._world
        sent = {
            "orders": [_order(act) for act in acts],
            "reason": world.chance.choice(REASONS),
            "proposal": proposal,
        }
        if len(acts) == 1 and world.happens(HELD_FIRST):
            answer = world.desk().post("hold", "/placements", {**sent, "hold": True}, *RACES)
            if not answer.is_refusal and not world.happens(FORGOTTEN):
                held = answer.json["items"][0]["id"]
                world.diary.after(25, self._accept, held, acts[0])
            return answer
        answer = world.desk().post("place", "/placements", sent, *RACES)
        if not answer.is_refusal:
            for placement, act in zip(answer.json["items"], acts, strict=True):
                self._placed(placement["id"], act)
        return answer

    def _accept(self, placement: str, act: Mapping[str, Any]) -> None:
        reason = {"reason": self._world.chance.choice(REASONS)}
        path = f"/placements/{placement}"
        done = self._world.desk().on_record("accept", path, "acceptances", reason, *RACES)
        if not done.is_refusal:
            self._placed(placement, act)

    def _placed(self, placement: str, act: Mapping[str, Any]) -> None:
        site = act["site"]
        self._arriving.expect(placement, site, date.fromisoformat(act["night"]))
        self._trusting.share(act["referral"], placement, site)


def _order(act: Mapping[str, Any]) -> dict[str, Any]:
    order = {name: act[name] for name in ("referral", "household", "place", "night", "until")}
    return order | {"houseAgreed": act["certainty"] == Certainty.TO_ASK}
