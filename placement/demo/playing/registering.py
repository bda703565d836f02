"""The helpdesk writes down who asks for shelter, at any hour."""

from datetime import date, timedelta

from placement.demo.people import Setting, SyntheticReferral
from placement.demo.playing.correcting import Correcting
from placement.demo.playing.newcomers import as_sent, newcomers
from placement.demo.playing.placing import Placing
from placement.demo.playing.sheltering import Sheltering
from placement.demo.playing.trusting import Trusting
from placement.demo.playing.world import World
from solver.codes import Region, Urgency

COORDINATED = 0.5
"""Of the cases get a zorgcoordinator here in the first days. Scenario."""
AT_NIGHT = 0.2
"""Of the acute requests are made between ten in the evening and two. Scenario."""


class Registering:
    """Requests of each day, registered when they are made."""

    def __init__(
        self, world: World, placing: Placing, trusting: Trusting, provinces: tuple[Region, ...]
    ) -> None:
        self._world = world
        self._placing = placing
        self._trusting = trusting
        self._provinces = provinces
        self._sheltering = Sheltering(world)
        self._correcting = Correcting(world)

    def plan_day(self, day: date) -> None:
        """Draw the requests of a day and enter them in the diary."""
        world = self._world
        where = Setting(figures=world.figures, provinces=self._provinces, day=day)
        drawn = newcomers(world.chance, where, world.drawn + 1)
        world.drawn += len(drawn)
        for referral in drawn:
            instant = referral.registered_at
            if referral.facts.urgency is Urgency.ACUTE and world.happens(AT_NIGHT):
                instant += timedelta(hours=world.chance.randint(6, 13))
            world.diary.at(instant, self._register, referral)

    def _register(self, referral: SyntheticReferral) -> None:
        desk = self._world.desk()
        sent = self._correcting.with_its_group(referral, as_sent(referral))
        made = desk.post("register", "/referrals", sent).json
        self._correcting.look_on(referral, made["id"], sent)
        self._trusting.accompany(made["id"])
        if self._world.happens(COORDINATED):
            self._world.diary.after(60 * 20, self._give, made["id"])
        if referral.facts.urgency is Urgency.ACUTE:
            # While the telephone is still warm: a bed for tonight.
            self._world.diary.after(20, self._placing.look_for, made["id"])
        if referral.facts.urgency in {Urgency.ACUTE, Urgency.URGENT}:
            self._sheltering.look_on(referral.facts.needed_from, made["id"])

    def _give(self, referral: str) -> None:
        """Give a case to a zorgcoordinator."""
        to = self._world.chance.choice(self._world.coordinators)
        sent = {"account": to.account}
        self._world.desk().put("assign_coordinator", f"/referrals/{referral}", "coordinator", sent)
        self._world.cases[referral] = to.account
