"""The page of accounts: making one, shutting it, opening it again."""

import re
from typing import Any

import pytest
from sqlalchemy import select

from placement.policy import Role
from placement.service.once import Once
from placement.store.tables import KeptAnswer
from tests.api.test_statements_are_bounded import statements
from tests.builders_web import PASSWORD, Answer, Browser, Web, an_account
from tests.reading_pages import forms_of, send

SECRET = " drie woorden, en een spatie "
NEW = {
    "loginName": "femke",
    "displayName": "Femke de Vries",
    "role": "institution",
    "institution": "house",
    "password": SECRET,
    "passwordAgain": SECRET,
}


@pytest.fixture
def administrator(web: Web) -> Browser:
    web.country.site("gracht")
    return web.browser_of(Role.ADMINISTRATOR)


def shown(browser: Browser, **headers: str) -> str:
    return browser.raw("GET", "/accounts", headers=headers).text


def entry(page: str, name: str) -> str:
    """What the list says of an account, as its text."""
    [found] = [li for li in re.findall(r"<li><p>.*?</li>", page, re.DOTALL) if f">{name}<" in li]
    return " ".join(re.sub(r"<[^>]+>", " ", found).split())


def make(browser: Browser, **changes: Any) -> Answer:  # noqa: ANN401 - any text
    return send(browser, "/accounts", "/accounts", **(NEW | changes))


def test_the_list_tells_role_houses_since_when_and_whose_it_is(administrator: Browser) -> None:
    page = shown(administrator)
    house = entry(page, "Institution")
    assert "instelling" in house
    assert "House: gracht · account sinds 02-03-2026 15:00" in house
    assert "Uitschakelen …" in house
    own = entry(page, "Administrator")
    assert "dit bent u" in own
    assert "Uitschakelen …" not in own


def test_who_gets_an_account_on_the_page_can_sign_in(web: Web, administrator: Browser) -> None:
    assert make(administrator).status_code == 302
    page = shown(administrator)
    assert "Het account van Femke de Vries is gemaakt." in page
    assert "House" in entry(page, "Femke de Vries")
    femke = web.browser()
    assert femke.sign_in("femke", SECRET).status_code == 201
    assert femke.raw("GET", "/bord").headers["Location"] == "/wachtwoord"
    assert web.browser().sign_in("femke", SECRET.strip()).status_code == 401


def test_a_button_that_is_pressed_twice_makes_one_account(administrator: Browser) -> None:
    [form] = [f for f in forms_of(administrator.raw("GET", "/accounts")) if f.action == "/accounts"]
    answers = [administrator.raw("POST", "/accounts", data=form.fields | NEW) for _ in range(2)]
    assert [one.status_code for one in answers] == [302, 302]


def test_what_is_kept_of_a_form_cannot_be_tried_without_the_key_of_the_service(
    web: Web, administrator: Browser
) -> None:
    [form] = [f for f in forms_of(administrator.raw("GET", "/accounts")) if f.action == "/accounts"]
    sent = form.fields | NEW
    assert administrator.raw("POST", "/accounts", data=sent).status_code == 302
    content = sorted((k, v) for k, v in sent.items() if k != "csrf_token")
    plain = Once.of("administrator", sent["key"], f"/accounts\n{content!r}\n[]".encode())
    with web.runtime.store.reading() as session:
        kept = session.scalars(select(KeptAnswer.request_digest)).one()
    assert kept == plain.keyed(web.runtime.settings.secret_key).digest != plain.digest


@pytest.mark.parametrize(
    ("changes", "field", "remedy"),
    [
        ({"loginName": "Femke V"}, "loginName", "alleen kleine letters"),
        ({"loginName": "helpdesk"}, "loginName", "Er is al een account met deze naam."),
        ({"displayName": ""}, "displayName", "Vul dit in."),
        ({"role": ""}, "role", "Vul dit in."),
        ({"role": "boss"}, "role", "Kies iets uit de lijst."),
        ({"institution": ""}, "institution", "Kies iets uit de lijst."),
        ({"institution": "nowhere"}, "institution", "Kies iets uit de lijst."),
        ({"password": "kwetter", "passwordAgain": "kwetter"}, "password", "te kort"),
        ({"passwordAgain": "iets heel anders"}, "passwordAgain", "hetzelfde wachtwoord"),
        ({"passwordAgain": ""}, "passwordAgain", "Vul dit in."),
    ],
)
def test_a_fault_stands_beside_its_field_and_no_password_comes_back(
    administrator: Browser, changes: dict[str, str], field: str, remedy: str
) -> None:
    sent = NEW | changes
    answer = make(administrator, **sent)
    assert answer.status_code == 400
    listed = re.findall(r'<li><a href="#f-([^"]+)">[^<]+</a>: ([^<]+)</li>', answer.text)
    assert [at for at, said in listed if remedy in said] == [field]
    for name in ("loginName", "displayName"):
        assert re.search(rf'name="{name}"[^>]* value="{sent[name]}"', answer.text)
    for typed in (sent["password"], sent["passwordAgain"]):
        assert not typed or typed not in answer.text
    assert "femke" not in shown(administrator)


