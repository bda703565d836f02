"""What the commands that print a page, a picture or a schema do."""

import argparse

from solver.command.exits import Exit
from solver.command.writing import put, put_text
from solver.handbook import handbook as page_of
from solver.rulebook import RULEBOOK
from solver.schemas import PUBLISHED
from solver.schemas import schema as schema_of


def handbook(told: argparse.Namespace) -> Exit:
    """Print the rules as a page."""
    put_text(page_of(RULEBOOK, told.language))
    return Exit.DONE


def schema(told: argparse.Namespace) -> Exit:
    """Print the JSON schema of a document."""
    put(schema_of(PUBLISHED[f"{told.document}.json"]))
    return Exit.DONE
