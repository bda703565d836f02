"""Holding a change to the version that its sender read, inside the transaction of the act."""

from placement.errors import VersionOutdated


def check_version(present: int, asked: int | None) -> None:
    """Refuse a change of an older version; None asks nothing.

    Raises:
        VersionOutdated: somebody else changed the record since it was read.
    """
    if asked is not None and asked != present:
        raise VersionOutdated
