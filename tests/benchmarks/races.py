"""Races for beds over HTTP against real gunicorn: ``python -m tests.benchmarks.races --help``.

Reliability DB-01, DB-02, DB-03 and DB-10: exactly one winner each time; with ``--guard database``
the service locks and checks nothing and the database alone refuses; with the guard off the rig must
see double bookings, or it proves nothing. A long course can be run in pieces with other seeds.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Barrier

from placement.policy import Role
from placement.service.accounts.accounts import NewAccount, create_account
from placement.service.accounts.passwords import Passwords
from placement.store.database.opening import Store
from tests.benchmarks.client import Client
from tests.benchmarks.race_course import (
    KINDS,
    Race,
    Runner,
    broken_promises,
    damage,
    drop_guards,
    lay_out,
    opened,
)
from tests.benchmarks.race_server import PASSWORD
from tests.benchmarks.served import HOST, await_page, free_port
from tests.builders_store import NOW, Country
from tests.databases import Databases, a_server

SLOW = 0.99


@dataclass
class Tally:
    """What came out of all races of one kind."""

    races: int
    unfair: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)

    @property
    def errors(self) -> int:
        """Answers that say that the service failed."""
        return sum(count for status, count in self.statuses.items() if status >= 500)

    def p99_milliseconds(self) -> float:
        """The answer time that one in a hundred exceeds."""
        return sorted(self.seconds)[int(SLOW * (len(self.seconds) - 1))] * 1000


def main() -> int:
    """Run the races and print a line for each kind; gives 1 when something is not as it must be."""
    asked = _arguments()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        server = stack.enter_context(a_server()) if asked.database == "postgresql" else ""
        databases = Databases(folder, server)
        store = stack.enter_context(databases.opened(asked.database, "races"))
        country = Country(store)
        create_account(
            store,
            NewAccount(
                login_name="racer", display_name="Racer", password=PASSWORD, role=Role.HELPDESK
            ),
            Passwords(mebibytes=8, passes=1),
            account_id="racer",
            now=NOW,
        )
        courses = {k: lay_out(country, k, asked.races, asked.clients, asked.seed) for k in KINDS}
        if asked.guard == "off":
            drop_guards(store)
        port = stack.enter_context(serving(address_of(store), asked.guard))
        clients = clients_at(port, asked.clients)
        tallies = {kind: _run(store, races, clients) for kind, races in courses.items()}
        if damaged := damage(store):
            print("the file is damaged:", *damaged[:3])
            return 1
        return _report(asked, tallies, broken_promises(store))


def _run(store: Store, races: Sequence[Race], clients: Sequence[Client]) -> Tally:
    tally = Tally(len(races))
    barrier = Barrier(len(clients))

    def run(client: Client, runner: Runner) -> tuple[Runner, int, float]:
        barrier.wait(60)
        began = time.perf_counter()
        status, _ = client.call("POST", "/placements", runner.sent)
        return runner, status, time.perf_counter() - began

    with ThreadPoolExecutor(len(clients)) as pool:
        for race in races:
            with opened(store, race):
                finished = list(pool.map(run, clients, race.runners))
            tally.unfair += not race.is_fair([r for r, status, _ in finished if status == 201])
            tally.statuses.update(status for _, status, _ in finished)
            tally.seconds += [seconds for _, _, seconds in finished]
    return tally


def clients_at(port: int, number: int) -> list[Client]:
    """Sign in as often as there are clients."""
    made = [Client(HOST, port) for _ in range(number)]
    for client in made:
        client.sign_in("racer", PASSWORD)
    return made


def address_of(store: Store) -> str:
    """Where the database of a store is."""
    return store.engine.url.render_as_string(hide_password=False)


@contextmanager
def serving(url: str, guard: str) -> Iterator[int]:
    """Run the service for as long as it is needed; gives its port."""
    port = free_port()
    command = [sys.executable, "-m", "tests.benchmarks.race_server", url, str(port), guard]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        await_page(port, process, seconds=60)
        yield port
    finally:
        process.terminate()
        process.wait(30)


def _report(asked: argparse.Namespace, tallies: dict[str, Tally], broken: dict[str, int]) -> int:
    for kind, tally in tallies.items():
        answers = ", ".join(f"{n} x {s}" for s, n in sorted(tally.statuses.items()))
        print(
            f"{asked.database}, guard {asked.guard}: {kind}: {tally.races} races of"
            f" {asked.clients}, {tally.unfair} without exactly one winner; answers {answers};"
            f" p99 {tally.p99_milliseconds():.0f} ms"
        )
    print("in the database:", ", ".join(f"{name}: {pairs} pairs" for name, pairs in broken.items()))
    unfair = sum(tally.unfair for tally in tallies.values())
    if asked.guard == "off":
        return 0 if all(broken.values()) else 1
    if asked.guard == "database":  # who wins is chance then; that nobody wins twice is not
        return 1 if any(broken.values()) else 0
    return 1 if unfair or any(broken.values()) or any(t.errors for t in tallies.values()) else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--clients", type=int, default=16)
    parser.add_argument("--races", type=int, default=150, help="of each kind")
    parser.add_argument("--guard", choices=["on", "database", "off"], default="on")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
