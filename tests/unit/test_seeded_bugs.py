"""The bugs that are put in on purpose still fit the code: each text to change is there once."""

import pytest

from tests.benchmarks.seeded_bugs import BUGS, ROOT, Bug


def test_there_are_the_twelve_of_the_programme() -> None:
    assert "".join(bug.letter for bug in BUGS) == "abcdefghijkl"


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.letter)
def test_a_bug_fits_the_code_and_names_a_test(bug: Bug) -> None:
    text = (ROOT / bug.file).read_text(encoding="utf-8")
    assert [text.count(before) for before, _ in bug.changes] == [1] * len(bug.changes)
    assert (ROOT / bug.test.partition("::")[0]).is_file()
