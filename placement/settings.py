"""Everything that can be set from outside, parsed once and frozen.

Names carry the prefix ``PLACEMENT_``. Secrets have no default: only demo mode generates one.
"""

import base64
import binascii
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from placement.errors import CannotStart

PREFIX = "PLACEMENT_"
SHORTEST_SECRET = 32  # characters; token_urlsafe(32) gives 43
SEALING_KEY_BYTES = 32  # AES-256
SEALING_KEYS_LOOK = "version:base64 of 32 bytes, separated by commas, each version once"
LAST_HOUR = 23

_UNDER = {"trusted_proxies": -1}  # whose least value is not above zero


@dataclass(frozen=True, kw_only=True)
class Settings:
    """How this service runs; each field is set by ``PLACEMENT_`` and its name in capitals."""

    database_url: str
    secret_key: str
    demo: bool = False
    """Demo accounts exist and every page says that people are synthetic."""
    data_folder: Path = Path("data")
    trusted_proxies: int = 0
    """How many proxies stand in front and are believed about who sent a request, and how."""
    secure_cookies: bool = True
    """Off only in demo mode on http, where a browser would not send a secure cookie back."""
    session_idle_minutes: int = 15
    session_hours: int = 8
    """A session ends after this, also when in use (reliability.md AC-06)."""
    attempts_per_account: int = 5
    attempts_per_source: int = 30
    attempts_window_minutes: int = 15
    """Failed log-ins counted per account and per source address in this window; never a lock."""
    argon2_mebibytes: int = 64
    argon2_passes: int = 3
    """What one check of a password costs (reliability.md D18); tests lower it."""
    body_limit_bytes: int = 2_000_000
    request_limit_seconds: int = 30
    """A worker with a request older than this is replaced (reliability.md F7)."""
    solver_children: int = 1
    solver_seconds: float = 2.0
    """Deterministic work of the solver for one proposal, in the engine's seconds."""
    solver_fuse_seconds: float = 8.0
    """Wall clock after which the child that solves is killed and the ranked list is given."""
    horizon_nights: int = 90
    """How many nights ahead are planned; a reflection period lasts 90 days (domain E1)."""
    chain_limit: int = 3
    """The most households that may follow one another in one plan (design.md 5)."""
    sealing_keys: str = field(default="", repr=False)
    """The key ring of what is sealed: ``version:base64`` of 32 bytes, separated by commas, newest
    first. Without it the service runs, but nothing can be sealed or opened."""
    signature_days: int = 14
    """How long a consent given aloud may wait for its signature. Source: a proposal to CoMensha."""
    safety_check_hour: int = 10
    """The hour, in Europe/Amsterdam, by which temporary shelter is checked the next morning."""
    right_warning_days: int = 14
    """How long before a right ends it stands on the work lists (design.md 3)."""
    blocker_contact_days: int = 7
    """When whoever must act on a blocker is asked again, where nobody names a day; a proposal."""
    kept_nights_hospital: int = 14
    kept_nights_missing: int = 3
    kept_nights_elsewhere: int = 7
    """For how many nights the bed of somebody absent is kept when nobody says otherwise; no source
    gives these, so they are a proposal to be confirmed."""

    houses_asked_at_once: int = 3
    """How many houses may be asked about one request at one time (design.md 3, Offer)."""
    answer_hours: int = 4
    """Within how many hours a house is asked to answer, unless whoever asks says otherwise."""
    hold_minutes: int = 60
    """How long a bed is held before it is free again by itself."""

    def __post_init__(self) -> None:
        """Hold the limits that depend on each other, naming all that are broken at once."""
        wrong = []
        if len(self.secret_key) < SHORTEST_SECRET:
            wrong.append(f"{PREFIX}SECRET_KEY must have at least {SHORTEST_SECRET} characters")
        if not self.secure_cookies and not self.demo:
            wrong.append(f"{PREFIX}SECURE_COOKIES may be off only together with {PREFIX}DEMO")
        if self.solver_fuse_seconds + 5 >= self.request_limit_seconds:
            wrong.append(f"{PREFIX}REQUEST_LIMIT_SECONDS must exceed the solver's fuse by 5 s")
        try:
            sealing_keys_in(self.sealing_keys)
        except ValueError:
            wrong.append(f"{PREFIX}SEALING_KEYS must list {SEALING_KEYS_LOOK}")
        if self.safety_check_hour > LAST_HOUR:
            wrong.append(f"{PREFIX}SAFETY_CHECK_HOUR must be at most {LAST_HOUR}")
        wrong += [
            f"{PREFIX}{f.name.upper()} must be above zero"
            for f in fields(self)
            if f.type in {int, float} and getattr(self, f.name) <= _UNDER.get(f.name, 0)
        ]
        if wrong:
            raise CannotStart("; ".join(wrong))


