"""Fill an empty service with the national register and synthetic people. Nobody here is real."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from placement.demo.calibration import BASE
from placement.demo.desk import requests_on_the_desk
from placement.demo.months import Drawing, SyntheticMonths, draw_months
from placement.demo.people import SyntheticReferral
from placement.demo.present import Evening, present_state
from placement.demo.rooms import places_of
from placement.exchange.bundled import bundled
from placement.exchange.register_files import read_register
from placement.policy import Subject
from placement.service.forms.referral import NewReferral
from placement.service.forms.request_facts import NewPerson
from placement.service.register.importing import import_register
from placement.service.register.joining_rooms import (
    NewCombination,
    join_rooms,
    list_combinations,
)
from placement.service.register.loading_residents import Loading, houses_are_empty, load_residents
from placement.service.register.residents import PresentState
from placement.service.requests.columns import referral_columns
from placement.service.requests.registering import register_referral
from placement.store.codes import PersonRole
from placement.store.database.opening import Store
from placement.store.nights import tonight_at
from solver.codes import COSM, OMM

SEED = 15
MONTHS = 6
HORIZON_NIGHTS = 90
OMM_APPLICANT = "hvo-querido-acm"
"""The institution that is named in synthetic applications for OMM: one of the four (S3)."""
FULL = {COSM: 1.0, OMM: 0.8}
"""The COSM is structurally full (S5), so only a move makes a bed free there; how full the OMM is
was not found (4.5), and some room is needed to move to: scenario."""
JOINED = {
    "vo-limburg": ("Plek 02 en 03 samen", ("vo-limburg-02", "vo-limburg-03")),
    "omm-enschede": ("Plek 02 en 03 samen", ("omm-enschede-02", "omm-enschede-03")),
}
"""Rooms that can be joined in the demo, by site; which houses can do so was not found: invented."""
REFERENCE_SIGNS = "23456789BCDFGHJKLMNPQRSTVWXZ"  # as for real cases: no words, no look-alikes


@dataclass(frozen=True, kw_only=True)
class DemoStaff:
    """Who works in the demo."""

    helpdesk: Subject
    coordinators: tuple[str, ...] = ()
    """Accounts of zorgcoordinators, to whom some of the cases go."""


@dataclass(frozen=True, kw_only=True)
class SyntheticWorld:
    """Everything that the demo begins with, as values."""

    months: SyntheticMonths
    present: PresentState
    desk: tuple[SyntheticReferral, ...]


def fill_demo(
    store: Store,
    hire: Callable[[], DemoStaff],
    *,
    new_id: Callable[[], str],
    now: datetime,
    seed: int = SEED,
    months: int = MONTHS,
) -> bool:
    """Lay down the register, then the people; says whether people were added.

    Done a second time it does nothing: what was changed in the demo stays. ``hire`` makes the
    demo accounts, or finds them; it is called once the institutions stand in the register.
    """
    if not houses_are_empty(store):
        hire()
        return False
    register = read_register(bundled("netherlands"))
    import_register(store, register, by="demo", now=now)
    staff = hire()
    evening = Evening(figures=BASE, tonight=tonight_at(now), coordinators=staff.coordinators)
    drawing = Drawing.of(seed, register, evening.tonight, months)
    world = synthetic_world(drawing, evening, now)
    for referral in world.desk:
        new = new_referral(referral)
        register_referral(store, new, by=staff.helpdesk, new_id=new_id, now=referral.registered_at)
    for site, (name, rooms) in JOINED.items():
        if list_combinations(store, site, by=staff.helpdesk, now=now):
            continue  # joined by a start that was broken off
        pair = NewCombination(site=site, name=name, rooms=frozenset(rooms), opens=evening.tonight)
        join_rooms(store, pair, by=staff.helpdesk, now=now, new_id=new_id)
    # Last, because it is what a second start looks for.
    load_residents(store, world.present, _loading(staff, new_id, now, Random(seed)))
    return True


def synthetic_world(drawing: Drawing, evening: Evening, now: datetime) -> SyntheticWorld:
    """Draw months, houses that are full on the evening, and requests on the desk."""
    months = draw_months(drawing, evening.tonight)
    months = drawing.topped_up(months, FULL)
    places = places_of(drawing.register, evening.tonight)
    return SyntheticWorld(
        months=months,
        present=present_state(drawing.chance, months, places, evening),
        desk=requests_on_the_desk(
            drawing.chance, drawing.where(evening.tonight), drawing.drawn + 1, now
        ),
    )


def new_referral(referral: SyntheticReferral) -> NewReferral:
    """The request as the helpdesk registers it."""
    facts = referral.facts
    family = len(facts.people) > 1
    people = tuple(
        NewPerson(
            sex=person.sex,
            age=person.age,
            role=_role(family=family, minor=person.age.is_minor),
            role_checked=family and not person.age.is_minor and facts.guardian_checked,
        )
        for person in facts.people
    )
    columns = referral_columns(
        facts,
        reporter_kind=referral.reporter_kind,
        dublin=referral.dublin,
        omm_applied_by=OMM_APPLICANT,
    )
    told = columns | {"cosm_exception": facts.cosm_exception, "synthetic": True}
    return NewReferral(people=people, facts=told)


def _role(*, family: bool, minor: bool) -> PersonRole:
    if minor:
        return PersonRole.CHILD
    return PersonRole.PARENT if family else PersonRole.ADULT


def _loading(staff: DemoStaff, new_id: Callable[[], str], now: datetime, chance: Random) -> Loading:
    return Loading(
        by=staff.helpdesk,
        now=now,
        new_id=new_id,
        new_reference=lambda: "".join(chance.choices(REFERENCE_SIGNS, k=7)),
        horizon=horizon_of(tonight_at(now)),
        omm_applied_by=OMM_APPLICANT,
        synthetic=True,
    )


def horizon_of(tonight: date) -> date:
    """The first night no longer planned."""
    return tonight + timedelta(days=HORIZON_NIGHTS)
