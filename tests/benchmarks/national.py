"""The country as the demo fills it: the national register, synthetic people, tonight's requests."""

import itertools
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from placement.demo.filling import HORIZON_NIGHTS, DemoStaff, fill_demo
from placement.policy import AccountId, Role, Subject
from placement.store.database.opening import Store, open_store
from placement.store.facts.problem_reader import Scope, read_problem
from placement.store.tables import Account
from solver.facts import Problem

NOW = datetime(2026, 11, 23, 14, tzinfo=UTC)


def the_national_register() -> Problem:
    """Fill a new database as the demo does and read the problem of its evening."""
    with TemporaryDirectory() as folder:
        store = open_store(f"sqlite:///{Path(folder) / 'national.sqlite'}")
        try:
            store.migrate()
            numbers = itertools.count(1)
            fill_demo(store, lambda: _hired(store), new_id=lambda: f"id-{next(numbers)}", now=NOW)
            with store.reading() as session:
                return read_problem(session, NOW, Scope(horizon_nights=HORIZON_NIGHTS))
        finally:
            store.close()


def _hired(store: Store) -> DemoStaff:
    by = Subject(account=AccountId("demo-helpdesk"), name="Helpdesk", role=Role.HELPDESK)
    with store.writing() as session:
        for name, role in (("helpdesk", Role.HELPDESK), ("zorg", Role.ZORGCOORDINATOR)):
            session.add(
                Account(
                    id=f"demo-{name}",
                    login_name=name,
                    display_name=name,
                    password_hash="none",
                    role=role,
                    demo=True,
                    created_at=NOW,
                )
            )
    return DemoStaff(helpdesk=by, coordinators=("demo-zorg",))
