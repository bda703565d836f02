"""The form of a new request: its labels, and the object that the form of the API reads."""

import re
from collections.abc import Mapping
from typing import Any

from werkzeug.datastructures import MultiDict

from placement.pages.framework.acting import instant_typed
from placement.pages.framework.form_view import nested
from placement.pages.framework.texts import LazyString, lazy_gettext
from placement.service.forms.request_facts import ReporterKind
from placement.store.codes import BedenktijdState, ConsentGround, PersonRole

MOST_ROWS = 20

LABELS: Mapping[str, LazyString] = {
    "reporterKind": lazy_gettext("Wie meldt"),
    "reportingRegion": lazy_gettext("Regio van de melder"),
    "municipalityRegistered": lazy_gettext("Ingeschreven in gemeente"),
    "municipalityFound": lazy_gettext("Aangetroffen in gemeente"),
    "decideBefore": lazy_gettext("Melder wil een antwoord vóór"),
    "ofCase": lazy_gettext("Dossier van deze mensen, als zij terugkomen"),
    "mentionedReference": lazy_gettext("Kenmerk dat de melder noemt"),
    "consentGround": lazy_gettext("Toestemming om feiten te delen"),
    "askedAlone": lazy_gettext("Is de volwassene alleen gesproken?"),
    "people": lazy_gettext("Wie zoekt opvang"),
    "people.*.sex": lazy_gettext("Geslacht"),
    "people.*.age": lazy_gettext("Leeftijd"),
    "people.*.role": lazy_gettext("Rol"),
    "people.*.roleChecked": lazy_gettext("Rol gecontroleerd"),
    "urgency": lazy_gettext("Hoe snel"),
    "neededFrom": lazy_gettext("Nodig vanaf"),
    "neededUntil": lazy_gettext("Nodig tot"),
    "arrivesFrom": lazy_gettext("Kan aankomen vanaf"),
    "legalGroup": lazy_gettext("Juridische groep"),
    "statusUnclear": lazy_gettext("Nog niet duidelijk of dit een slachtoffer is"),
    "bedenktijd.state": lazy_gettext("Bedenktijd"),
    "bedenktijd.begins": lazy_gettext("Bedenktijd begint"),
    "bedenktijd.ends": lazy_gettext("Bedenktijd eindigt"),
    "dublin": lazy_gettext("Dublinverordening van toepassing"),
    "dublinTransferOn": lazy_gettext("Datum van Dublinoverdracht"),
    "asylumProcedure": lazy_gettext("In de asielprocedure"),
    "b8Permit": lazy_gettext("Heeft een B8-vergunning"),
    "lawfulStay": lazy_gettext("Rechtmatig verblijf"),
    "withoutStatus": lazy_gettext("Zonder status of zonder medewerking"),
    "cosmException": lazy_gettext("Uitzondering voor de COSM vastgelegd door CoMensha"),
    "multiProblem": lazy_gettext("Multiproblematiek"),
    "omm.consulted": lazy_gettext("OMM: overleg met de zorgcoördinator geweest"),
    "omm.weighed": lazy_gettext("OMM: weging door CoMensha vastgelegd"),
    "omm.appliedBy": lazy_gettext("OMM: aanvragende instelling"),
    "inspectorate.agreed": lazy_gettext("Arbeidsinspectie is akkoord"),
    "inspectorate.seriouslyDisadvantaged": lazy_gettext("Ernstig benadeelde (proef, 14 nachten)"),
    "risk.answeredBy": lazy_gettext("Wie beantwoordde de vraag naar gevaar"),
    "risk.regions": lazy_gettext("Niet veilig in"),
    "risk.knownSites": lazy_gettext("Locaties die het netwerk kent"),
    "risk.securityNeeded": lazy_gettext("Beveiliging die minstens nodig is"),
    "cannotDoWithout": lazy_gettext("Kan niet zonder"),
    "brings": lazy_gettext("Brengt mee"),
    "needs": lazy_gettext("Zorg die nodig is"),
    "speaks": lazy_gettext("Spreekt"),
    "neverRegions": lazy_gettext("Nooit in"),
    "neverFeatures": lazy_gettext("Nooit met"),
    "wishes": lazy_gettext("Wensen"),
    "homeRegions": lazy_gettext("Verantwoordelijke of gewenste regio"),
    "near": lazy_gettext("Dicht bij school, zaak of netwerk"),
    "belongsWith": lazy_gettext("Hoort bij"),
    "smallestPart": lazy_gettext("Kleinste deel van de groep dat bij elkaar mag komen"),
    "keepApartFrom": lazy_gettext("Nooit samen met"),
    "crisisTerms": lazy_gettext("Voldoet aan voorwaarden van crisisplekken"),
    "budgetGroup": lazy_gettext("Groep waarvoor tijdelijke opvang is ingekocht"),
}
"""What stands above each field; the summary of faults names a field in the same words."""

