"""What the handbook says between the rules, in Dutch and in English."""

from collections.abc import Mapping
from types import MappingProxyType

from solver.wording.dutch import DUTCH
from solver.wording.english import ENGLISH
from solver.wording.parts import Tongue, Wording

__all__ = ["WORDINGS", "Tongue", "Wording"]

WORDINGS: Mapping[Tongue, Wording] = MappingProxyType({"nl": DUTCH, "en": ENGLISH})
"""By language."""
