"""Giving everybody an account, and signing them in."""

from collections.abc import Iterable
from dataclasses import dataclass

from placement.demo.playing.talking import Answer, Line, Worker
from placement.demo.playing.world import World
from placement.policy import Role

HELPDESK = ("helpdesk", "helpdesk2")
READER = "beleid"
COORDINATORS = ("zorgcoordinator", "zorgcoordinator2", "zorgcoordinator3")
ADMINISTRATOR = "beheer"
LEFT = "oud-collega"
"""Somebody who works there no more."""


@dataclass(frozen=True)
class Door:
    """How people get in: a line, the password of every demo account and what keys begin with."""

    line: Line
    password: str
    keys: str

    def enter(self, world: World, name: str) -> Worker:
        """Sign somebody in."""
        worker = Worker(self.line, world.tally, name, self.keys)
        worker.sign_in(self.password)
        return worker


def bring_to_work(world: World, door: Door, institutions: Iterable[str]) -> None:
    """Make an account for each institution and some zorgcoordinators, and sign everybody in.

    The accounts of the helpdesk, of the administrator and of one zorgcoordinator stand already.
    """
    administrator = door.enter(world, ADMINISTRATOR)
    for institution in institutions:
        _hire(administrator, door, house_name(institution), Role.INSTITUTION, institution)
    for name in COORDINATORS:
        _hire(administrator, door, name, Role.ZORGCOORDINATOR, None)
    _say_goodbye(administrator, door)
    administrator.sign_out()
    world.helpdesk = [door.enter(world, name) for name in HELPDESK]
    world.houses = [door.enter(world, house_name(one)) for one in institutions]
    world.coordinators = [door.enter(world, name) for name in COORDINATORS]
    world.reader = door.enter(world, READER)


def everybody_goes_home(world: World) -> None:
    """Close every session."""
    for worker in (*world.helpdesk, *world.houses, *world.coordinators, world.reader):
        if worker is not None:
            worker.sign_out()


def house_name(institution: str) -> str:
    """The name with which an institution signs in."""
    return f"opvang-{institution}"


def _say_goodbye(administrator: Worker, door: Door) -> None:
    """Shut the account of who left, too soon at first: it is opened again for the last days.

    Those go in another role, after a password was forgotten.
    """
    made = _account(administrator, door, LEFT, Role.HELPDESK, None)
    if made.is_refusal:
        return
    account = f"/accounts/{made.json['id']}"
    for act, under in (("disable", "disablements"), ("enable", "enablements")):
        administrator.on_record(f"{act}_account", account, under, {})
    administrator.on_record("assign_role", account, "roles", {"role": Role.POLICY_READER})
    one_time = {"password": f"{door.password}, once"}
    administrator.on_record("set_password", account, "one-time-passwords", one_time)
    _choose_a_password(administrator, door, LEFT, one_time["password"], f"{door.password}, mine")
    administrator.on_record("disable_account", account, "disablements", {})


def _hire(
    administrator: Worker, door: Door, name: str, role: Role, institution: str | None
) -> None:
    """Make an account, whose holder changes the first password into that of everybody."""
    if not _account(administrator, door, name, role, institution).is_refusal:
        _choose_a_password(administrator, door, name, _first(door), door.password)


def _choose_a_password(
    administrator: Worker, door: Door, name: str, told: str, chosen: str
) -> None:
    # Keys of its own: the same person goes on with those of the door.
    holder = Worker(door.line, administrator.tally, name, f"{door.keys}-first")
    holder.sign_in(told)
    change = {"oldPassword": told, "newPassword": chosen}
    holder.put("change_password", "/sessions/current", "password", change)


def _first(door: Door) -> str:
    return f"{door.password}, first"


def _account(
    administrator: Worker, door: Door, name: str, role: Role, institution: str | None
) -> Answer:
    new = {
        "loginName": name,
        "displayName": f"{name} (demo)",
        "password": _first(door),
        "role": role,
        "institution": institution,
    }
    return administrator.post("create_account", "/accounts", new, "account-exists")
