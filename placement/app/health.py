"""What a supervisor asks: does the process live, and can it work? Neither answer holds a case."""

from flask import Flask, Response

from placement.api.framework.context import runtime
from placement.policy import public


def mount_health(app: Flask) -> None:
    """Mount ``/healthz/live`` (the process only) and ``/healthz/ready`` (its database too)."""

    @public("a supervisor asks before anybody can sign in")
    def live() -> Response:
        return Response("live\n", content_type="text/plain")

    @public("a proxy asks whether to send people here")
    def ready() -> Response:
        if runtime().store.answers():
            return Response("ready\n", content_type="text/plain")
        return Response("the database does not answer\n", 503, content_type="text/plain")

    app.add_url_rule("/healthz/live", "live", live, methods=["GET"])
    app.add_url_rule("/healthz/ready", "ready", ready, methods=["GET"])
