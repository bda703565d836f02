"""How much work the engine may put into one plan."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Budget:
    """The limits of one solve.

    ``deterministic`` is OR-Tools' measure of work, about seconds on a fast core: it stops at the
    same point every time. ``fuse_seconds`` is wall clock; a plan cut off by the fuse says so in
    its provenance and cannot be computed again byte for byte.
    """

    deterministic: float = 10.0
    fuse_seconds: float = 20.0
