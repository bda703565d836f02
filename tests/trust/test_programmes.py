"""A small sample of every programme, so that none of them rots between its full runs."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from tests.trust.flips import a_service, run_with_a_leak
from tests.trust.found import Found, Programme
from tests.trust.programmes import PROGRAMMES
from tests.trust.running import run

every_programme = pytest.mark.parametrize("programme", PROGRAMMES, ids=lambda p: p.name)


@pytest.mark.parametrize("programme", [p for p in PROGRAMMES if p.sample], ids=lambda p: p.name)
def test_a_sample_of_a_programme_holds(programme: Programme) -> None:
    found = programme.run(range(programme.sample))
    assert found.cases > 0
    assert found.faults == ()


@every_programme
def test_a_programme_says_in_docs_what_it_proves(programme: Programme) -> None:
    page = (Path(__file__).parents[2] / "docs" / "trust.md").read_text(encoding="utf-8")
    assert f"`{programme.name}`" in page


def test_a_column_that_leaks_a_registered_fact_turns_the_flips_red() -> None:
    found = run_with_a_leak(range(4))
    assert len(found.faults) >= 4


def test_the_flips_are_made_where_people_compete_and_one_moves_on() -> None:
    with a_service() as desk:
        assert desk.proposed["chains"]
        assert desk.proposed["rests"]


def _counting(numbers: range) -> Found:
    odd = Counter("odd" for number in numbers if number % 2)
    return Found(len(numbers), odd, tuple(f"{n}: is five" for n in numbers if n == 5))


COUNTING = Programme("counting", "counts", _counting, cases=10, sample=1, piece=3)


def test_a_run_counts_every_case_once_and_tells_its_faults(tmp_path: Path) -> None:
    done = run(COUNTING, cases=10, workers=1, kept=tmp_path)
    assert done.found == Found(10, Counter(odd=5), ("5: is five",))
    assert not COUNTING.holds(done.found)


def test_a_run_goes_on_where_it_was_broken_off(tmp_path: Path) -> None:
    run(COUNTING, cases=6, workers=1, kept=tmp_path)
    asked: list[int] = []

    def remembering(numbers: range) -> Found:
        asked.extend(numbers)
        return _counting(numbers)

    done = run(replace(COUNTING, run=remembering), cases=10, workers=1, kept=tmp_path)
    assert asked == [6, 7, 8, 9]
    assert done.found.cases == 10


def test_what_was_seldom_covered_does_not_hold() -> None:
    wary = replace(COUNTING, must_cover={"odd": 5, "even": 2})
    assert wary.lacking(Found(10, Counter(odd=5))) == {"even": 2}
    assert wary.lacking(Found(5, Counter(odd=1))) == {"odd": 2, "even": 1}
    assert not wary.holds(Found(10, Counter(odd=5)))
    assert not wary.holds(Found())
