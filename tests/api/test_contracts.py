"""Contracts over HTTP: versions, keys, faults."""

from placement.policy import Role
from tests.builders_web import Web

SENT = {
    "scheme": "COSM",
    "institution": "house",
    "site": "s1",
    "begins": "2026-01-01",
    "places": 4,
    "statedBy": "Ministry",
}


def test_a_contract_is_added_changed_in_mid_year_and_warned_about(web: Web) -> None:
    web.country.site("s1")
    web.country.place("p1", 3)
    helpdesk = web.browser_of(Role.HELPDESK)
    made = helpdesk.post("/contracts", SENT)
    assert made.status_code == 201
    change = {"begins": "2026-07-01", "places": 6, "statedBy": "Ministry"}
    path = f"/contracts/{made.json['id']}/changes"
    assert helpdesk.post(path, change).status_code == 428
    changed = helpdesk.post(path, change, If_Match=made.headers["ETag"])
    assert (changed.status_code, changed.json["places"]) == (201, 6)
    outdated = helpdesk.post(path, {**change, "begins": "2026-03-01"}, If_Match='"1"')
    assert outdated.status_code == 412
    year = helpdesk.get("/funded-place-nights?year=2026").json["items"]
    assert year == [
        {"scheme": "COSM", "nights": 4 * 181 + 6 * 184, "quarters": [360, 364, 552, 552]}
    ]
    warned = helpdesk.get("/register-warnings").json
    where = {"scheme": "COSM", "institution": "house", "site": "s1", "lot": ""}
    assert warned == {"items": [{**where, "funded": 4, "registered": 3}], "exceeded": []}


def test_parts_of_a_contract_and_beds_of_a_lot_are_warned_about_too(web: Web) -> None:
    web.country.site("s1")
    web.country.place("p1", 5, lot="women")
    helpdesk = web.browser_of(Role.HELPDESK)
    for more in ({}, {"lot": "women", "places": 5}, {"lot": "men", "places": 1}):
        assert helpdesk.post("/contracts", {**SENT, **more}).status_code == 201
    warned = helpdesk.get("/register-warnings").json
    where = {"scheme": "COSM", "institution": "house", "site": "s1"}
    assert {**where, "lot": "men", "funded": 1, "registered": 0} in warned["items"]
    assert warned["exceeded"] == [{**where, "lot": "", "stated": 4, "parts": 6}]
    page = helpdesk.raw("GET", "/contracten").text
    assert "perceel men: 1 plaatsen in het contract, 0 bedden in het register" in page
    assert "de contracten voor delen ervan samen 6 plaatsen, meer dan de 4 van het geheel" in page


def test_a_house_reads_its_contracts_and_changes_none(web: Web) -> None:
    web.country.site("s1")
    web.browser_of(Role.HELPDESK).post("/contracts", SENT)
    house = web.browser_of(Role.INSTITUTION)
    [own] = house.get("/contracts").json["items"]
    assert own["places"] == 4
    assert house.post("/contracts", SENT).status_code == 403
    page = house.raw("GET", "/contracten").text
    assert "Ministry" in page
    assert "Nieuw contract" not in page
    assert "/wijzigen" not in page


def test_every_fault_of_a_contract_is_named_at_once(web: Web) -> None:
    helpdesk = web.browser_of(Role.HELPDESK)
    wrong = {**SENT, "places": 0, "until": "2025-01-01", "statedBy": "", "scheme": "cosm"}
    answer = helpdesk.post("/contracts", wrong)
    assert {e["field"] for e in answer.json["errors"]} == {"places", "statedBy", "scheme"}
    more = helpdesk.post("/contracts", {**SENT, "crisisReserve": 9, "until": "2025-01-01"})
    assert {e["code"] for e in more.json["errors"]} == {"more_than_all", "ends_before_it_begins"}
    assert helpdesk.get("/funded-place-nights?year=1").status_code == 400
