"""A second judge of plans, written from the sentences of the handbook by somebody else.

It reads facts and plans and shares no line with the rules, the engine or the first judge. It
loops over nights and people like a careful clerk, so it is slow, and meant for tests only.
"""

from tests.checker.judge import check
from tests.checker.objections import Objection

__all__ = ["Objection", "check"]
