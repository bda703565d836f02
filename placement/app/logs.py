"""Logs as JSON, one line per event, with fields from an allow-list only.

Bodies, query strings, paths with ids in them and the texts of exceptions are not on the list, so
they cannot reach a log by accident (reliability.md D17).
"""

import json
import logging
import time
import traceback
from datetime import UTC, datetime
from types import TracebackType

from flask import Flask, Response, g, request

FIELDS = (
    "request_id",
    "method",
    "route",
    "status",
    "milliseconds",
    "account",
    "role",
    "error",
    "where",
    "run",
    "proof",
)
"""What a line may hold besides time, level and event; anything else is dropped."""

requests = logging.getLogger("placement.requests")
faults = logging.getLogger("placement.faults")


class JsonLines(logging.Formatter):
    """Writes the allowed fields of a record; the event is the constant text of the call."""

    def format(self, record: logging.LogRecord) -> str:
        """One line of JSON, without the arguments and the exception text of the record."""
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": str(record.msg),
        }
        line |= {name: getattr(record, name) for name in FIELDS if hasattr(record, name)}
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__name__
            line["where"] = frames_of(record.exc_info[2])
        return json.dumps(line, ensure_ascii=False, default=str)


def frames_of(trace: TracebackType | None) -> list[str]:
    """Where an exception came from, without its text and without any value."""
    return [f"{f.filename}:{f.lineno} {f.name}" for f in traceback.extract_tb(trace)]


def write_logs(level: int = logging.INFO) -> None:
    """Send every log of this process to standard error as JSON lines."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=level, handlers=[handler], force=True)


def mount_logs(app: Flask) -> None:
    """Log every request once, after its answer is made."""

    def start_clock() -> None:
        g.started = time.monotonic()

    def log_request(answer: Response) -> Response:
        subject = g.get("subject")
        requests.info(
            "request",
            extra={
                "request_id": g.get("request_id"),
                "method": request.method,
                "route": request.url_rule.rule if request.url_rule else None,
                "status": answer.status_code,
                "milliseconds": round((time.monotonic() - g.started) * 1000),
                "account": subject.account if subject else None,
                "role": subject.role if subject else None,
            },
        )
        return answer

    app.before_request(start_clock)
    app.after_request(log_request)
