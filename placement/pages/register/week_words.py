"""Words for what stands in the week overview and on the page of a stay."""

from collections.abc import Mapping

from placement.pages.framework.texts import LazyString, lazy_gettext
from placement.store.codes import AbsenceKind, Readiness
from placement.store.register.week_list import Due
from solver.codes import OccupancyKind, Sex

DUE: Mapping[str, LazyString] = {
    Due.DEPARTURE_PASSED: lazy_gettext("had al vertrokken moeten zijn"),
    Due.ARRIVAL_DUE: lazy_gettext("aankomst nog niet gemeld"),
    Due.ABSENCE_OVER: lazy_gettext("afwezig, en de nachten dat het bed blijft zijn om"),
    Due.PAST_RIGHT: lazy_gettext("recht afgelopen, nog geen reden"),
    Due.CONTRADICTED: lazy_gettext("stond vrij maar was er niet: bevestig deze plek apart"),
}
KINDS: Mapping[str, LazyString] = {
    OccupancyKind.STAY: lazy_gettext("verblijf"),
    OccupancyKind.HOLD: lazy_gettext("toegezegd"),
    OccupancyKind.OUTSIDE: lazy_gettext("cliënt van buiten"),
    OccupancyKind.OUTAGE: lazy_gettext("buiten gebruik"),
}
ABSENCES: Mapping[str, LazyString] = {
    AbsenceKind.HOSPITAL: lazy_gettext("ziekenhuis"),
    AbsenceKind.MISSING: lazy_gettext("vermist"),
    AbsenceKind.ELSEWHERE: lazy_gettext("elders"),
}
READINESS: Mapping[str, LazyString] = {
    Readiness.NOT_YET: lazy_gettext("nog niet klaar om te vertrekken"),
    Readiness.READY: lazy_gettext("klaar om te vertrekken"),
}
CHILDREN: Mapping[str, LazyString] = {
    Sex.FEMALE: lazy_gettext("meisje"),
    Sex.MALE: lazy_gettext("jongen"),
    Sex.UNKNOWN: lazy_gettext("onbekend"),
}
ACTS: Mapping[str, LazyString] = {
    "depart": lazy_gettext("vertrek gemeld"),
    "withdraw_departure": lazy_gettext("vertrek ingetrokken"),
    "expect_end": lazy_gettext("verwacht einde gemeld"),
    "end_stay": lazy_gettext("verblijf geëindigd"),
    "be_absent": lazy_gettext("afwezig gemeld"),
    "return": lazy_gettext("terug gemeld"),
    "keep_longer": lazy_gettext("bed langer gehouden"),
    "report_birth": lazy_gettext("geboorte gemeld"),
    "move_within": lazy_gettext("intern verhuisd"),
    "take_bed_more": lazy_gettext("bed erbij genomen"),
    "reunite": lazy_gettext("gezin herenigd"),
}
"""What was done to a stay; an act without a word is shown by its code."""
