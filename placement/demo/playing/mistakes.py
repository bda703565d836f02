"""What people do wrong, and how the service must meet it: otherwise the play stops."""

from collections.abc import Callable, Mapping
from datetime import date, time, timedelta
from typing import Any

from placement.demo.people import Setting, draw_referral
from placement.demo.playing.habits import Habit, plan_habits
from placement.demo.playing.newcomers import as_sent
from placement.demo.playing.talking import Answer, PlayStopped
from placement.demo.playing.world import World
from placement.policy import Role
from solver.codes import Region

A_DAY = 0.6
"""Mistakes on a day. Scenario: many, so that each is made often."""
LONG_AHEAD = 366  # nights: every clock of a stay that goes on
NOBODY = "0" * 32
PLAIN = "invalid-facts"

BY: Mapping[str, Role] = {
    "double click": Role.HELPDESK,
    "key with other content": Role.HELPDESK,
    "stale version": Role.HELPDESK,
    "wrong night": Role.HELPDESK,
    "no reason": Role.HELPDESK,
    "nobody's record": Role.HELPDESK,
    "no version": Role.HELPDESK,
    "somebody else's act": Role.INSTITUTION,
    "somebody else's record": Role.INSTITUTION,
    "a colleague's case": Role.ZORGCOORDINATOR,
    "an act of the helpdesk": Role.ZORGCOORDINATOR,
    "ready without version": Role.ZORGCOORDINATOR,
}
"""Who makes which mistake."""


