"""What a running service is made of, handed to whoever needs it; nothing of it is global."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from placement.jobs.solving import Solvers
from placement.service.accounts.passwords import Passwords
from placement.settings import Settings
from placement.store.database.opening import Store
from placement.store.sharing.sealing import KeyRing


@dataclass(frozen=True, kw_only=True)
class Runtime:
    """The settings, the store, the solver's processes, the clock and the source of ids."""

    settings: Settings
    store: Store
    solvers: Solvers
    passwords: Passwords
    clock: Callable[[], datetime]
    """The present instant in UTC."""
    new_id: Callable[[], str]
    """A new random id."""
    wake: Callable[[], None]
    """Tell a worker that there is work; never fails."""
    ring: KeyRing
    """The keys of what is sealed; empty when none are set."""
