"""Shutting the account of a zorgcoordinator: no case is lost, the helpdesk is told of each."""

import pytest

from placement.policy import AccountId, Role, Subject
from placement.service.accounts.disabling import disable_account, enable_account
from placement.service.accounts.showing import list_accounts, show_account
from placement.service.following.handing_over import offer_transfer
from placement.service.watching.tasks import list_tasks
from placement.store.tables import Case, Stay
from placement.store.tasks.values import TaskKind
from tests.builders_rows import NOW, an_account, night
from tests.builders_store import HELPDESK, Country
from tests.builders_trust import a_country_with_a_house, assigned

BOSS = Subject(account=AccountId("boss"), name="Boss", role=Role.ADMINISTRATOR)


@pytest.fixture
def followed(country: Country) -> Country:
    """Anna has the case of h1, who asks for shelter, and of h9, who lives somewhere."""
    a_country_with_a_house(country)
    country.write(an_account("boss", Role.ADMINISTRATOR))
    country.place("p9")
    country.resident("h9", "p9-b1", stay={"right_ends": night(40)})
    for household in ("h1", "h9"):
        assigned(country, household)
    return country


def disable(followed: Country) -> None:
    disable_account(followed.store, "anna", by=BOSS, now=NOW)


def enable(followed: Country) -> None:
    enable_account(followed.store, "anna", by=BOSS, now=NOW)


def waiting(followed: Country, kind: TaskKind = TaskKind.COORDINATOR_DISABLED) -> list[str]:
    """The requests about which the helpdesk has something of a kind to do."""
    found = list_tasks(followed.store, by=HELPDESK, now=NOW, kind=kind)
    return sorted(task.referral or "" for task in found)


def test_open_cases_of_a_disabled_zorgcoordinator_are_told_and_stay_until_handed_over(
    followed: Country,
) -> None:
    assert show_account(followed.store, "anna").open_cases == 2
    assert waiting(followed) == []
    disable(followed)
    assert show_account(followed.store, "anna").open_cases == 2
    assert waiting(followed) == ["r-h1", "r-h9"]
    offer_transfer(followed.store, "r-h1", None, by=HELPDESK, now=NOW, new_id=followed.new_id)
    assert waiting(followed) == ["r-h9"]
    counted = {one.account.id: one.open_cases for one in list_accounts(followed.store, limit=9)}
    assert counted == {"anna": 1, "boss": 0, "helpdesk": 0, "warden": 0}


def test_a_closed_case_is_nothing_to_hand_over(followed: Country) -> None:
    with followed.store.writing(NOW) as session:
        session.get_one(Case, "case-h1").closed_at = NOW
    disable(followed)
    assert show_account(followed.store, "anna").open_cases == 1
    assert waiting(followed) == ["r-h9"]


def test_what_a_disabled_zorgcoordinator_had_to_do_comes_to_the_helpdesk(
    followed: Country,
) -> None:
    with followed.store.writing(NOW) as session:
        session.get_one(Stay, "stay-h9").right_ends = night(14)
    assert waiting(followed, TaskKind.RIGHT_ENDING) == []
    disable(followed)
    assert waiting(followed, TaskKind.RIGHT_ENDING) == ["r-h9"]
    enable(followed)
    assert waiting(followed, TaskKind.RIGHT_ENDING) == []
