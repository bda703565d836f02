"""The real application on a real SQLite file."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from flask import Flask

from placement.app import app_for, runtime_of
from placement.jobs.solving import Solvers
from placement.policy import Role
from placement.settings import Settings, demo_settings
from placement.store.database.opening import Store
from placement.store.tables import Account
from solver.budget import Budget
from tests.builders_store import Country
from tests.builders_web import PASSWORD, Clock, Web, an_account

DATABASE = "placement.sqlite"


@dataclass(frozen=True)
class Kept:
    """What every test begins with."""

    settings: Settings
    store: Store
    template: Path


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


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory, solvers: Solvers) -> Kept:
    """One account per role and the least of a register, and the store to open copies of it."""
    folder = tmp_path_factory.mktemp("web")
    settings = demo_settings(folder / "data", argon2_mebibytes=1, argon2_passes=1)
    settings.data_folder.mkdir()
    runtime = replace(runtime_of(settings, solvers=solvers), clock=Clock())
    runtime.store.migrate()
    Country(runtime.store)
    for role in Role:
        institution = "house" if role is Role.INSTITUTION else None
        if role is not Role.HELPDESK:
            an_account(runtime, role.value, role, institution)
    with runtime.store.writing() as session:  # the country brings one without a password
        session.get_one(Account, "helpdesk").password_hash = runtime.passwords.hashed(PASSWORD)
    runtime.store.close()
    template = shutil.copy(settings.data_folder / DATABASE, folder)
    return Kept(settings, runtime.store, Path(template))


@pytest.fixture
def web(kept: Kept, solvers: Solvers, application: Flask) -> Iterator[Web]:
    """An application with one account per role and the least of a register.

    The file is new each time. The store is not: another would translate every statement anew.
    """
    folder = kept.settings.data_folder
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    shutil.copy(kept.template, folder / DATABASE)
    clock = Clock()
    runtime = replace(runtime_of(kept.settings, kept.store, solvers), clock=clock)
    application.extensions["placement"] = runtime
    yield Web(application, runtime, clock, Country(runtime.store, begun=True))
    runtime.store.close()
