"""The web server: gunicorn with threads, put together in code so that a test can read it.

It listens behind a buffering proxy and never faces the internet itself (reliability.md F8).
"""

import gc
import logging
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from gunicorn.app.base import BaseApplication

from placement.app import create_app, write_logs
from placement.service.register.surveying import warm_up_survey
from placement.settings import Settings

if TYPE_CHECKING:
    from flask import Flask

WORKERS = 2
THREADS = 16
GRACEFUL_SECONDS = 20  # to finish what runs when told to stop (reliability.md D19)


def gunicorn_options(settings: Settings, *, host: str, port: int) -> Mapping[str, object]:
    """How gunicorn runs; its own timeout only catches a worker whose heart stopped."""
    return {
        "bind": f"{host}:{port}",
        "worker_class": "gthread",
        "workers": WORKERS,
        "threads": THREADS,
        "timeout": settings.request_limit_seconds + 10,
        "graceful_timeout": GRACEFUL_SECONDS,
        "control_socket_disable": True,
        "accesslog": None,  # the application logs requests, without paths and addresses
        "proc_name": "placement",
    }


def serving_app(settings: Settings) -> "Flask":
    """The application as a worker serves it: logging, with OR-Tools on its way, and watched."""
    # In a demo the terminal belongs to whoever tries it: only what goes wrong is logged.
    write_logs(logging.WARNING if settings.demo else logging.INFO)
    app = create_app(settings)
    runtime = app.extensions["placement"]
    runtime.solvers.warm_up()
    warm_up_survey(runtime.store, runtime.clock())
    gc.freeze()  # what was loaded stays, so collecting garbage need not walk through it
    app.extensions["placement.watchdog"].watch(settings.request_limit_seconds)
    return app


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """Gunicorn around the application, which each worker makes for itself after the fork.

    It opens the database and starts the solver's children: neither survives a fork.
    """

    def __init__(
        self,
        settings: Settings,
        options: Mapping[str, object],
        when_ready: Callable[[], None] = lambda: None,
    ) -> None:
        self._settings = settings
        self._options = options
        self._when_ready = when_ready
        super().__init__()

    def load_config(self) -> None:
        """Set what `gunicorn_options` says, and what belongs to the life of a worker."""
        for name, value in self._options.items():
            self.cfg.set(name, value)
        self.cfg.set("when_ready", lambda _arbiter: self._when_ready())
        self.cfg.set("worker_exit", _close)

    def load(self) -> "Flask":
        """The application of one worker."""
        return serving_app(self._settings)


def _close(_arbiter: Any, worker: Any) -> None:  # noqa: ANN401 - gunicorn has no types
    if worker.wsgi is not None:
        runtime = worker.wsgi.extensions["placement"]
        runtime.solvers.close()
        runtime.store.close()
