"""The service as the races run against it: real gunicorn, real database, a clock that stands still.

With the guard off it does what a careless service does: the database holds nothing any more,
nobody locks, and what is checked is checked outside the transaction that writes.
"""

import gc
import sys
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from flask import Flask
from sqlalchemy import create_engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from placement.app import app_for, runtime_of
from placement.app.serving import Server, gunicorn_options
from placement.service.beds import placing
from placement.settings import Settings
from placement.store.database.moment import set_moment
from placement.store.database.opening import Store, open_store
from placement.store.database.promises import fact_behind
from placement.store.tables import Referral
from tests.builders_store import HORIZON_NIGHTS, NOW

PASSWORD = "a password for races"


def race_settings(url: str, folder: Path) -> Settings:
    """The settings of a race; checking passwords is made cheap, for it is not what is measured."""
    return Settings(
        database_url=url,
        secret_key="s" * 32,
        demo=True,
        secure_cookies=False,
        data_folder=folder,
        horizon_nights=HORIZON_NIGHTS,
        argon2_mebibytes=8,
        argon2_passes=1,
    )


class CarelessStore(Store):
    """A store that begins no transaction before it reads (reliability F2)."""

    @contextmanager
    def writing(self, now: datetime | None = None) -> Iterator[Session]:
        """Write without a transaction around what was read before."""
        try:
            with Session(self.engine, expire_on_commit=False) as session:
                set_moment(session, now)
                session.commit()
                yield session
                session.commit()
        except DBAPIError as refused:
            raise fact_behind(refused) or refused from refused


class RaceServer(Server):
    """Gunicorn with the clock of the races."""

    def __init__(self, settings: Settings, port: int, *, guarded: bool) -> None:
        self._guarded = guarded
        self._of_races = settings
        options = gunicorn_options(settings, host="127.0.0.1", port=port)
        # Runners wait for each other, and their connections must outlast that.
        super().__init__(settings, {**options, "keepalive": 60})

    def load(self) -> Flask:
        """The application of one worker; the solver's children stay unborn, nobody asks them."""
        store = open_store(self._of_races.database_url)
        if not self._guarded:
            store = careless_booking(store, setattr)
        app = app_for(replace(runtime_of(self._of_races, store), clock=lambda: NOW))
        gc.freeze()  # as `serving_app` does
        return app


def careless_booking(store: Store, change: Callable[[object, str, object], None]) -> Store:
    """Give the database without locks, claims and transactions around what is checked."""

    def nothing(*_: object) -> None: ...

    def locked_by_nobody(session: Session, referrals: Collection[str]) -> dict[str, Referral]:
        return {referral: session.get_one(Referral, referral) for referral in referrals}

    for name, without in (
        ("lock_sites", nothing),
        ("lock_referrals", locked_by_nobody),
        ("claim", nothing),
        ("keep", nothing),
    ):
        change(placing, name, without)
    if store.engine.dialect.name == "sqlite":
        return CarelessStore(create_engine(store.engine.url, connect_args={"timeout": 15}))
    return store


if __name__ == "__main__":
    url, port, guard = sys.argv[1:]
    RaceServer(race_settings(url, Path.cwd()), int(port), guarded=guard == "on").run()
