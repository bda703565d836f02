"""Zorgcoordinators follow their cases; the helpdesk follows all others at a distance."""

from datetime import date, timedelta
from typing import Any

from placement.demo.calibration import BLOCKERS, DESTINATIONS, OWNERS
from placement.demo.chance import one_of
from placement.demo.playing.talking import Worker
from placement.demo.playing.world import World

TUESDAY, THURSDAY = 1, 3
FEW = 10
"""Cases at a distance that somebody at the helpdesk finds time for. Scenario."""
ENDS_WITHIN = 30  # nights: the second span of outflow pressure (design 3)
READY = 0.18
"""Chance per week that somebody whose right ends within the span is ready. Scenario."""
SAYS_YES = 0.85
"""Victims who would move. Scenario."""
CHANGES_THEIR_MIND = 0.08
"""Per week, of those who are ready. Scenario."""
CLOSED, MOVED_ON = 0.15, 0.5
"""Per week, of the blockers: gone, or the next contact named anew. Scenario."""
REACHED = 0.2
"""Per week, of the milestones that are expected. Scenario."""
NOT_READY_YET = 0.03
"""Per week, of the stays: a place elsewhere is asked for before anybody is ready. Scenario."""
NOT_NEEDED = 0.08
"""Per week, of the open requests for a next place: taken back. Scenario."""
MILESTONES = ("permit", "coa_housing_registration", "municipality_matched", "key_date")
MOVES = (
    "transition-not-allowed",
    "version-outdated",
    "unknown-stay",
    "unknown-blocker",
    "unknown-milestone",
    "unknown-outcome",
    "unknown-referral",
)
"""The stay ended, or a colleague was first."""


class Following:
    """The weeks of who follows stays."""

    def __init__(self, world: World) -> None:
        self._world = world

    def plan_day(self, day: date) -> None:
        """Tuesdays for one's own cases, Thursdays for those without a zorgcoordinator."""
        world = self._world
        if day.weekday() == TUESDAY:
            for number, worker in enumerate(world.coordinators):
                world.diary.on(day, 9 + number, 10, self.follow, worker)
        if day.weekday() == THURSDAY:
            world.diary.on(day, 15, 5, self.follow, world.helpdesk[-1], FEW)

    def follow(self, worker: Worker, most: int = 200) -> None:
        """Look at what ends, what keeps people, who is ready, and where people went."""
        ending = worker.get(f"/right-clocks?within={ENDS_WITHIN}").json["items"]
        ending.sort(key=lambda clock: not clock["needsReason"])  # these cannot wait
        for clock in ending[:most]:
            self._look_at(worker, clock)
        for onward in worker.get(f"/onward-referrals?limit={min(most, 50)}").json["items"]:
            if onward["state"] == "open" and self._world.rarely("not needed", NOT_NEEDED):
                self._take_back(worker, onward["id"])
        for blocker in worker.get(f"/blockers?limit={min(most, 50)}").json["items"]:
            self._ask_about(worker, blocker)
        for outcome in worker.get(f"/outcomes?due=true&limit={min(most, 50)}").json["items"]:
            answer = {"answer": one_of(self._world.chance, DESTINATIONS)}
            path = f"/outcomes/{outcome['id']}"
            self._on(worker, "answer_outcome", path, "answers", answer, outcome)

    def _look_at(self, worker: Worker, clock: dict[str, Any]) -> None:
        world, stay = self._world, clock["stay"]
        if clock["needsReason"] and world.happens(0.7):
            holds = world.diary.today + timedelta(days=world.chance.randint(10, 28))
            reason = {
                "stay": stay,
                "code": one_of(world.chance, BLOCKERS),
                "holdsUntil": holds.isoformat(),
            }
            worker.post("explain_stay", "/past-right-reasons", reason, *MOVES)
        if world.happens(0.15):
            self._block(worker, stay)
        if world.rarely("step", 0.1):
            self._step(worker, stay)
        self._consider_leaving(worker, stay)

    def _consider_leaving(self, worker: Worker, stay: str) -> None:
        world = self._world
        if world.rarely("not ready yet", NOT_READY_YET):
            asked = {"stay": stay, "victimAnswer": "yes", "urgency": "planned"}
            worker.post("refer_onward", "/onward-referrals", asked, *MOVES)
        path = f"/stays/{stay}/readiness"
        seen = worker.get(path, *MOVES)
        if seen.is_refusal:
            return
        if seen.json["readiness"] == "ready":
            if world.rarely("change of mind", CHANGES_THEIR_MIND):
                worker.post(
                    "withdraw_readiness", f"{path}/withdrawals", {}, *MOVES, version=seen.version
                )
        elif world.rarely("ready", READY):
            wish = {
                "victimAnswer": "yes" if world.happens(SAYS_YES) else "no",
                "urgency": world.word("soon", "planned"),
                "b8Permit": world.happens(0.75),
                "lawfulStay": True,
            }
            worker.post("mark_ready", path, {"onward": wish}, *MOVES, version=seen.version)

    @staticmethod
    def _take_back(worker: Worker, onward: str) -> None:
        seen = worker.get(f"/referrals/{onward}", *MOVES)
        if not seen.is_refusal:
            path = f"/onward-referrals/{onward}/withdrawals"
            worker.post("withdraw_onward", path, {}, *MOVES, version=seen.version)

    def _block(self, worker: Worker, stay: str) -> None:
        world = self._world
        code = one_of(world.chance, BLOCKERS)
        contact = world.diary.today + timedelta(days=world.chance.randint(3, 21))
        sent = {"code": code, "owner": OWNERS[code], "nextContactOn": contact.isoformat()}
        worker.post("open_blocker", f"/stays/{stay}/blockers", sent, *MOVES)

    def _step(self, worker: Worker, stay: str) -> None:
        world = self._world
        known = worker.get(f"/stays/{stay}/milestones", *MOVES)
        if known.is_refusal:
            return
        for step in known.json["items"]:
            if step["reachedOn"] is None and world.rarely("reached", REACHED):
                reached = {"reachedOn": world.diary.today.isoformat()}
                self._on(worker, "reach", f"/milestones/{step['id']}", "changes", reached, step)
        reported = {step["kind"] for step in known.json["items"]}
        if left := [kind for kind in MILESTONES if kind not in reported]:
            expected = world.diary.today + timedelta(days=world.chance.randint(10, 90))
            sent = {"kind": left[0], "expectedOn": expected.isoformat()}
            worker.post("add_milestone", f"/stays/{stay}/milestones", sent, *MOVES)

    def _ask_about(self, worker: Worker, blocker: dict[str, Any]) -> None:
        world, path = self._world, f"/blockers/{blocker['id']}"
        due = blocker["nextContactOn"]
        if world.happens(CLOSED):
            self._on(worker, "close_blocker", path, "closures", {}, blocker)
        elif due and due <= world.diary.today.isoformat() and world.happens(MOVED_ON):
            contact = world.diary.today + timedelta(days=14)
            sent = {"owner": blocker["owner"], "nextContactOn": contact.isoformat()}
            self._on(worker, "change_blocker", path, "changes", sent, blocker)

    def _on(
        self, worker: Worker, act: str, path: str, under: str, sent: object, seen: dict[str, Any]
    ) -> None:
        version = f'"{seen["version"]}"'
        worker.post(act, f"{path}/{under}", sent, *MOVES, version=version)
