"""Another role or institution: every session of the account ends with the old one."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from placement.errors import InvalidFacts, NotSignedIn, PlacementError, VersionOutdated
from placement.errors.accounts import LastAdministrator, OwnAccount
from placement.errors.care import UnknownTransfer
from placement.policy import Role, Subject
from placement.service.accounts.assigning_roles import AssignedRole, assign_role
from placement.service.following.handing_over import accept_transfer, offer_transfer
from placement.service.watching.tasks import list_tasks
from placement.settings import Settings, demo_settings
from placement.store.tables import Account, Institution
from placement.store.tasks.values import TaskKind
from tests.builders_accounts import BOSS, OTHER, an_office, enter, subject_of, told
from tests.builders_care import CAREN, CORA, followed
from tests.builders_rows import NOW, an_account
from tests.builders_store import HELPDESK, Country, counted


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return demo_settings(tmp_path)


@pytest.fixture
def office(country: Country) -> Country:
    return an_office(country)


def give_role(
    office: Country,
    role: Role,
    account: str = "femke",
    *,
    by: Subject = BOSS,
    institution: str | None = None,
) -> None:
    assigned = AssignedRole(role=role, institution=institution)
    assign_role(office.store, account, assigned, by=by, now=NOW)


def test_another_role_ends_every_session_and_counts_from_the_next(
    office: Country, settings: Settings
) -> None:
    office.site()
    session = enter(office, settings)
    give_role(office, Role.INSTITUTION, institution="house")
    assert subject_of(office, settings, session) is None
    facts = {
        "institution": "house",
        "institution_before": None,
        "sessions_ended": 1,
        "open_cases": 0,
    }
    assert told(office) == ("assign_role", facts)
    now = enter(office, settings).subject
    assert now.role is Role.INSTITUTION
    assert now.sites == {"s1"}


def test_an_account_of_a_house_moves_to_another(office: Country, settings: Settings) -> None:
    office.site()
    office.write(Institution(id="others", name="Others"))
    office.site("s2", institution_id="others")
    give_role(office, Role.INSTITUTION, institution="house")
    give_role(office, Role.INSTITUTION, institution="others")
    assert enter(office, settings).subject.sites == {"s2"}


@pytest.mark.parametrize(
    ("role", "institution", "field"),
    [
        (Role.HELPDESK, None, "role"),
        (Role.INSTITUTION, None, "institution"),
        (Role.INSTITUTION, "nowhere", "institution"),
    ],
)
def test_what_is_no_other_role_or_no_institution_is_named(
    office: Country, settings: Settings, role: Role, institution: str | None, field: str
) -> None:
    session = enter(office, settings)
    with pytest.raises(InvalidFacts) as refused:
        give_role(office, role, institution=institution)
    assert [fault.field for fault in refused.value.faults] == [field]
    assert subject_of(office, settings, session)


def test_the_last_administrator_stays_one_and_nobody_demotes_themselves(office: Country) -> None:
    with pytest.raises(LastAdministrator):
        give_role(office, Role.HELPDESK, "boss")
    office.write(an_account("other", Role.ADMINISTRATOR))
    with pytest.raises(OwnAccount):
        give_role(office, Role.HELPDESK, "boss")
    give_role(office, Role.HELPDESK, "other")
    with pytest.raises(LastAdministrator):
        give_role(office, Role.HELPDESK, "boss")


def test_of_two_administrators_who_demote_each_other_one_is_first(office: Country) -> None:
    office.write(an_account("other", Role.ADMINISTRATOR), an_account("third", Role.ADMINISTRATOR))
    for _ in range(3):
        got = at_once(
            lambda: give_role(office, Role.HELPDESK, "other"),
            lambda: give_role(office, Role.HELPDESK, "boss", by=OTHER),
        )
        assert sorted(map(str, got)) == sorted(map(str, (None, NotSignedIn)))
        with office.store.writing(NOW) as session:
            for account in (session.get_one(Account, name) for name in ("boss", "other")):
                account.role = Role.ADMINISTRATOR


def at_once(*acts: Callable[[], object]) -> list[object]:
    ready = Barrier(len(acts))

    def one(act: Callable[[], object]) -> object:
        ready.wait()
        try:
            return act()
        except PlacementError as refused:
            return type(refused)

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(one, acts))


def test_an_older_version_changes_nothing(office: Country) -> None:
    assigned = AssignedRole(role=Role.POLICY_READER)
    with pytest.raises(VersionOutdated):
        assign_role(office.store, "femke", assigned, by=BOSS, now=NOW, version=7)


def test_the_cases_of_who_is_no_zorgcoordinator_any_more_wait_to_be_handed_over(
    country: Country,
) -> None:
    followed(country)
    country.write(an_account("boss", Role.ADMINISTRATOR))

    def waiting() -> list[str]:
        kind = TaskKind.COORDINATOR_DISABLED
        return [t.record_id for t in list_tasks(country.store, by=HELPDESK, now=NOW, kind=kind)]

    assert waiting() == []
    give_role(country, Role.POLICY_READER, "caren")
    assert waiting() == ["case-h1"]


def test_a_case_that_is_offered_is_not_accepted_by_who_is_no_zorgcoordinator_any_more(
    country: Country,
) -> None:
    followed(country)
    country.write(an_account("boss", Role.ADMINISTRATOR))
    ids = counted("t")
    offered = offer_transfer(country.store, "r-h1", "cora", by=CAREN, now=NOW, new_id=ids)
    give_role(country, Role.HELPDESK, "cora")
    moved = Subject(account=CORA.account, name="Cora", role=Role.HELPDESK)
    with pytest.raises(UnknownTransfer):
        accept_transfer(country.store, offered, by=moved, now=NOW, new_id=ids)