REPORTERS: Mapping[str, LazyString] = {
    ReporterKind.POLICE: lazy_gettext("politie"),
    ReporterKind.KMAR: lazy_gettext("KMar"),
    ReporterKind.INSPECTORATE: lazy_gettext("Arbeidsinspectie"),
    ReporterKind.ZORGCOORDINATION: lazy_gettext("zorgcoördinatie"),
    ReporterKind.FAIRWORK: lazy_gettext("FairWork"),
    ReporterKind.LAWYER: lazy_gettext("advocaat"),
    ReporterKind.SHELTER: lazy_gettext("opvang (ook azc)"),
    ReporterKind.SELF: lazy_gettext("zelf"),
    ReporterKind.OTHER: lazy_gettext("anders"),
}
CONSENTS: Mapping[str, LazyString] = {
    ConsentGround.ANONYMOUS: lazy_gettext("nog niet: alleen anoniem vragen"),
    ConsentGround.ORAL: lazy_gettext("mondeling; handtekening volgt"),
    ConsentGround.SIGNED: lazy_gettext("getekend"),
    ConsentGround.GUARDIAN_SIGNED: lazy_gettext("getekend door ouder of voogd"),
}
PERIODS: Mapping[str, LazyString] = {
    BedenktijdState.NONE: lazy_gettext("geen"),
    BedenktijdState.ANNOUNCED: lazy_gettext("aangekondigd door politie of KMar"),
    BedenktijdState.GRANTED: lazy_gettext("verleend"),
}
PERSON_ROLES: Mapping[str, LazyString] = {
    PersonRole.ADULT: lazy_gettext("volwassene"),
    PersonRole.PARENT: lazy_gettext("ouder"),
    PersonRole.GUARDIAN: lazy_gettext("voogd"),
    PersonRole.CHILD: lazy_gettext("kind"),
}

_LISTS = {
    "brings", "cannotDoWithout", "crisisTerms", "homeRegions", "near", "needs", "neverFeatures",
    "neverRegions", "risk.knownSites", "risk.regions", "speaks", "wishes",
}  # fmt: skip
_NUMBERS = {"risk.securityNeeded", "smallestPart"}
_DAYS = {
    "arrivesFrom", "bedenktijd.begins", "bedenktijd.ends", "dublinTransferOn", "neededFrom",
    "neededUntil",
}  # fmt: skip
_BETWEEN_NAMES = re.compile(r"[,;\n]")
_DUTCH_MOMENT = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})[ ,]+(\d{1,2})[:.](\d{2})")
_OF_THE_PAGE = {"rows", "more", "key", "version"}
"""Fields that are about the page and not about the request."""


def as_sent(typed: MultiDict[str, str]) -> dict[str, Any]:
    """The object for the form of the API; rows for people that were left empty are no people."""
    kept = MultiDict(
        (name, text) for name, text in typed.items(multi=True) if name not in _OF_THE_PAGE
    )
    for row in range(MOST_ROWS):
        if not kept.get(f"people.{row}.sex") and not kept.get(f"people.{row}.age"):
            for part in ("role", "roleChecked"):
                kept.poplist(f"people.{row}.{part}")
    sent = nested(kept, lists=_LISTS, numbers=_NUMBERS, days=_DAYS)
    if named := sent.get("keepApartFrom"):
        names = [name.strip() for name in _BETWEEN_NAMES.split(named)]
        sent["keepApartFrom"] = [name for name in names if name]
    if moment := sent.get("decideBefore"):
        sent["decideBefore"] = instant_typed(_DUTCH_MOMENT.sub(_iso_moment, moment))
    return sent


def _iso_moment(typed: re.Match[str]) -> str:
    day, month, year, hour, minute = typed.groups()
    return f"{year}-{int(month):02}-{int(day):02}T{int(hour):02}:{minute}"


def rows_of(typed: MultiDict[str, str]) -> int:
    """How many people the form has room for."""
    asked = typed.get("rows", "1")
    rows = int(asked) if asked.isascii() and asked.isdigit() else 1
    return min(MOST_ROWS, max(1, rows) + (1 if "more" in typed else 0))
