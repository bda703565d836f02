"""The library on the command line: JSON in, JSON out, no service needed."""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from solver.codes import HouseholdId, PlaceId
from solver.consistency import Fault
from solver.documents import DocumentRefused, parse, read, read_problem, write
from solver.facts import Problem
from solver.handbook import handbook
from solver.judgement import audit
from solver.plans import Plan
from solver.rulebook import RULEBOOK
from solver.schemas import PUBLISHED, schema

GOOD, BREACHED, BAD_INPUT = 0, 1, 2

WHAT = "Finds lawful places for everybody in a problem, and explains and audits the result."
HOW = """\
A first walk:
  python -m solver match problem.json > plan.json     a plan for everybody, with its proof
  python -m solver explain problem.json h1            why h1 got what it got
  python -m solver explain problem.json h1 place-7    why h1 did not get place-7
  python -m solver audit problem.json plan.json       judge a plan, whoever made it
  python -m solver handbook > handbook.md             the rules as a page (nl, or --language en)
  python -m solver schema problem                     what a problem looks like

A problem is JSON as its schema describes it; - is standard input, and a named problem of
fixtures/problems will do. The smallest:
  {"tonight": "2026-03-02", "horizon": "2026-03-31"}

Answers go to standard output; faults go to standard error, all at once, each with its place in
the document and the way to mend it. Exit codes: 0 good, 1 the audit found breaches,
2 the input cannot be used."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code."""
    told = _parser().parse_args(arguments)
    try:
        code: int = told.run(told)
    except DocumentRefused as refused:
        for fault in refused.faults:
            print(f"{fault.path or '/'}: {fault.message} ({fault.remedy})", file=sys.stderr)
        return BAD_INPUT
    except BrokenPipeError:  # who read the answer has seen enough, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m solver",
        description=WHAT,
        epilog=HOW,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    match = commands.add_parser("match", help="make a plan for everybody")
    match.add_argument("problem", metavar="FILE", help="the problem as JSON, or -")
    match.set_defaults(run=_match)

    explain = commands.add_parser("explain", help="say why, or why not")
    explain.add_argument("problem", metavar="FILE", help="the problem as JSON, or -")
    explain.add_argument("household", metavar="HOUSEHOLD", help="the id of a household")
    explain.add_argument("place", metavar="PLACE", nargs="?", help="the id of a place: why not?")
    explain.set_defaults(run=_explain)

    judge = commands.add_parser("audit", help="judge a plan by facts and rules alone")
    judge.add_argument("problem", metavar="FILE", help="the problem as JSON, or -")
    judge.add_argument("plan", metavar="PLAN", help="the plan as JSON")
    judge.set_defaults(run=_audit)

    form = commands.add_parser("schema", help="print the JSON schema of a problem or a plan")
    form.add_argument("document", choices=[name.removesuffix(".json") for name in PUBLISHED])
    form.set_defaults(run=_schema)

    book = commands.add_parser("handbook", help="print the rules as a page")
    book.add_argument("--language", choices=["nl", "en"], default="nl")
    book.set_defaults(run=_handbook)
    return parser


def _match(told: argparse.Namespace) -> int:
    problem = _problem(told)
    from solver.engine import match  # noqa: PLC0415 - only a plan needs OR-Tools

    _print(match(problem, RULEBOOK))
    return GOOD


def _explain(told: argparse.Namespace) -> int:
    problem = _problem(told)
    household, place = HouseholdId(told.household), told.place and PlaceId(told.place)
    if household not in problem.household_by_id:
        raise _unknown("household", household)
    if place is not None and place not in problem.place_by_id:
        raise _unknown("place", place)
    from solver.engine import match  # noqa: PLC0415 - as in match
    from solver.explanation import why, why_not  # noqa: PLC0415 - as in match

    plan = match(problem, RULEBOOK)
    if place is None:
        _print(why(problem, RULEBOOK, plan, household))
    else:
        _print(why_not(problem, RULEBOOK, plan, household, place))
    return GOOD


def _audit(told: argparse.Namespace) -> int:
    breaches = audit(RULEBOOK, _problem(told), read(Plan, _document(told.plan)))
    _print({"breaches": breaches})
    return BREACHED if breaches else GOOD


def _schema(told: argparse.Namespace) -> int:
    _print(schema(PUBLISHED[f"{told.document}.json"]))
    return GOOD


def _handbook(told: argparse.Namespace) -> int:
    print(handbook(RULEBOOK, told.language), end="")
    return GOOD


def _problem(told: argparse.Namespace) -> Problem:
    document = _document(told.problem)
    if isinstance(document, dict) and {"name", "story", "problem"} <= document.keys():
        document = document["problem"]
    return read_problem(document)


def _document(name: str) -> object:
    try:
        text = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except (OSError, ValueError) as unreadable:
        fault = Fault("", f"{name} cannot be read: {unreadable}", "name a file that is there")
        raise DocumentRefused([fault]) from unreadable
    return parse(text)


def _unknown(kind: str, name: str) -> DocumentRefused:
    fault = Fault("", f"the problem has no {kind} {name}", f"name a {kind} by its id")
    return DocumentRefused([fault])


def _print(value: object) -> None:
    print(json.dumps(write(value), indent=2, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    sys.exit(main())
