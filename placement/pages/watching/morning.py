"""The page of the morning handover (ochtendoverdracht)."""

from collections.abc import Mapping

from flask import render_template

from placement.pages.blueprint import pages
from placement.pages.framework.context import runtime, subject
from placement.pages.framework.speaking import speaker_of
from placement.pages.framework.texts import LazyString, lazy_gettext
from placement.pages.watching.shelters import CHECKS
from placement.pages.watching.shelters import KINDS as SHELTERS
from placement.pages.watching.tasks import rows_of
from placement.policy import Right, needs
from placement.service.watching.morning import morning_handover

ACTS: Mapping[tuple[str, str], LazyString] = {
    ("referral", "register"): lazy_gettext("verzoek vastgelegd"),
    ("placement", "place"): lazy_gettext("geplaatst"),
    ("placement", "leave_for"): lazy_gettext("onderweg"),
    ("placement", "refuse"): lazy_gettext("plaatsing geweigerd"),
    ("referral", "call"): lazy_gettext("gebeld"),
    ("placement", "accept"): lazy_gettext("toegezegd"),
    ("placement", "arrive"): lazy_gettext("aangekomen"),
    ("placement", "miss"): lazy_gettext("niet gekomen"),
    ("placement", "release"): lazy_gettext("vrijgegeven"),
    ("placement", "displace"): lazy_gettext("verdrongen"),
    ("placement", "postpone"): lazy_gettext("een nacht opgeschoven"),
    ("placement", "await_report"): lazy_gettext("nachten voorbij, aankomst niet gemeld"),
    ("placement", "call_for_a_person"): lazy_gettext("iemand moet bellen"),
    ("placement", "no_longer_fits"): lazy_gettext("past niet meer op de plek"),
    ("stay", "depart"): lazy_gettext("vertrek gemeld"),
    ("stay", "end_stay"): lazy_gettext("verblijf geëindigd"),
    ("offer", "ask"): lazy_gettext("huis gevraagd"),
    ("offer", "answer"): lazy_gettext("huis antwoordde"),
    ("decline", "decline"): lazy_gettext("plek afgewezen"),
    ("offer", "withdraw"): lazy_gettext("vraag ingetrokken"),
    ("temporary_shelter", "shelter_temporarily"): lazy_gettext("tijdelijke opvang"),
    ("temporary_shelter", "check_safety"): lazy_gettext("veiligheid gecontroleerd"),
    ("consent", "withdraw_consent"): lazy_gettext("toestemming ingetrokken"),
    ("referral", "reopen"): lazy_gettext("verzoek weer open"),
    ("referral", "correct"): lazy_gettext("feiten gewijzigd"),
    ("referral", "end"): lazy_gettext("verzoek afgesloten"),
    ("stay", "withdraw_departure"): lazy_gettext("vertrek teruggenomen"),
    ("stay", "be_absent"): lazy_gettext("afwezig gemeld"),
    ("temporary_shelter", "end_temporary_shelter"): lazy_gettext("tijdelijke opvang geëindigd"),
}
"""What is said of each act that is told, by kind of record and act."""


@pages.get("/ochtendoverdracht")
@needs(Right.SEE_HANDOVER)
def morning() -> str:
    """What the night left behind."""
    at = runtime()
    found = morning_handover(at.store, by=subject(), now=at.clock())
    speaker = speaker_of(at.store)
    return render_template(
        "morning.html",
        view=found,
        now=at.clock(),
        told=sum(found.acts.values()),
        acts=ACTS,
        shelters=SHELTERS,
        checks=CHECKS,
        talks=rows_of(found.talks, speaker),
        speaker=speaker,
    )
