"""What rulings say about all options at once, on problems small enough to write the rows down."""

from collections.abc import Sequence

import numpy as np

from solver.codes import Urgency, Use
from solver.engine.model import build
from solver.facts import Household, Place, Problem
from solver.options import Columns, list_columns
from solver.rows import Rows, Tally, translate
from solver.rulebook import RULEBOOK
from solver.rules.capacity import RESERVE_POINTS
from tests.builders import (
    MAN,
    a_combination,
    a_household,
    a_place,
    a_problem,
    a_reserve,
    a_resident,
    an_occupancy,
    night,
)

ROOM, OTHER = a_place("room"), a_place("other")
SHARED = a_place("shared", 2, use=Use.SHARED_ROOM)
ANN, BEA, CAS = a_household("ann"), a_household("bea"), a_household("cas", MAN)
LIVES_THERE = a_resident(ROOM, stay={"right_ends": night(0)})
Said = tuple[dict[tuple[str, str], int], int]


def told(problem: Problem) -> tuple[Columns, Rows]:
    columns = list_columns(problem, RULEBOOK)
    return columns, translate(problem, RULEBOOK, columns)


def written(problem: Problem) -> list[Said]:
    """Give the rows as household and place, one option each; uses are left out."""
    columns, rows = told(problem)
    found = []
    for row, at_most in enumerate(rows.table.at_most.tolist()):
        entries = slice(*rows.table.starts[row : row + 2].tolist())
        load: dict[tuple[str, str], int] = {}
        for column, n in zip(rows.table.columns[entries], rows.table.loads[entries], strict=True):
            if column < rows.width:
                option = columns.option(int(column))
                load[option.household, option.place] = int(n)
        found.append((load, at_most))
    return found


def numbers(columns: Columns, *wanted: tuple[Household, Place]) -> list[int]:
    """Give the first option of each household in each place."""
    pairs = [(o.household, o.place) for o in columns.options()]
    return [pairs.index((household.id, place.id)) for household, place in wanted]


def fits(problem: Problem, taken: Sequence[tuple[Household, Place]]) -> bool:
    """Take some options one after another; say whether the last of them still fitted."""
    columns, rows = told(problem)
    tally = Tally(rows)
    *before, last = numbers(columns, *taken)
    for number in before:
        assert tally.fits(number)
        tally.take(number)
    return tally.fits(last)


def test_a_room_takes_one_household() -> None:
    problem = a_problem([ANN, BEA], [ROOM])
    assert written(problem) == [({("ann", "room"): 1, ("bea", "room"): 1}, 1)]


def test_what_cannot_bind_is_left_out() -> None:
    assert written(a_problem([ANN], [ROOM, OTHER])) == []


def test_rooms_alike_are_one_place_with_a_count() -> None:
    twin = a_place("twin", site=ROOM.site)
    problem = a_problem([ANN, BEA, CAS], [ROOM, twin])
    assert written(problem) == [({(h.id, "room"): 1 for h in (ANN, BEA, CAS)}, 2)]
    assert not fits(problem, [(ANN, ROOM), (BEA, ROOM), (CAS, ROOM)])


def test_who_comes_waits_for_who_may_move() -> None:
    problem = a_problem([ANN, LIVES_THERE], [ROOM, OTHER])
    columns, rows = told(problem)
    (waiting,) = numbers(columns, (ANN, ROOM))
    assert (({("ann", "room"): 1, ("r1", "other"): -1}), 0) in written(problem)
    assert [part.tolist() for part in rows.awaits] == [[waiting], [1]]
    assert not fits(problem, [(ANN, ROOM)])
    assert fits(problem, [(LIVES_THERE, OTHER), (ANN, ROOM)])


def test_nobody_comes_where_somebody_stays_for_good() -> None:
    columns, rows = told(a_problem([ANN, CAS], [SHARED], [an_occupancy(SHARED, room_key="F")]))
    barred = {
        (o.household, o.place) for o, b in zip(columns.options(), rows.barred, strict=True) if b
    }
    assert barred == {("cas", "shared")}


def test_a_shared_room_is_of_one_sex() -> None:
    problem = a_problem([ANN, BEA, CAS], [SHARED])
    assert fits(problem, [(ANN, SHARED), (BEA, SHARED)])
    assert not fits(problem, [(ANN, SHARED), (CAS, SHARED)])
    assert not fits(problem, [(CAS, SHARED), (ANN, SHARED)])


def test_a_use_ends_with_who_brought_it() -> None:
    problem = a_problem([CAS, a_resident(SHARED)], [SHARED, OTHER])
    lives = problem.household_by_id[problem.households[1].id]
    assert not fits(problem, [(CAS, SHARED)])
    assert fits(problem, [(lives, OTHER), (CAS, SHARED)])


def test_joined_rooms_are_taken_all_at_once() -> None:
    left, right = a_place("left", site=ROOM.site), a_place("right", 2, site=ROOM.site)
    both = a_combination("both", left, right)
    problem = a_problem([ANN, BEA], [left, right], combinations=(both,))
    joined = problem.place_by_id[both.id]
    assert not fits(problem, [(ANN, joined), (BEA, left)])
    assert not fits(problem, [(ANN, left), (BEA, joined)])
    assert fits(problem, [(ANN, left), (BEA, right)])


def test_a_model_charges_the_most_that_is_used_of_a_reserve() -> None:
    people = [a_household(name, urgency=Urgency.ACUTE) for name in ("ann", "bea", "cor")]
    places = [a_place(name) for name in ("one", "two", "three")]
    problem = a_problem(people, places, reserves=(a_reserve(3, *places),))
    columns, rows = told(problem)
    model = build(problem, columns, rows)
    for count in range(4):
        pairs = list(zip(people, places, strict=True))[:count]
        taken = model.with_uses(numbers(columns, *pairs))
        own = int(model.points[: len(model.options)][taken[: len(model.options)]].sum())
        assert model.points_of(taken) - model.offset - own == count * RESERVE_POINTS


def test_who_can_wait_is_kept_out_of_a_reserve() -> None:
    patient = a_household("pia", urgency=Urgency.PLANNED)
    columns, rows = told(a_problem([patient, ANN], [ROOM], reserves=(a_reserve(1, ROOM),)))
    who = [columns.households[n] for n in columns.household[np.flatnonzero(rows.barred)]]
    assert set(who) == {"pia"}
