"""The pages over HTTP: closed by default, every form protected, nothing inline, two languages."""

import re
from collections import Counter
from html.parser import HTMLParser

import pytest
from werkzeug.test import TestResponse

from placement.pages.signing import own_address
from placement.policy import Role
from tests.builders_web import PASSWORD, Web

FIRST_PAGES = {
    Role.HELPDESK: "/bord",
    Role.INSTITUTION: "/mijn-plekken",
    Role.ZORGCOORDINATOR: "/mijn-clienten",
    Role.POLICY_READER: "/plekken",
    Role.ADMINISTRATOR: "/plekken",
}
SOUND = {
    "people.0.sex": "F",
    "people.0.age": "23+",
    "people.0.role": "adult",
    "urgency": "acute",
    "neededFrom": "02-03-2026",
    "askedAlone": "yes",
    "reporterKind": "police",
    "consentGround": "oral",
    "legalGroup": "third_country",
    "bedenktijd.state": "granted",
    "bedenktijd.begins": "01-03-2026",
    "bedenktijd.ends": "30-05-2026",
    "rows": "1",
}


class Read(HTMLParser):
    """What a page holds, as far as these tests ask."""

    def __init__(self, answer: TestResponse) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.inline: list[str] = []
        self.forms: list[dict[str, str]] = []
        self.fields: dict[str, list[str]] = {}
        self.headings: list[str] = []
        self.feed(answer.get_data(as_text=True))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if "id" in given:
            self.ids.append(given["id"])
        if "style" in given or tag == "style" or (tag == "script" and "src" not in given):
            self.inline.append(f"{tag} {given}")
        self.inline += [f"{tag} {name}" for name in given if name.startswith("on")]
        if tag == "form":
            self.forms.append(given)
            self.fields[given.get("action", "")] = []
        if tag == "input" and self.forms:
            self.fields[self.forms[-1].get("action", "")].append(given.get("name", ""))
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(tag)


def token_in(answer: TestResponse) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', answer.get_data(as_text=True))
    assert found
    return found[1]


@pytest.mark.parametrize("path", [*FIRST_PAGES.values(), "/", "/opvangverzoeken/nieuw"])
def test_who_is_not_signed_in_is_asked_to_sign_in_and_comes_back(web: Web, path: str) -> None:
    answer = web.browser().client.get(path)
    assert answer.status_code == 302
    assert answer.location == f"/inloggen?next={path}"


@pytest.mark.parametrize("role", Role)
def test_everybody_starts_at_the_page_of_their_work(web: Web, role: Role) -> None:
    client = web.browser_of(role).client
    assert client.get("/").location == FIRST_PAGES[role]
    shown = client.get(FIRST_PAGES[role])
    assert shown.status_code == 200, shown.get_data(as_text=True)[-900:]


@pytest.mark.parametrize("role", Role)
def test_no_page_holds_anything_inline_or_a_form_without_protection(web: Web, role: Role) -> None:
    client = web.browser_of(role).client
    for path in (FIRST_PAGES[role], "/toegankelijkheid", "/opvangverzoeken/nieuw"):
        answer = client.get(path)
        page = Read(answer)
        assert page.inline == []
        assert [name for name, count in Counter(page.ids).items() if count > 1] == []
        assert page.headings[0] == "h1"
        assert page.headings.count("h1") == 1
        for form in page.forms:
            if form.get("method") == "post":
                assert "csrf_token" in page.fields[form["action"]]
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_a_form_without_its_token_is_refused(web: Web) -> None:
    answer = web.browser_of(Role.HELPDESK).client.post("/opvangverzoeken", data=SOUND)
    assert answer.status_code == 400
    assert "te oud" in answer.get_data(as_text=True)


