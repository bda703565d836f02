"""How results of the benchmarks are kept, put into tables and drawn."""

from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from tests.benchmarks.contest.picture import picture
from tests.benchmarks.contest.results import Result, keep, read
from tests.benchmarks.contest.tables import contradicted, families, report, share, share_after
from tests.benchmarks.page import write_part

SMALL, LARGE = "60 x 1,000 x 60/1", "2,000 x 10,000 x 500/1"


def a_result(task: str = SMALL, contestant: str = "engine", **facts: Any) -> Result:  # noqa: ANN401
    known: dict[str, Any] = {
        "seconds": 0.5,
        "cpu": 0.5,
        "points": 100,
        "bound": 100,
        "proof": "optimal",
    }
    return Result(task=task, contestant=contestant, **(known | facts))


def test_a_new_result_takes_the_place_of_the_older_one(tmp_path: Path) -> None:
    file = tmp_path / "kept" / "results.json"
    moments = ((0.25, 120, None), (0.5, 100, 100))
    keep(file, [a_result(seconds=9.0), a_result(contestant="mip")])
    keep(file, [a_result(seconds=0.5, moments=moments)])
    assert read(file) == [a_result(moments=moments), a_result(contestant="mip")]


def test_a_share_is_what_is_left_of_the_way_from_greedy_to_the_bound() -> None:
    assert share(plan=110, bound=100, greedy=300) == pytest.approx(0.05)
    assert share(plan=100, bound=100, greedy=100) is None


def test_the_share_after_some_seconds_counts_only_plans_found_by_then() -> None:
    result = a_result(bound=90, moments=((1.0, 200, 80), (2.0, 110, 90), (9.0, 95, 90)))
    assert share_after(result, greedy=290, seconds=0.5) is None
    assert share_after(result, greedy=290, seconds=2.5) == pytest.approx(0.1)


def test_sizes_stand_in_the_order_of_their_numbers() -> None:
    tasks = (LARGE, SMALL, "netherlands", "40 x 500 x 40/1")
    found = families(a_result(task) for task in tasks)
    assert found == ["netherlands", "40 x 500 x 40", "60 x 1,000 x 60", "2,000 x 10,000 x 500"]


def test_a_contestant_that_did_not_prove_counts_with_the_time_it_had() -> None:
    told = report(
        [
            a_result(seconds=0.5, on="2026-11-22", machine="2 cores"),
            a_result(contestant="mip", seconds=10.0, preparing=4.0, proof="within", bound=90),
        ]
    )
    assert "| 60 x 1,000 x 60 | mip | 0 of 1 | 20 | 20.0 | 12 |" in told


def test_a_lawful_plan_below_a_bound_shows_that_the_bound_is_wrong() -> None:
    engine, better = (
        a_result(points=100, bound=100),
        a_result(contestant="mip", points=99, bound=99),
    )
    assert contradicted([engine, better]) == [(better, engine)]
    assert contradicted([engine, replace(better, wrong="CAP-1")]) == []
    assert "60 x 1,000 x 60/1: mip below the bound of engine" in report([engine, better])


def test_a_plan_that_the_judge_refuses_is_not_counted_as_lawful() -> None:
    told = report([a_result(), a_result(task="60 x 1,000 x 60/2", wrong="CAP-1")])
    assert "| 60 x 1,000 x 60 | engine | 2 | 0.50 | 0.50 | 0.50 | 0.50 | 2 | 1 | 0 | 0 |" in told


def test_a_public_set_counts_those_that_meet_the_known_figure() -> None:
    told = report([a_result("gap/a", target=100), a_result("gap/b", target=99)])
    assert "| gap | engine | 2 | 2 | 1 | 1.0 | 0.5 |" in told


def test_the_picture_says_in_words_what_its_signs_say() -> None:
    drawn = ET.fromstring(  # noqa: S314 - our own picture
        picture([a_result(), a_result(contestant="mip", points=None, proof="none", seconds=60.0)])
    )
    words = {element.tag.rpartition("}")[2]: element.text for element in drawn}
    assert words["title"] == "Seconds to a plan, by size and contestant"
    assert words["desc"] == (
        "60 x 1,000 x 60, engine: 1 runs from 0.5 to 0.5 seconds, 1 proven. "
        "60 x 1,000 x 60, mip: 1 runs from 60 to 60 seconds, 0 proven."
    )
    assert len(drawn.findall(".//{*}circle")) == 1


def test_a_programme_writes_its_own_part_of_the_page_and_no_other(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("a\n<!-- contest: begin -->\nold\n<!-- contest: end -->\nb\n")
    write_part("contest", "new", page)
    write_part("contest", "newer", page)
    told = "a\n<!-- contest: begin -->\n\nnewer\n\n<!-- contest: end -->\nb\n"
    assert page.read_text() == told
    with pytest.raises(ValueError, match="figures"):
        write_part("figures", "new", page)
