"""Words for following stays: rights, moments, phases and the labels of the forms."""

from collections.abc import Mapping

from placement.pages.framework.texts import LazyString, lazy_gettext
from placement.store.codes import OutcomeMoment, RightKind, RightState, VictimAnswer
from placement.store.following.forecasts import ForecastBasis
from placement.store.following.right_clocks import ClockKind

RIGHTS: Mapping[str, LazyString] = {
    RightKind.BEDENKTIJD: lazy_gettext("bedenktijd"),
    RightKind.DUBLIN: lazy_gettext("Dublintermijn (30 dagen)"),
    RightKind.ISZW_NIGHTS: lazy_gettext("14 nachten Arbeidsinspectie"),
    RightKind.CLARIFICATION_TALK: lazy_gettext("gesprek binnen 72 uur"),
}
RIGHT_STATES: Mapping[str, LazyString] = {
    RightState.ANNOUNCED: lazy_gettext("aangekondigd"),
    RightState.GRANTED: lazy_gettext("verleend"),
    RightState.ENDED: lazy_gettext("beëindigd of gehouden"),
}
CLOCKS: Mapping[str, LazyString] = {
    ClockKind.RIGHT: lazy_gettext("recht op deze plek"),
    ClockKind.PLACE: lazy_gettext("de plek zelf"),
    ClockKind.TALK: lazy_gettext("gesprek binnen 72 uur"),
}
MOMENTS: Mapping[str, LazyString] = {
    OutcomeMoment.DEPARTURE: lazy_gettext("bij vertrek"),
    OutcomeMoment.AFTER_1_MONTH: lazy_gettext("na 1 maand"),
    OutcomeMoment.AFTER_6_MONTHS: lazy_gettext("na 6 maanden"),
    OutcomeMoment.AFTER_12_MONTHS: lazy_gettext("na 12 maanden"),
}
BASES: Mapping[str, LazyString] = {
    ForecastBasis.REPORTED: lazy_gettext("vertrek gemeld"),
    ForecastBasis.HISTORY: lazy_gettext("naar eerdere verblijven"),
    ForecastBasis.STATED: lazy_gettext("zoals opgegeven; te weinig eerdere verblijven"),
}
ANSWERS: Mapping[str, LazyString] = {
    VictimAnswer.YES: lazy_gettext("ja, wil verhuizen"),
    VictimAnswer.NO: lazy_gettext("nee, wil niet verhuizen"),
}
LABELS: Mapping[str, LazyString] = {
    "right.kind": lazy_gettext("Welk recht"),
    "right.state": lazy_gettext("Wat zegt het besluit"),
    "right.begins": lazy_gettext("Begint op"),
    "right.ends": lazy_gettext("Eerste nacht waarop het niet meer loopt"),
    "right.decidedBy": lazy_gettext("Wie besliste"),
    "right.decidedOn": lazy_gettext("Besloten op"),
    "reason.code": lazy_gettext("Waarom langer"),
    "reason.holdsUntil": lazy_gettext("Opnieuw bekijken op"),
    "blocker.code": lazy_gettext("Wat houdt het vertrek tegen"),
    "blocker.owner": lazy_gettext("Wie moet iets doen"),
    "blocker.nextContactOn": lazy_gettext("Volgende contact op"),
    "milestone.kind": lazy_gettext("Welke stap"),
    "milestone.expectedOn": lazy_gettext("Verwacht op"),
    "milestone.reachedOn": lazy_gettext("Bereikt op"),
    "ready.victimAnswer": lazy_gettext("Wat antwoordde het slachtoffer op verhuizen"),
    "ready.arrivesFrom": lazy_gettext("Kan verhuizen vanaf"),
    "ready.b8Permit": lazy_gettext("Heeft nu een B8-vergunning"),
    "ready.needsBed": lazy_gettext("Zoek een volgend bed (doorplaatsing)"),
    "ready.wishes": lazy_gettext("Wensen"),
    "onward.victimAnswer": lazy_gettext("Wat antwoordde het slachtoffer op verhuizen"),
    "onward.arrivesFrom": lazy_gettext("Kan verhuizen vanaf"),
    "onward.b8Permit": lazy_gettext("Heeft nu een B8-vergunning"),
    "onward.wishes": lazy_gettext("Wensen"),
    "toAccount": lazy_gettext("Aan wie"),
}
