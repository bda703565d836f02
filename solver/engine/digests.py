"""Fingerprints of problems that have most of their facts in common, at little cost each."""

from dataclasses import fields
from hashlib import sha256

from solver.documents import canonical
from solver.facts import Problem


class Digests:
    """Remembers how the facts of one problem are written, for the next one."""

    def __init__(self) -> None:
        self._written: dict[int, tuple[object, bytes]] = {}

    def digest(self, problem: Problem) -> str:
        """Give what `facts_digest` gives."""
        before, self._written = self._written, {}
        parts = (
            b'"%s":%s' % (name.encode(), self._part(getattr(problem, name), before))
            for name in sorted(field.name for field in fields(problem))
        )
        return sha256(b"{" + b",".join(parts) + b"}").hexdigest()

    def _part(self, part: object, before: dict[int, tuple[object, bytes]]) -> bytes:
        if not isinstance(part, tuple):
            return canonical(part)
        return b"[" + b",".join([self._record(record, before) for record in part]) + b"]"

    def _record(self, record: object, before: dict[int, tuple[object, bytes]]) -> bytes:
        # A record that is kept here lives, so no other can have its address.
        known = before.get(id(record))
        if known is None:
            known = record, canonical(record)
        self._written[id(record)] = known
        return known[1]