def test_every_fault_is_told_at_once(administrator: Browser) -> None:
    wrong = {"loginName": "", "role": "", "passwordAgain": "iets heel anders"}
    page = make(administrator, **wrong).text
    assert len(re.findall(r'<li><a href="#f-', page)) == 3


def test_an_account_is_shut_and_opened_by_its_buttons(web: Web, administrator: Browser) -> None:
    helpdesk = web.browser_of(Role.HELPDESK)
    assert "wordt meteen overal uitgelogd" in entry(shown(administrator), "Helpdesk")
    assert send(administrator, "/accounts", "/helpdesk/uitschakelen").status_code == 302
    page = shown(administrator)
    assert "Het account van Helpdesk is uitgeschakeld en overal uitgelogd." in page
    assert "uitgeschakeld sinds 02-03-2026 15:00" in entry(page, "Helpdesk")
    assert helpdesk.raw("GET", "/bord").status_code == 302
    assert send(administrator, "/accounts", "/helpdesk/inschakelen").status_code == 302
    assert "Uitschakelen …" in entry(shown(administrator), "Helpdesk")
    assert helpdesk.sign_in("helpdesk", PASSWORD).status_code == 201


def test_the_cases_of_a_zorgcoordinator_are_told_before_and_after(
    web: Web, administrator: Browser
) -> None:
    web.country.referral("h1")
    web.browser_of(Role.HELPDESK).give_case("r-h1", "zorgcoordinator")
    told = "1 open dossier heeft deze zorgcoördinator"
    assert told in entry(shown(administrator), "Zorgcoordinator")
    send(administrator, "/accounts", "/zorgcoordinator/uitschakelen")
    page = shown(administrator)
    assert page.count("De helpdesk vindt de dossiers bij Te doen, om over te dragen.") == 2
    assert told in entry(page, "Zorgcoordinator")


def test_who_was_slower_is_told_on_the_page(web: Web, administrator: Browser) -> None:
    an_account(web.runtime, "other", Role.ADMINISTRATOR)
    other = web.browser_of(Role.ADMINISTRATOR, "other")
    [form] = [
        f for f in forms_of(other.raw("GET", "/accounts")) if f.action.endswith("desk/uitschakelen")
    ]
    send(administrator, "/accounts", "/helpdesk/uitschakelen")
    late = other.raw("POST", form.action, data=form.fields)
    assert late.status_code == 409
    assert "Iemand anders heeft dit intussen gewijzigd." in late.text


def test_the_own_account_is_refused_on_the_page_too(web: Web, administrator: Browser) -> None:
    an_account(web.runtime, "other", Role.ADMINISTRATOR)
    form = {"csrf_token": administrator.token, "key": "k", "version": "1"}
    answer = administrator.raw("POST", "/accounts/administrator/uitschakelen", data=form)
    assert answer.status_code == 409
    assert "Niemand doet dit met het eigen account" in answer.text


def test_a_long_list_goes_on(web: Web, administrator: Browser) -> None:
    for number in range(50):
        an_account(web.runtime, f"a{number:02}", Role.HELPDESK)
    page = shown(administrator)
    assert ">A49<" in page
    assert ">Helpdesk<" not in page
    following = re.search(r'"(/accounts\?after=[^"]+)"', page)
    assert following
    assert ">Helpdesk<" in administrator.raw("GET", following[1]).text


def test_the_page_asks_the_same_for_more_accounts(web: Web, administrator: Browser) -> None:
    with statements(web) as before:
        shown(administrator)
    for number in range(20):
        an_account(web.runtime, f"a{number:02}", Role.ZORGCOORDINATOR)
    with statements(web) as after:
        shown(administrator)
    assert len(after) == len(before)


def test_the_page_is_there_in_english(administrator: Browser) -> None:
    administrator.raw("GET", "/taal/en?back=/accounts")
    page = shown(administrator)
    assert "Disable …" in page
    assert "First password, once more" in page
