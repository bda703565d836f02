"""A country of two houses in a real server on a clock that stands still, for a whole journey."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from werkzeug.serving import make_server

from placement.app import app_for, runtime_of
from placement.demo.playing.lines import Address
from placement.demo.playing.talking import Worker
from placement.demo.playing.tally import Tally
from placement.jobs.runtime import Runtime
from placement.policy import Role
from placement.settings import demo_settings
from placement.store.tables import Account, Institution
from tests.builders_store import Country, night
from tests.builders_web import PASSWORD, Clock, an_account

NORTH, SOUTH = "province:gr", "province:zh"


@dataclass(frozen=True)
class SmallCountry:
    """Where it listens, what it is made of, and the helpdesk on the API to begin a journey with."""

    address: str
    helpdesk: Worker
    runtime: Runtime

    def request(self, **facts: Any) -> dict[str, Any]:  # noqa: ANN401 - any JSON value
        """Register a woman in her reflection period who needs shelter tonight."""
        sent = {
            "people": [{"sex": "F", "age": "23+"}],
            "reporterKind": "police",
            "consentGround": "oral",
            "askedAlone": "yes",
            "urgency": "acute",
            "neededFrom": night(0).isoformat(),
            "legalGroup": "third_country",
            "bedenktijd": {
                "state": "granted",
                "begins": night(-10).isoformat(),
                "ends": night(80).isoformat(),
            },
            "risk": {"answeredBy": "police"},
        }
        made: dict[str, Any] = self.helpdesk.post("register", "/referrals", sent | facts).json
        return made

    def give_to(self, coordinator: str, referral: str) -> None:
        """Give a case to a zorgcoordinator."""
        sent = {"account": coordinator}
        self.helpdesk.put("assign_coordinator", f"/referrals/{referral}", "coordinator", sent)


@contextmanager
def a_small_country(folder: Path) -> Iterator[SmallCountry]:
    """South has one COSM room; north has one too, and one of women's shelter."""
    settings = demo_settings(folder, argon2_mebibytes=1, argon2_passes=1)
    clock = Clock()
    runtime = replace(runtime_of(settings), clock=clock)
    runtime.store.migrate()
    country = Country(runtime.store)
    country.write(Institution(id="south", name="Zuid"), Institution(id="north", name="Noord"))
    for site, region in (("south", SOUTH), ("north", NORTH)):
        country.site(site, region, institution_id=site, out_of_hours=True)
        country.place(f"{site}-cosm", site_id=site)
        an_account(runtime, site, Role.INSTITUTION, site)
    country.place("north-vo", site_id="north", scheme_code="VO")
    an_account(runtime, "zorgcoordinator", Role.ZORGCOORDINATOR)
    with runtime.store.writing() as session:
        session.get_one(Account, "helpdesk").password_hash = runtime.passwords.hashed(PASSWORD)
    server = make_server("127.0.0.1", 0, app_for(runtime), threaded=True)
    serving = threading.Thread(target=server.serve_forever)
    serving.start()
    try:
        address = f"http://127.0.0.1:{server.server_port}"
        helpdesk = Worker(Address(address), Tally(), "helpdesk", "journey")
        helpdesk.sign_in(PASSWORD)
        yield SmallCountry(address, helpdesk, runtime)
    finally:
        server.shutdown()
        serving.join()
        server.server_close()
        runtime.solvers.close()
        runtime.store.close()
