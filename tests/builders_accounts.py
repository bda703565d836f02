"""An office with accounts that sign in, as tests of passwords and roles need it."""

from placement.errors import NotSignedIn
from placement.policy import AccountId, Role, Subject
from placement.service.accounts.accounts import (
    NewAccount,
    SignedIn,
    create_account,
    sign_in,
    who_is_signed_in,
)
from placement.service.accounts.passwords import Passwords
from placement.settings import Settings
from placement.store.journal import entries_of
from tests.builders_rows import NOW, an_account
from tests.builders_store import Country

BOSS = Subject(account=AccountId("boss"), name="Boss", role=Role.ADMINISTRATOR)
OTHER = Subject(account=AccountId("other"), name="Other", role=Role.ADMINISTRATOR)
FEMKE = Subject(account=AccountId("femke"), name="Femke", role=Role.HELPDESK)
OLD, NEW = "three words here", "four words are better"
CHEAP = Passwords(mebibytes=1, passes=1)


def an_office(country: Country) -> Country:
    """An administrator, and Femke at the helpdesk, who knows her password."""
    country.write(an_account("boss", Role.ADMINISTRATOR))
    new = NewAccount(login_name="femke", display_name="Femke", password=OLD, role=Role.HELPDESK)
    create_account(country.store, new, CHEAP, account_id="femke", now=NOW)
    return country


def enter(
    office: Country, settings: Settings, password: str = OLD, passwords: Passwords = CHEAP
) -> SignedIn:
    who = {"name": "femke", "password": password, "source": "here"}
    new_id = office.new_id()
    return sign_in(office.store, settings, passwords, **who, new_id=new_id, now=NOW)


def subject_of(office: Country, settings: Settings, session: SignedIn) -> Subject | None:
    try:
        return who_is_signed_in(office.store, settings, session.token, NOW)
    except NotSignedIn:
        return None


def told(office: Country, account: str = "femke") -> tuple[str, object]:
    with office.store.reading() as session:
        last = entries_of(session, "account", account)[-1]
    return last.act, last.facts
