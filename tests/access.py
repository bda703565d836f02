"""The list written by hand of who may call what, read by tests."""

from pathlib import Path

from placement.policy import Role

EVERYBODY = frozenset({"anonymous", *Role})


def expectations() -> dict[tuple[str, str], frozenset[str]]:
    """Per method and rule of a route: who reaches it."""
    expected = {}
    for line in (Path(__file__).parent / "api" / "access.txt").read_text().splitlines():
        if line and not line.startswith("#"):
            method, rule, *who = line.split()
            groups = {"everybody": EVERYBODY, "anyone": frozenset(Role)}
            expected[method, rule] = groups.get(who[0], frozenset(who))
    return expected
