"""The commands and their options."""

import argparse
from collections.abc import Callable
from math import inf

from solver.budget import Budget
from solver.command import answering, measuring, showing
from solver.command.answering import HELPDESK, INSTITUTION
from solver.command.exits import Exit
from solver.command.published import NAMES
from solver.command.teaching import LESSONS, WALK, WHAT, exits

Run = Callable[[argparse.Namespace], Exit]
LARGEST_SEED = 2**31 - 1
"""The largest seed that CP-SAT takes."""


def parser() -> argparse.ArgumentParser:
    """Give the reader of the command line."""
    whole = argparse.ArgumentParser(
        prog="python -m solver",
        description=WHAT,
        epilog=f"{WALK}\n{exits(tuple(Exit))}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = whole.add_subparsers(title="commands", required=True, metavar="COMMAND")

    def command(name: str, run: Run) -> argparse.ArgumentParser:
        lesson = LESSONS[name]
        added = commands.add_parser(
            name,
            help=lesson.short,
            description=lesson.description,
            epilog=lesson.epilog,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        added.set_defaults(run=run)
        return added

    _match(command("match", answering.match))
    _rank(command("rank", answering.rank))
    _explain(command("explain", answering.explain))
    _judged(command("audit", answering.judge))
    _judged(command("replay", answering.replay))
    _in_a_language(command("handbook", showing.handbook))
    _picture(command("picture", showing.picture))
    _bench(command("bench", measuring.bench))
    form = command("schema", showing.schema)
    form.add_argument("document", choices=NAMES)
    return whole


def _match(added: argparse.ArgumentParser) -> None:
    _problem(added)
    _budget(added)


def _rank(added: argparse.ArgumentParser) -> None:
    _household(added)
    added.add_argument(
        "--places", type=_count, default=10, metavar="N", help="at most N places (10 by default)"
    )
    _against(added)


def _explain(added: argparse.ArgumentParser) -> None:
    _household(added)
    added.add_argument("place", metavar="PLACE", nargs="?", help="the id of a place: why not?")
    about = added.add_mutually_exclusive_group()
    about.add_argument("--everywhere", action="store_true", help="why not any of the places")
    about.add_argument(
        "--change",
        action="store_true",
        help="the least that people must change so that the place, or any place, opens",
    )
    added.add_argument(
        "--with-moves", action="store_true", help="with --change: residents may be asked to move"
    )
    added.add_argument("--words", choices=["nl", "en"], help="in sentences instead of JSON")
    added.add_argument(
        "--for",
        dest="reader",
        choices=[HELPDESK, INSTITUTION],
        default=HELPDESK,
        help="who reads it (helpdesk by default)",
    )
    _against(added)


def _picture(added: argparse.ArgumentParser) -> None:
    _problem(added)
    added.add_argument("--table", action="store_true", help="the same facts as an HTML table")
    added.add_argument(
        "--place", action="append", metavar="PLACE", help="show only this place; can be repeated"
    )
    _in_a_language(added)
    _against(added)


def _bench(added: argparse.ArgumentParser) -> None:
    added.add_argument("problems", metavar="PROBLEM", nargs="+", help="problems as JSON, or -")
    added.add_argument("--repeats", type=_count, default=1, metavar="N", help="solve each N times")
    _budget(added)


def _judged(added: argparse.ArgumentParser) -> None:
    _problem(added)
    added.add_argument("plan", metavar="PLAN", help="the plan as JSON, or -")


def _against(added: argparse.ArgumentParser) -> None:
    added.add_argument("--plan", metavar="PLAN", help="a plan of the problem; else one is made")
    _budget(added)


def _problem(added: argparse.ArgumentParser) -> None:
    added.add_argument("problem", metavar="PROBLEM", help="the problem as JSON, or -")


def _household(added: argparse.ArgumentParser) -> None:
    _problem(added)
    added.add_argument("household", metavar="HOUSEHOLD", help="the id of a household")


def _in_a_language(added: argparse.ArgumentParser) -> None:
    added.add_argument("--language", choices=["nl", "en"], default="nl", help="nl by default")


def _budget(added: argparse.ArgumentParser) -> None:
    usual = Budget()
    added.add_argument(
        "--deterministic",
        type=_amount,
        default=usual.deterministic,
        metavar="WORK",
        help="work after which the search stops, the same on every machine: about seconds on a "
        f"fast core ({usual.deterministic:g} by default)",
    )
    added.add_argument(
        "--fuse",
        type=_amount,
        default=usual.fuse_seconds,
        metavar="SECONDS",
        help=f"wall clock that stops it in any case ({usual.fuse_seconds:g} by default); a plan "
        "that was cut off says so and cannot be replayed",
    )
    added.add_argument(
        "--seed", type=_seed, default=0, help="of the search: another one may break ties otherwise"
    )
    added.add_argument(
        "--require-proof",
        action="store_true",
        help=f"exit with {Exit.NO_PROOF:d} when the plan is not proven optimal",
    )


def _amount(text: str) -> float:
    amount = float(text)
    if not 0 < amount < inf:
        raise argparse.ArgumentTypeError(f"{text} is not more than nothing and less than for ever")
    return amount


def _count(text: str) -> int:
    count = int(text)
    if count < 1:
        raise argparse.ArgumentTypeError(f"{text} is less than 1")
    return count


def _seed(text: str) -> int:
    seed = int(text)
    if not 0 <= seed <= LARGEST_SEED:
        raise argparse.ArgumentTypeError(f"{text} is not between 0 and {LARGEST_SEED}")
    return seed