class Mistakes:
    """One mistake on most days, each kind in its turn."""

    def __init__(self, world: World, provinces: tuple[Region, ...]) -> None:
        self._world = world
        self._provinces = provinces
        self._kinds: dict[str, Callable[[], bool]] = {
            "double click": self._double_click,
            "key with other content": self._key_reused,
            "stale version": self._stale_version,
            "wrong night": self._wrong_night,
            "no reason": self._no_reason,
            "somebody else's act": self._not_their_act,
            "somebody else's record": self._not_their_record,
            "nobody's record": self._nobody,
            "no version": self._no_version,
            "a colleague's case": self._not_their_case,
            "an act of the helpdesk": self._place_by_themselves,
            "ready without version": self._ready_without_version,
        }

    def plan_day(self, day: date) -> None:
        """Let something go wrong at some hour."""
        plan_habits(self._world, day, [Habit(A_DAY, time(10, 50), self._make)])

    def _make(self) -> None:
        """Make the mistake whose turn it is; the next one where nobody can make it today."""
        for _ in self._kinds:
            kind = self._world.dealt("mistake", *self._kinds)
            if self._kinds[kind]():
                self._world.tally.mistakes[kind] += 1
                return

    def _double_click(self) -> bool:
        """The same request twice: one is registered, and both answers are the same."""
        desk, sent = self._world.desk(), self._request()
        key = desk.fresh_key()
        first = desk.post("register", "/referrals", sent, key=key)
        again = desk.post("register_again", "/referrals", sent, key=key)
        if first.json["id"] != again.json["id"]:
            raise PlayStopped("a double click registered two requests")
        return True

    def _key_reused(self) -> bool:
        desk = self._world.desk()
        key = desk.fresh_key()
        desk.post("register", "/referrals", self._request(), key=key)
        other = self._request() | {"urgency": "planned", "needs": ["medical", "trauma"]}
        return self._is(
            desk.post("register", "/referrals", other, "idempotency-key-reused", key=key),
            "idempotency-key-reused",
        )

    def _stale_version(self) -> bool:
        """Two look at one placement; the second acts on what it was before the first acted."""
        found = self._live_placement()
        if found is None:
            return False
        first, second = self._world.helpdesk[0], self._world.helpdesk[-1]
        path = f"/placements/{found['id']}"
        seen = second.get(path)
        reason = {"reason": "Melder trok het in"}
        done = first.on_record(
            "release", path, "releases", reason, "transition-not-allowed", "version-outdated"
        )
        if done.is_refusal:
            return False
        late = second.post(
            "release",
            f"{path}/releases",
            reason,
            "version-outdated",
            "transition-not-allowed",
            version=seen.version,
        )
        return self._is(late, "version-outdated", "transition-not-allowed")

    def _wrong_night(self) -> bool:
        """A placement for a night that is over."""
        found = self._open_request()
        if found is None:
            return False
        last_week = self._world.diary.today - timedelta(days=7)
        order = {
            "referral": found["id"],
            "household": found["household"],
            "place": self._world.chance.choice(self._world.places),
            "night": last_week.isoformat(),
            "until": (last_week + timedelta(days=30)).isoformat(),
        }
        sent = {"orders": [order], "reason": "Verkeerde datum gekozen"}
        refusals = ("not-lawful", "bed-no-longer-free", PLAIN, "house-not-asked", "consent-missing")
        return self._is(self._world.desk().post("place", "/placements", sent, *refusals), *refusals)

    def _no_reason(self) -> bool:
        found = self._live_placement()
        if found is None:
            return False
        refusals = ("reason-missing", PLAIN)
        path = f"/placements/{found['id']}"
        desk = self._world.desk()
        return self._is(
            desk.on_record("release", path, "releases", {"reason": "  "}, *refusals), *refusals
        )

    def _not_their_act(self) -> bool:
        house = self._world.chance.choice(self._world.houses)
        sent = self._request()
        return self._is(house.post("register", "/referrals", sent, "not-allowed"), "not-allowed")

    def _not_their_record(self) -> bool:
        """A house looks at the placement of another house: for it there is none."""
        found = self._live_placement()
        if found is None:
            return False
        path = f"/placements/{found['id']}"
        answers = [house.get(path, "unknown-placement") for house in self._world.houses]
        seen = sum(not answer.is_refusal for answer in answers)
        if seen != 1:
            raise PlayStopped(f"{seen} houses see the placement {found['id']}")
        return True

    def _nobody(self) -> bool:
        answer = self._world.desk().get(f"/referrals/{NOBODY}", "unknown-referral")
        return self._is(answer, "unknown-referral")

    def _no_version(self) -> bool:
        found = self._live_placement()
        if found is None:
            return False
        path = f"/placements/{found['id']}/releases"
        sent = {"reason": "Te snel geklikt"}
        answer = self._world.desk().post("release", path, sent, "version-missing")
        return self._is(answer, "version-missing")

    def _not_their_case(self) -> bool:
        """A zorgcoordinator looks up a case of a colleague: for them there is none."""
        given = {referral: account for referral, account in self._world.cases.items() if account}
        if not given:
            return False
        referral = self._world.chance.choice(list(given))
        other = next(one for one in self._world.coordinators if one.account != given[referral])
        answer = other.get(f"/referrals/{referral}", "unknown-referral")
        return self._is(answer, "unknown-referral")

    def _place_by_themselves(self) -> bool:
        """A zorgcoordinator places somebody, which CoMensha does."""
        who = self._world.chance.choice(self._world.coordinators)
        sent = {"orders": [], "reason": "Er was een plek vrij"}
        return self._is(who.post("place", "/placements", sent, "not-allowed"), "not-allowed")

    def _ready_without_version(self) -> bool:
        for who in self._world.coordinators:
            clocks = who.get(f"/right-clocks?within={LONG_AHEAD}").json["items"]
            if clocks:
                path = f"/stays/{clocks[0]['stay']}/readiness"
                return self._is(
                    who.post("mark_ready", path, {}, "version-missing"), "version-missing"
                )
        return False

    def _is(self, answer: Answer, *problems: str) -> bool:
        if answer.problem not in problems:
            raise PlayStopped(f"a mistake was not met with {problems} but with {answer.status}")
        return True

    def _request(self) -> dict[str, Any]:
        world = self._world
        world.drawn += 1
        where = Setting(figures=world.figures, provinces=self._provinces, day=world.diary.today)
        return dict(as_sent(draw_referral(world.chance, where, world.drawn)))

    def _live_placement(self) -> dict[str, Any] | None:
        shown = self._world.desk().get("/placements").json["items"]
        live = [one for one in shown if one["state"] == "accepted"]
        return live[0] if live else None

    def _open_request(self) -> dict[str, Any] | None:
        shown = self._world.desk().get("/referrals?state=open&limit=200").json["items"]
        fresh = [one for one in shown if not one["onward"]]
        return fresh[0] if fresh else None
