"""Versions in HTTP: what was read is an ETag, what is changed names it in If-Match."""

from flask import Response, request

from placement.errors import VersionMissing, VersionOutdated


def etag_of(version: int) -> str:
    """The entity tag of a version."""
    return f'"{version}"'


def version_asked() -> int:
    """The version that the sender read.

    Raises:
        VersionMissing: no If-Match was sent.
        VersionOutdated: it names something that was never a version here.
    """
    asked = request.headers.get("If-Match")
    if not asked:
        raise VersionMissing
    number = asked.strip().removeprefix("W/").strip('"')
    if not (number.isascii() and number.isdigit()):
        raise VersionOutdated
    return int(number[:9])


def with_version(answer: Response, version: int) -> Response:
    """The answer with its entity tag."""
    answer.headers["ETag"] = etag_of(version)
    return answer
