"""Every error of the field has its entry in the catalogue, and its sentence in two languages."""

from placement.api.framework.problems import CATALOGUE
from placement.errors import PlacementError
from placement.store.database.promises import PUT_OFF
from placement.store.tables.base import Base


def every_error(parent: type[PlacementError] = PlacementError) -> set[type[PlacementError]]:
    return {parent}.union(*(every_error(child) for child in parent.__subclasses__()))


def ours() -> set[type[PlacementError]]:
    return {e for e in every_error() if e.__module__.startswith("placement.")}


def test_every_error_has_an_entry_and_every_entry_an_error() -> None:
    assert set(CATALOGUE) == ours()


def test_every_problem_has_its_own_name() -> None:
    names = [name for _, name in CATALOGUE.values()]
    assert len(names) == len(set(names))


def test_every_error_says_what_is_the_matter_in_both_languages() -> None:
    for error in ours():
        english = (error.__doc__ or "").partition("\n")[0]
        assert english.endswith("."), error
        assert error.dutch.endswith("."), error
        if error is not PlacementError:
            assert error.dutch != PlacementError.dutch, error


def test_no_other_promise_is_put_off_to_the_end_of_a_transaction() -> None:
    # SQLite refuses there without a name, so that only one can be meant.
    put_off = {
        constraint.name
        for table in Base.metadata.tables.values()
        for constraint in table.constraints
        if constraint.deferrable or constraint.initially
    }
    assert put_off == {PUT_OFF.value}
