"""What the commands that print a page, a picture or a schema do."""

import argparse

from solver.codes import PlaceId
from solver.command.answering import planned
from solver.command.exits import Exit
from solver.command.published import published
from solver.command.reading import problem_of, refused
from solver.command.writing import put, put_text
from solver.handbook import handbook as page_of
from solver.picture import picture as drawn
from solver.picture import picture_table
from solver.rulebook import RULEBOOK
from solver.schemas import schema as schema_of


def handbook(told: argparse.Namespace) -> Exit:
    """Print the rules as a page."""
    put_text(page_of(RULEBOOK, told.language))
    return Exit.DONE


def picture(told: argparse.Namespace) -> Exit:
    """Print a plan as a picture, or as the table of what is in it."""
    problem = problem_of(told.problem)
    only = None if told.place is None else frozenset(map(PlaceId, told.place))
    for place in sorted((only or frozenset()) - {p.id for p in problem.places}):
        raise refused(f"the problem has no place {place}", "name a place by its id")
    solved = planned(problem, told)
    show = picture_table if told.table else drawn
    put_text(show(problem, solved.plan, told.language, only=only))
    return solved.exit(require_proof=told.require_proof)


def schema(told: argparse.Namespace) -> Exit:
    """Print the JSON schema of a document."""
    put(schema_of(published()[told.document]))
    return Exit.DONE
