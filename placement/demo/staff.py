"""Who works in the demo: one account per role, and a password that only this folder knows."""

import json
import secrets
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path

from placement.demo.filling import DemoStaff
from placement.errors import AccountExists
from placement.jobs.runtime import Runtime
from placement.policy import AccountId, Role, Subject
from placement.service.accounts.accounts import NewAccount, create_account
from placement.settings import new_sealing_key

SYLLABLES = ("ba", "do", "fi", "ga", "ke", "lo", "mi", "nu", "pa", "ri", "sa", "to", "ve", "wi")
PASSWORD_SYLLABLES = 10  # 14^10 possibilities, more than any throttled guesser tries
SECRET_BYTES = 32


@dataclass(frozen=True)
class Member:
    """A demo account."""

    login_name: str
    display_name: str
    role: Role
    institution: str | None = None


STAFF = (
    Member("helpdesk", "Helpdesk (demo)", Role.HELPDESK),
    Member("helpdesk2", "Tweede helpdesk (demo)", Role.HELPDESK),
    Member("opvang", "Opvang Amsterdam (demo)", Role.INSTITUTION, "hvo-querido-acm"),
    Member("zorgcoordinator", "Zorgcoördinator (demo)", Role.ZORGCOORDINATOR),
    Member("beleid", "Beleid (demo)", Role.POLICY_READER),
    Member("beheer", "Beheer (demo)", Role.ADMINISTRATOR),
)
"""Two at the helpdesk, so that a race for one bed can be tried."""


@dataclass(frozen=True)
class DemoSecrets:
    """What a demo keeps in its folder, so that a second start knows the same password."""

    secret_key: str
    password: str
    sealing_keys: str
    """The key ring with which the demo seals its notes and addresses."""


def secrets_in(folder: Path) -> DemoSecrets:
    """The secrets of the demo in this folder, made when there are none yet."""
    path = folder / "demo-secrets.json"
    kept = json.loads(path.read_text()) if path.exists() else {}
    if kept.keys() >= {field.name for field in fields(DemoSecrets)}:
        return DemoSecrets(**kept)
    folder.mkdir(parents=True, exist_ok=True)
    # A folder of an older version lacks some: those are made, the others stay as they were.
    made = replace(_new_secrets(), **kept)
    path.touch(mode=0o600)
    path.write_text(json.dumps(asdict(made)))
    return made


def _new_secrets() -> DemoSecrets:
    return DemoSecrets(
        secret_key=secrets.token_urlsafe(SECRET_BYTES),
        password="-".join(_pairs(secrets.choice(SYLLABLES) for _ in range(PASSWORD_SYLLABLES))),
        sealing_keys=new_sealing_key(1),
    )


def hire(runtime: Runtime, password: str) -> DemoStaff:
    """Make the demo accounts, or find them."""
    for member in STAFF:
        try:
            new = NewAccount(
                login_name=member.login_name,
                display_name=member.display_name,
                password=password,
                role=member.role,
                institution=member.institution,
                demo=True,
            )
            # Each account has a speaking id, so that a second start meets the first one's.
            create_account(
                runtime.store,
                new,
                runtime.passwords,
                account_id=f"demo-{member.login_name}",
                now=runtime.clock(),
            )
        except AccountExists:
            continue
    first = STAFF[0]
    helpdesk = Subject(
        account=AccountId(f"demo-{first.login_name}"), name=first.display_name, role=first.role
    )
    coordinators = tuple(
        f"demo-{member.login_name}" for member in STAFF if member.role is Role.ZORGCOORDINATOR
    )
    return DemoStaff(helpdesk=helpdesk, coordinators=coordinators)


def _pairs(syllables: Iterable[str]) -> list[str]:
    listed = list(syllables)
    return [a + b for a, b in zip(listed[::2], listed[1::2], strict=True)]