def settings_from(environment: Mapping[str, str]) -> Settings:
    """Read the settings from an environment, for example ``os.environ``.

    Raises:
        CannotStart: something is missing, unknown or not readable; all of it is named.
    """
    known = {PREFIX + f.name.upper(): f for f in fields(Settings)}
    unknown = [name for name in environment if name.startswith(PREFIX) and name not in known]
    wrong = [f"{name} is not a known setting" for name in sorted(unknown)]
    wrong += [
        f"{name} is missing"
        for name in (PREFIX + "DATABASE_URL", PREFIX + "SECRET_KEY")
        if not environment.get(name)
    ]
    given: dict[str, Any] = {}
    for name, known_field in known.items():
        if text := environment.get(name):
            try:
                given[known_field.name] = _READERS[known_field.type](text)
            except ValueError:
                kind = getattr(known_field.type, "__name__", known_field.type)
                wrong.append(f"{name} is not readable as {kind}")
    stand_ins = {"database_url": "-", "secret_key": "-" * SHORTEST_SECRET}
    try:
        settings = Settings(**(stand_ins | given))
    except CannotStart as limits:  # told together with what is missing, not one start later
        wrong.append(str(limits))
    if wrong:
        raise CannotStart("; ".join(wrong))
    return settings


def demo_settings(data_folder: Path, secret_key: str | None = None, **changes: Any) -> Settings:  # noqa: ANN401 - fields of Settings of any type
    """Settings for a service with synthetic people on SQLite in one folder, on plain http."""
    database = (data_folder / "placement.sqlite").resolve()
    return Settings(
        **{
            "database_url": f"sqlite:///{database}",
            "secret_key": secret_key or secrets.token_urlsafe(SHORTEST_SECRET),
            "demo": True,
            "secure_cookies": False,
            "data_folder": data_folder,
            "sealing_keys": new_sealing_key(1),
            **changes,
        }
    )


def sealing_keys_in(text: str) -> dict[int, bytes]:
    """The keys of the ring by their version, in the order in which they are listed.

    Raises:
        ValueError: a version or a key is not readable, or a version stands twice.
    """
    keys: dict[int, bytes] = {}
    for part in filter(None, (each.strip() for each in text.split(","))):
        version, _, encoded = part.partition(":")
        try:
            key = base64.b64decode(encoded, validate=True)
        except binascii.Error as unreadable:
            raise ValueError(version) from unreadable
        if len(key) != SEALING_KEY_BYTES or int(version) in keys or int(version) < 1:
            raise ValueError(version)
        keys[int(version)] = key
    return keys


def new_sealing_key(version: int) -> str:
    """A new random key for the ring, as it stands in the settings."""
    return f"{version}:{base64.b64encode(secrets.token_bytes(SEALING_KEY_BYTES)).decode()}"


def _yes_or_no(text: str) -> bool:
    if text.lower() in {"1", "true", "yes", "on"}:
        return True
    if text.lower() in {"0", "false", "no", "off"}:
        return False
    raise ValueError(text)


_READERS: Mapping[object, Callable[[str], object]] = {
    str: str,
    int: int,
    float: float,
    bool: _yes_or_no,
    Path: Path,
}
