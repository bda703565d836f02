"""The application for a WSGI server of one's own choice; ``placement serve`` needs none.

For example ``gunicorn "placement.wsgi:application()"``, with settings from the environment.
"""

import os
from typing import TYPE_CHECKING

from placement.app.serving import serving_app
from placement.settings import settings_from

if TYPE_CHECKING:
    from flask import Flask


def application() -> "Flask":
    """The application; call it in a worker, after the fork.

    Raises:
        CannotStart: a setting is wrong, or the database does not keep its promises.
    """
    app = serving_app(settings_from(os.environ))
    app.extensions["placement"].store.check()
    return app
