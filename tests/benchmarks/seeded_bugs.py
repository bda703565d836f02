"""Twelve bugs that are put in on purpose: ``python -m tests.benchmarks.seeded_bugs``.

Reliability DB-10: a rig that does not catch its controls proves nothing. Each bug is a change of
the text of a copy; the test that is named must fail on it, and it passes without.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
COPIED = ("placement", "solver", "tests", "fixtures", "pyproject.toml")
PLACING = "placement/service/beds/placing.py"
SQLITE = "placement/store/migrations/versions/0001_register.sqlite.up.sql"
POSTGRESQL = "placement/store/migrations/versions/0001_register.postgresql.up.sql"
KEPT_APART = (
    "tests/integration/test_many_rows.py"
    "::test_no_rule_of_many_rows_is_broken_at_one_moment[postgresql-kept apart]"
)


@dataclass(frozen=True)
class Bug:
    """What is wrong, where, and which test must see it."""

    letter: str
    what: str
    file: str
    changes: tuple[tuple[str, str], ...]
    test: str


BUGS: Sequence[Bug] = (
    Bug(
        "a",
        "the database holds no constraint on beds",
        POSTGRESQL,
        (
            (
                (
                    "a_bed_is_never_given_twice EXCLUDE USING gist"
                    " (bed_id WITH =, daterange(begins, until) WITH &&)"
                ),
                "a_bed_is_never_given_twice CHECK (bed_id IS NOT NULL)",
            ),
        ),
        "tests/integration/test_promises.py",
    ),
    Bug(
        "b",
        "SQLite's driver begins transactions by itself",
        "placement/store/database/sqlite.py",
        (
            ("connection.isolation_level = None", 'connection.isolation_level = ""'),
            (
                'connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")',
                "assert reads in {True, False}",
            ),
        ),
        "tests/integration/test_opening.py",
    ),
    Bug(
        "c",
        "the site is locked after it was looked at",
        PLACING,
        (
            (
                "    lock_sites(session, sites)\n    settlement = work_out(session, sites, now)\n",
                "    settlement = work_out(session, sites, now)\n    lock_sites(session, sites)\n",
            ),
        ),
        KEPT_APART,
    ),
    Bug(
        "d",
        "only the beds are locked, though the rule spans the site",
        PLACING,
        (
            (
                "    lock_sites(session, sites)\n",
                (
                    "    session.connection().exec_driver_sql(\n"
                    '        "SELECT id FROM bed WHERE place_id = %s FOR UPDATE",\n'
                    "        (acceptance.orders[0].option.place,),\n"
                    "    )\n"
                ),
            ),
        ),
        KEPT_APART,
    ),
    Bug(
        "e",
        "the last night counts as taken",
        SQLITE,
        (
            (
                "WHERE o.bed_id = NEW.bed_id AND o.begins < NEW.until AND NEW.begins < o.until\n",
                "WHERE o.bed_id = NEW.bed_id AND o.begins <= NEW.until AND NEW.begins <= o.until\n",
            ),
        ),
        "tests/integration/test_promises.py",
    ),
    Bug(
        "f",
        "the trigger looks at new rows only, not at changed ones",
        SQLITE,
        (
            (
                "a_bed_is_never_given_twice_on_update\nBEFORE UPDATE ON occupancy WHEN EXISTS",
                (
                    "a_bed_is_never_given_twice_on_update\n"
                    "BEFORE UPDATE ON occupancy WHEN 1 = 0 AND EXISTS"
                ),
            ),
        ),
        "tests/integration/test_promises.py",
    ),
    Bug(
        "g",
        "transactions that write see the moment before their lock (REPEATABLE READ)",
        "placement/store/database/opening.py",
        (
            (
                "with _session(self.engine) as session, session.begin():",
                (
                    "with _session(\n"
                    '        self.engine.execution_options(isolation_level="REPEATABLE READ")\n'
                    "            ) as session, session.begin():"
                ),
            ),
        ),
        KEPT_APART,
    ),
    Bug(
        "h",
        "the key is kept in a transaction of its own",
        PLACING,
        (
            (
                '            return tuple(kept["placements"])\n        settlement',
                (
                    '            return tuple(kept["placements"])\n'
                    "    with store.writing(now) as session:\n        settlement"
                ),
            ),
        ),
        "tests/integration/test_many_rows.py::test_a_key_sent_four_times_at_one_moment_acts_once",
    ),
    Bug(
        "i",
        "who has left counts as still there",
        "placement/store/beds/settlement.py",
        (("    return row.is_over or (", "    return ("),),
        "tests/integration/test_settling.py",
    ),
    Bug(
        "j",
        "what was judged before is not judged again",
        PLACING,
        (("        judge_again(problem, moves, terms.rulebook)\n", ""),),
        "tests/integration/test_placing.py",
    ),
    Bug(
        "k",
        "the solver's proposal takes the beds",
        "placement/jobs/proposing.py",
        (
            (
                "    return show_proposal(runtime.store, proposal_id, by=by)\n",
                (
                    "    from placement.service.beds.placing import Acceptance, Order, place\n"
                    "    for taken in plan.assignments:\n"
                    '        order = Order(referral=referral or "", option=taken.option)\n'
                    "        place(\n"
                    "            runtime.store,\n"
                    '            Acceptance(orders=(order,), reason="as proposed"),\n'
                    "            by=by, now=runtime.clock(), new_id=runtime.new_id,\n"
                    "            terms=terms_of(runtime),\n"
                    "        )\n"
                    "    return show_proposal(runtime.store, proposal_id, by=by)\n"
                ),
            ),
        ),
        "tests/api/test_runs.py::test_proposals_for_many_are_asked_once_each",
    ),
    Bug(
        "l",
        "after midnight it is the next night",
        "placement/store/nights.py",
        (
            (
                "return local.date() if local.time() >= night_ends else local.date() - ONE_NIGHT",
                "return local.date() if local.time() >= night_ends else local.date()",
            ),
        ),
        "tests/unit/test_tonight.py",
    ),
)


def is_caught(bug: Bug, copy: Path) -> bool:
    """Put a bug into a copy, run its test, and take it out again.

    Raises:
        ValueError: the text that is to change is not there once, so the code has moved on.
    """
    path = copy / bug.file
    right = path.read_text(encoding="utf-8")
    wrong = right
    for before, after in bug.changes:
        if wrong.count(before) != 1:
            raise ValueError(f"{bug.letter}: {bug.file} has changed: {before!r}")
        wrong = wrong.replace(before, after)
    path.write_text(wrong, encoding="utf-8")
    try:
        return _fails(bug.test, copy)
    finally:
        path.write_text(right, encoding="utf-8")


def copied(folder: Path) -> Path:
    """Copy what is tested, without what was made by running it."""
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            ignored = shutil.ignore_patterns("__pycache__", "node_modules")
            shutil.copytree(source, folder / name, ignore=ignored)
        else:
            shutil.copy(source, folder / name)
    return folder


def _fails(test: str, copy: Path) -> bool:
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", test]
    environment = {**os.environ, "PYTHONPATH": ".", "PYTHONDONTWRITEBYTECODE": "1"}
    ended = subprocess.run(command, cwd=copy, env=environment, capture_output=True, check=False)
    if ended.returncode not in {0, 1}:
        raise RuntimeError(ended.stdout.decode()[-2000:] + ended.stderr.decode()[-2000:])
    return ended.returncode == 1


def main() -> int:
    """Try each bug and print the table; gives 1 when one was not caught."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bug", choices=[bug.letter for bug in BUGS], action="append")
    parser.add_argument("--check", action="store_true", help="run the tests without a bug too")
    asked = parser.parse_args()
    chosen = [bug for bug in BUGS if not asked.bug or bug.letter in asked.bug]
    caught = 0
    with tempfile.TemporaryDirectory() as folder:
        copy = copied(Path(folder))
        if asked.check:
            sick = [test for test in sorted({bug.test for bug in chosen}) if _fails(test, copy)]
            print("tests that fail without any bug:", sick or "none", flush=True)
        for bug in chosen:
            is_seen = is_caught(bug, copy)
            caught += is_seen
            said = "caught" if is_seen else "NOT CAUGHT"
            print(f"{bug.letter}  {said:10}  {bug.what}  ({bug.test})", flush=True)
    print(f"{caught} of {len(chosen)} caught")
    return 0 if caught == len(chosen) else 1


if __name__ == "__main__":
    sys.exit(main())
