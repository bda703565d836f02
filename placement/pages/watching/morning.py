"""The page of the morning handover (ochtendoverdracht)."""

from collections.abc import Mapping

from flask import render_template

from placement.pages.blueprint import pages
from placement.pages.framework.context import runtime, subject
from placement.pages.framework.speaking import speaker_of
from placement.pages.framework.texts import LazyString, lazy_gettext
from placement.pages.watching.shelters import CHECKS
from placement.pages.watching.shelters import KINDS as SHELTERS
from placement.policy import Right, needs
from placement.service.watching.morning import morning_handover

ACTS: Mapping[str, LazyString] = {
    "register": lazy_gettext("verzoek vastgelegd"),
    "place": lazy_gettext("geplaatst"),
    "leave_for": lazy_gettext("onderweg"),
    "refuse": lazy_gettext("plaatsing geweigerd"),
    "call": lazy_gettext("gebeld"),
    "accept": lazy_gettext("toegezegd"),
    "arrive": lazy_gettext("aangekomen"),
    "miss": lazy_gettext("niet gekomen"),
    "release": lazy_gettext("vrijgegeven"),
    "displace": lazy_gettext("verdrongen"),
    "postpone": lazy_gettext("een nacht opgeschoven"),
    "call_for_a_person": lazy_gettext("iemand moet bellen"),
    "depart": lazy_gettext("vertrek gemeld"),
    "end_stay": lazy_gettext("verblijf geëindigd"),
    "ask": lazy_gettext("huis gevraagd"),
    "answer": lazy_gettext("huis antwoordde"),
    "decline": lazy_gettext("huis zei nee"),
    "withdraw": lazy_gettext("vraag ingetrokken"),
    "shelter_temporarily": lazy_gettext("tijdelijke opvang"),
    "check_safety": lazy_gettext("veiligheid gecontroleerd"),
    "withdraw_consent": lazy_gettext("toestemming ingetrokken"),
    "reopen": lazy_gettext("verzoek weer open"),
    "end": lazy_gettext("verzoek afgesloten"),
}
"""The acts that a shift must know of; those of the service itself are not told."""


@pages.get("/ochtendoverdracht")
@needs(Right.SEE_HANDOVER)
def morning() -> str:
    """What the night left behind."""
    at = runtime()
    found = morning_handover(at.store, by=subject(), now=at.clock())
    told = [entry for entry in found.entries if entry.act in ACTS]
    return render_template(
        "morning.html",
        view=found,
        now=at.clock(),
        entries=told,
        acts=ACTS,
        shelters=SHELTERS,
        checks=CHECKS,
        speaker=speaker_of(at.store),
    )
