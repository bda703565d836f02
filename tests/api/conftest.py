"""The real application on a real SQLite file."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from placement.app import app_for, runtime_of
from placement.jobs.runtime import Runtime
from placement.jobs.solving import Solvers
from placement.policy import Role
from placement.settings import demo_settings
from placement.store.tables import Account
from solver.budget import Budget
from tests.builders_store import Country
from tests.builders_web import PASSWORD, Clock, Web, an_account


@pytest.fixture(scope="session")
def solvers() -> Iterator[Solvers]:
    """One child with OR-Tools for the whole run; it starts when it is first asked."""
    made = Solvers(1, Budget(deterministic=2.0, fuse_seconds=20.0))
    yield made
    made.close()


@pytest.fixture(scope="session")
def application(tmp_path_factory: pytest.TempPathFactory, solvers: Solvers) -> Flask:
    """The application, made once: that takes longer than most tests; each brings its runtime."""
    settings = demo_settings(tmp_path_factory.mktemp("application"))
    return app_for(runtime_of(settings, solvers=solvers))


@pytest.fixture
def web(tmp_path: Path, solvers: Solvers, application: Flask) -> Iterator[Web]:
    """An application with one account per role and the least of a register."""
    settings = demo_settings(tmp_path, argon2_mebibytes=1, argon2_passes=1)
    clock = Clock()
    runtime = replace(runtime_of(settings, solvers=solvers), clock=clock)
    runtime.store.migrate()
    application.extensions["placement"] = runtime
    yield from _served(application, runtime, clock)


def _served(application: Flask, runtime: Runtime, clock: Clock) -> Iterator[Web]:
    country = Country(runtime.store)
    for role in Role:
        institution = "house" if role is Role.INSTITUTION else None
        if role is not Role.HELPDESK:
            an_account(runtime, role.value, role, institution)
    with runtime.store.writing() as session:  # the country brings one without a password
        session.get_one(Account, "helpdesk").password_hash = runtime.passwords.hashed(PASSWORD)
    yield Web(application, runtime, clock, country)
    runtime.store.close()
