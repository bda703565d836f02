"""A form that is refused comes back on its page: filled in, each fault beside its field."""

import ast
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from placement.pages.framework.again import page_of
from placement.policy import Role
from placement.store.tables import CodeWord
from tests.builders_store import night
from tests.builders_web import Answer, Browser, Web
from tests.reading_pages import forms_of

PAGES = Path("placement/pages")
WITHOUT_A_PAGE = {"pages.sign_out": "it has no fields, and ends on the page for signing in"}


@pytest.fixture
def house(web: Web) -> Web:
    """A house with somebody in it, a request, and the words that its forms offer."""
    web.country.site()
    for place in ("p1", "p2"):
        web.country.place(place, 2)
    web.country.write(
        CodeWord(kind="blocker", code="no_housing", nl="geen woning", en="no housing"),
        CodeWord(kind="destination", code="own_housing", nl="eigen woning", en="own home"),
        CodeWord(kind="outage_cause", code="repair", nl="reparatie", en="repair"),
        CodeWord(kind="care", code="addiction", nl="verslaving", en="addiction"),
    )
    web.country.resident("h1", "p1-b1", until=10)
    web.country.referral("h2")
    return web


class _Ids(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.invalid: dict[str, str] = {}
        self.feed(text)

    def handle_starttag(self, _: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if given.get("id"):
            self.ids.append(str(given["id"]))
        if "-fault" in str(given.get("aria-describedby")):
            self.invalid[str(given["id"])] = str(given["aria-describedby"])


def sent(who: Browser, page: str, action: str, **typed: Any) -> Answer:  # noqa: ANN401 - any text
    """Send the first form of a page whose address ends like this."""
    shown = who.raw("GET", page)
    found = [f for f in forms_of(shown) if f.action.endswith(action)]
    assert found, f"no form for {action} on {page}: {shown.status_code}"
    return who.raw("POST", found[0].action, data=found[0].fields | typed)


STAY = "/verblijven/stay-h1"
WRONG = "31-02-2026"
FORMS: list[tuple[Role, str, str, dict[str, Any], dict[str, str]]] = [
    (
        Role.INSTITUTION,
        STAY,
        "/vertrek",
        {"on": WRONG, "destination": "own_housing"},
        {"Eerste nacht dat deze cliënt er niet meer is": "Vul een datum in die bestaat"},
    ),
    (
        Role.INSTITUTION,
        STAY,
        "/hereniging",
        {"stay": "x y", "referral": "?"},
        {"Verblijf": "Stuur een code", "Opvangverzoek": "Stuur een code"},
    ),
    (Role.INSTITUTION, STAY, "/omm", {}, {"Welke problemen spelen er?": ""}),
    (
        Role.INSTITUTION,
        "/bedden/s1",
        "/buiten-gebruik",
        {"expectedUntil": WRONG, "cause": "unheard"},
        {"Verwacht tot": "Vul een datum in die bestaat"},
    ),
    (
        Role.INSTITUTION,
        "/plek/p1",
        "/wijziging",
        {"begins": WRONG, "reason": "new", "oldestBoy": "many"},
        {
            "Vanaf de nacht van": "Vul een datum in die bestaat",
            "Oudste jongen, in jaren": "Vul een heel getal in",
        },
    ),
    (
        Role.INSTITUTION,
        "/plek/p1",
        "/bedden-erbij",
        {"begins": WRONG, "number": "many"},
        {"Hoeveel": "Vul een heel getal in", "Vanaf de nacht van": "Vul een datum in die bestaat"},
    ),
    (
        Role.INSTITUTION,
        "/bereikbaarheid",
        "/bereikbaarheid",
        {"fromDay": WRONG, "fromTime": "25:00", "duty": "achterwacht", "telephone": "bel mij"},
        {"Datum": "", "Telefoon": ""},
    ),
    (
        Role.ADMINISTRATOR,
        "/contracten",
        "/contracten",
        {"places": "many", "begins": WRONG},
        {"Plaatsen": "Vul een heel getal in", "Vanaf": "Vul een datum in die bestaat"},
    ),
    (
        Role.ADMINISTRATOR,
        "/accounts",
        "/accounts",
        {"loginName": "Anna V", "role": "unheard"},
        {"Gebruikersnaam": "alleen kleine letters", "Rol": "Kies iets uit de lijst"},
    ),
    (
        Role.HELPDESK,
        "/opvangverzoeken/r-h2/huizen",
        "/beeindigen",
        {"reason": "unheard"},
        {},
    ),
    (
        Role.HELPDESK,
        "/opvangverzoeken/r-h2/toestemming",
        "/toestemming",
        {"ground": "signed", "signedOn": WRONG, "withInterpreter": "true"},
        {"Getekend op": "Vul een datum in die bestaat"},
    ),
    (
        Role.HELPDESK,
        "/opvangverzoeken/nieuw",
        "/opvangverzoeken",
        {"people.0.sex": "F", "people.0.age": "23+", "neededFrom": WRONG, "urgency": "never"},
        {"Nodig vanaf": "Vul een datum in die bestaat", "Hoe snel": "Kies iets uit de lijst"},
    ),
    (
        Role.HELPDESK,
        "/opvangverzoeken/r-h2/feiten",
        "/feiten",
        {"neededUntil": WRONG, "urgency": "never", "keepApartFrom": "NOBODY"},
        {"Nodig tot": "Vul een datum in die bestaat", "Hoe snel": "Kies iets uit de lijst"},
    ),
    (Role.HELPDESK, "/opvangverzoeken/r-h2/overdracht", "/overdracht", {"toAccount": ""}, {"": ""}),
]


@pytest.mark.parametrize(
    ("role", "page", "action", "typed", "named"),
    FORMS,
    ids=[f"{page}{action}" for _, page, action, _, _ in FORMS],
)
def test_a_refused_form_comes_back_with_each_fault_beside_its_field(
    house: Web,
    role: Role,
    page: str,
    action: str,
    typed: dict[str, Any],
    named: dict[str, str],
) -> None:
    answer = sent(house.browser_of(role), page, action, **typed)
    assert answer.status_code == 400, answer.text
    found = _Ids(answer.text)
    assert len(found.ids) == len(set(found.ids))
    listed = re.findall(r'<li><a href="#([^"]+)">([^<]+)</a>: ([^<]+)</li>', answer.text)
    assert len(listed) >= len(named)
    for target, label, remedy in listed:
        assert target in found.ids
        assert all(fault in found.ids for fault in found.invalid.get(target, "").split())
        assert answer.text.count(remedy) >= 2 or target in {"form-sent", "main"}
        assert label.strip()
    for label, remedy in named.items():
        assert any(label in shown and remedy in said for _, shown, said in listed), listed
    for value in typed.values():
        assert re.search(rf'value="{re.escape(value)}"', answer.text) or value in {
            "unheard",
            "never",
        }


def test_what_was_chosen_is_chosen_again_and_what_was_folded_is_open(house: Web) -> None:
    carer = house.browser_of(Role.INSTITUTION)
    page = sent(carer, STAY, "/verwacht-einde", on=WRONG, reason="no_housing").text
    assert '<option value="no_housing" selected>' in page
    before = page[: page.index('value="31-02-2026"')]
    assert before.rfind("<details open>") > before.rfind("</details>")


def test_a_refusal_without_a_field_is_said_on_the_page_and_nothing_typed_is_lost(
    house: Web,
) -> None:
    carer = house.browser_of(Role.INSTITUTION)
    seen = forms_of(carer.raw("GET", STAY))
    form = next(f for f in seen if f.action.endswith("/verwacht-einde"))
    typed = form.fields | {"on": f"{night(9):%d-%m-%Y}", "reason": ""}
    assert carer.raw("POST", form.action, data=typed).status_code == 302
    late = carer.raw("POST", form.action, data=typed | {"key": "another", "on": "20-03-2026"})
    assert late.status_code == 409
    assert "Iemand anders heeft dit intussen gewijzigd." in late.text
    assert 'value="20-03-2026"' in late.text
    [again] = [f for f in forms_of(late) if f.action.endswith("/verwacht-einde")]
    assert again.fields["version"] != form.fields["version"]
    assert carer.raw("POST", form.action, data=typed | again.fields).status_code == 302


def test_what_was_typed_is_put_back_as_text_and_never_as_markup(house: Web) -> None:
    carer = house.browser_of(Role.INSTITUTION)
    bad = '"><script>alert(1)</script>'
    page = sent(carer, STAY, "/vertrek", on=bad, destination="own_housing").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_a_password_is_never_put_back(web: Web) -> None:
    page = sent(web.browser(), "/inloggen", "/inloggen", name="", password="a secret of mine")
    assert page.status_code == 400
    assert "a secret of mine" not in page.text


def test_every_form_of_every_page_says_on_which_page_it_stands(web: Web) -> None:
    handlers = {
        rule.endpoint
        for rule in web.app.url_map.iter_rules()
        if rule.endpoint.startswith("pages.") and "POST" in (rule.methods or ())
    }
    without = {name for name in handlers if page_of(web.app.view_functions[name]) is None}
    assert without == set(WITHOUT_A_PAGE)


def test_no_page_answers_a_fault_in_a_form_by_itself() -> None:
    """Facts that are wrong are let go, so that one place puts them by their fields."""
    caught = {
        f"{path}:{node.lineno}"
        for path in PAGES.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ExceptHandler) and node.type is not None
        if {"InvalidFacts", "ReasonMissing"}
        & {n.id for n in ast.walk(node.type) if isinstance(n, ast.Name)}
    }
    assert {name.rpartition("/")[2].partition(":")[0] for name in caught} == {
        "by_date.py",
        "ledger.py",
        "profile_asked.py",
    }
