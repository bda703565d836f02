"""The composition root: everything that belongs to one web application, put together once."""

from uuid import uuid4

from flask import Flask
from flask_wtf import CSRFProtect
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.wrappers import Response

from placement import api, pages
from placement.app.gate import check_declarations, mount_gate
from placement.app.headers import kind_of_route, mount_headers
from placement.app.health import mount_health
from placement.app.logs import mount_logs, write_logs
from placement.app.watchdog import Watchdog
from placement.errors import PlacementError
from placement.jobs.clock import DatabaseClock
from placement.jobs.runtime import Runtime
from placement.jobs.solving import Solvers
from placement.jobs.waking import Wake
from placement.service.accounts.passwords import Passwords
from placement.settings import Settings, sealing_keys_in
from placement.store.database.opening import Store, open_store
from placement.store.sharing.sealing import KeyRing
from solver.budget import Budget

__all__ = ["app_for", "create_app", "runtime_of", "write_logs"]


def create_app(
    settings: Settings, store: Store | None = None, solvers: Solvers | None = None
) -> Flask:
    """Make the web application.

    Raises:
        CannotStart: an endpoint declares no right, or the database does not keep its promises.
    """
    return app_for(runtime_of(settings, store, solvers))


def runtime_of(
    settings: Settings, store: Store | None = None, solvers: Solvers | None = None
) -> Runtime:
    """The parts of a running service with the clock of the database and random ids."""
    opened = store or open_store(settings.database_url)
    return Runtime(
        settings=settings,
        store=opened,
        solvers=solvers or Solvers(settings.solver_children, budget_of(settings)),
        passwords=Passwords(mebibytes=settings.argon2_mebibytes, passes=settings.argon2_passes),
        clock=DatabaseClock(opened),
        new_id=lambda: uuid4().hex,
        wake=Wake(settings),
        ring=KeyRing(sealing_keys_in(settings.sealing_keys)),
    )


def budget_of(settings: Settings) -> Budget:
    """How much work the solver may put into one proposal."""
    return Budget(deterministic=settings.solver_seconds, fuse_seconds=settings.solver_fuse_seconds)


def app_for(runtime: Runtime) -> Flask:
    """The web application around these parts; what is called first here, runs first."""
    settings = runtime.settings
    # No folder of static files at the root: the pages bring their own, declared public.
    app = Flask("placement", static_folder=None)
    app.config.update(
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=settings.body_limit_bytes,
        PROVIDE_AUTOMATIC_OPTIONS=False,
        SESSION_COOKIE_NAME="__Host-form" if settings.secure_cookies else "form",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        # A token lives as long as the cookie that it is checked against.
        WTF_CSRF_TIME_LIMIT=None,
        # The check of the referrer cannot work: our own Referrer-Policy keeps it from being sent.
        WTF_CSRF_SSL_STRICT=False,
    )
    app.json.sort_keys = False  # type: ignore[attr-defined]  # of the default provider
    app.extensions["placement"] = runtime
    if behind := settings.trusted_proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, behind, behind)  # type: ignore[method-assign]
    watchdog = Watchdog(app.wsgi_app)
    app.wsgi_app = watchdog  # type: ignore[method-assign]  # Flask's own way
    app.extensions["placement.watchdog"] = watchdog
    mount_headers(app, secure=settings.secure_cookies)
    mount_logs(app)
    mount_gate(app)
    csrf = CSRFProtect(app)
    api.mount(app, csrf)
    pages.mount(app)
    mount_health(app)
    mount_errors(app)
    check_declarations(app)
    return app


def mount_errors(app: Flask) -> None:
    """Answer every exception of a request in the manner of its route."""

    def answer(error: Exception) -> Response:
        if kind_of_route() == "api":
            return api.answer_error(error)
        return pages.answer_error(error)

    for kind in (PlacementError, HTTPException, Exception):
        app.register_error_handler(kind, answer)
