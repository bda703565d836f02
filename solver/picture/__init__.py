"""Draws a plan: places and nights, who is where, what is held, and the chains of moves.

The picture can be read without seeing colours and without seeing it at all: every bar has a
pattern or an edge of its own, its description says everything that is drawn, and `picture_table`
gives the same as a table.
"""

from collections.abc import Collection

from solver.codes import PlaceId
from solver.facts import Problem
from solver.picture.drawing import draw
from solver.picture.phrases import PHRASES
from solver.picture.scene import scene
from solver.picture.table import table
from solver.plans import Plan
from solver.wording import Tongue

__all__ = ["picture", "picture_table"]


def picture(
    problem: Problem,
    plan: Plan,
    tongue: Tongue = "nl",
    *,
    only: Collection[PlaceId] | None = None,
    name: str = "plan",
) -> str:
    """Give a plan of a problem as one SVG, which scales to the width it is given.

    ``only`` names the places to show, None shows them all. ``name`` begins every id inside it, so
    that two pictures can stand on one page. The plan must have passed the audit.
    """
    return draw(problem, scene(problem, plan, only), PHRASES[tongue], name)


def picture_table(
    problem: Problem,
    plan: Plan,
    tongue: Tongue = "nl",
    *,
    only: Collection[PlaceId] | None = None,
) -> str:
    """Give the facts of the picture as a table in HTML, to stand beside it."""
    return table(problem, scene(problem, plan, only), PHRASES[tongue])