def test_a_role_without_the_right_is_told_so_in_the_language_of_the_browser(web: Web) -> None:
    client = web.browser_of(Role.POLICY_READER).client
    assert "Geen recht" in client.get("/bord").get_data(as_text=True)
    client.get("/taal/en?back=/plekken")
    refused = client.get("/bord")
    assert refused.status_code == 403
    assert "Not allowed" in refused.get_data(as_text=True)


def test_what_is_not_there_is_a_page_and_not_a_problem_document(web: Web) -> None:
    client = web.browser_of(Role.HELPDESK).client
    for path in ("/nergens", "/opvangverzoeken/nobody", "/taal/xx"):
        answer = client.get(path)
        assert answer.status_code == 404
        assert answer.mimetype == "text/html"


def test_a_request_is_registered_by_form_once_however_often_it_is_sent(web: Web) -> None:
    client = web.browser_of(Role.HELPDESK).client
    page = client.get("/opvangverzoeken/nieuw")
    key = re.search(r'name="key" value="([^"]+)"', page.get_data(as_text=True))
    assert key
    sent = SOUND | {"csrf_token": token_in(page), "key": key[1]}
    first = client.post("/opvangverzoeken", data=sent)
    again = client.post("/opvangverzoeken", data=sent)
    assert first.status_code == again.status_code == 302
    assert first.location == again.location
    shown = client.get(first.location).get_data(as_text=True)
    assert "een vrouw (23+)" in shown
    assert "verleend, van 01-03-2026 tot 30-05-2026" in shown


def test_every_fault_of_a_form_is_named_at_once_and_nothing_typed_is_lost(web: Web) -> None:
    client = web.browser_of(Role.HELPDESK).client
    sent = SOUND | {
        "csrf_token": token_in(client.get("/opvangverzoeken/nieuw")),
        "neededFrom": "31-02-2026",
        "bedenktijd.ends": "01-02-2026",
        "urgency": "",
    }
    answer = client.post("/opvangverzoeken", data=sent)
    assert answer.status_code == 400
    shown = answer.get_data(as_text=True)
    for target in ("f-neededFrom", "f-bedenktijd-ends", "f-urgency"):
        assert f'href="#{target}"' in shown
        assert f'id="{target}"' in shown
    assert 'value="31-02-2026"' in shown


def test_another_person_adds_a_row_and_keeps_the_first(web: Web) -> None:
    client = web.browser_of(Role.HELPDESK).client
    sent = SOUND | {"csrf_token": token_in(client.get("/opvangverzoeken/nieuw")), "more": "1"}
    shown = client.post("/opvangverzoeken", data=sent).get_data(as_text=True)
    assert 'name="people.1.sex"' in shown
    assert '<option value="F" selected>' in shown


def test_signing_in_by_page_opens_a_session_and_signing_out_ends_it(web: Web) -> None:
    client = web.browser().client
    sent = {"csrf_token": token_in(client.get("/inloggen")), "name": "helpdesk"}
    wrong = client.post("/inloggen", data=sent | {"password": "something else"})
    assert wrong.status_code == 401
    right = client.post("/inloggen?next=/bord", data=sent | {"password": PASSWORD})
    assert right.location == "/bord"
    board = client.get("/bord")
    client.post("/uitloggen", data={"csrf_token": token_in(board)})
    assert client.get("/bord").status_code == 302


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ("/bord", "/bord"),
        ("/bord?x=1", "/bord?x=1"),
        ("//elsewhere.example", None),
        ("https://elsewhere.example/", None),
        ("/\\elsewhere.example", None),
        ("bord", None),
        ("", None),
        (None, None),
    ],
)
def test_nobody_is_sent_to_another_site_after_signing_in(asked: str, kept: str | None) -> None:
    assert own_address(asked) == kept


def test_an_institution_sees_its_own_houses_only(web: Web) -> None:
    web.country.site("s1")
    web.country.place("p1")
    shown = web.browser_of(Role.INSTITUTION).client.get("/mijn-plekken").get_data(as_text=True)
    assert 'id="site-s1"' in shown
    assert "Opvangverzoek" not in shown
