"""Rules that span beds hold under clients at one moment; in full: `tests.benchmarks.many_rows`."""

import pytest

from placement.service.beds import placing
from tests.benchmarks.many_rows import RULES, try_keys, try_rule
from tests.builders_store import Country

pytestmark = pytest.mark.serial


@pytest.mark.parametrize("rule", RULES)
def test_no_rule_of_many_rows_is_broken_at_one_moment(country: Country, rule: str) -> None:
    found = try_rule(country, rule, units=3, clients=4)
    assert found.wrong == []
    assert found.units == 3


@pytest.mark.parametrize("kind", ["postgresql"])
def test_without_the_lock_of_the_site_some_rule_is_broken(
    country: Country, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(placing, "lock_sites", lambda *_: None)
    assert try_rule(country, "kept apart", units=5, clients=4).wrong != []


def test_a_key_sent_four_times_at_one_moment_acts_once(country: Country) -> None:
    assert try_keys(country, keys=3, copies=4).wrong == []
