"""Words for the codes that the pages show; lists that can grow come from the code tables."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from flask_babel import format_date

from placement.pages.framework.texts import LazyString, gettext, lazy_gettext, ngettext
from placement.policy import Role
from solver.codes import AgeBand, AskedAlone, LegalGroup, Sex, Urgency
from solver.facts import Person

HERE = ZoneInfo("Europe/Amsterdam")

URGENCIES: Mapping[str, LazyString] = {
    Urgency.ACUTE: lazy_gettext("acuut, vannacht"),
    Urgency.URGENT: lazy_gettext("spoed, binnen 3 nachten"),
    Urgency.SOON: lazy_gettext("binnenkort, binnen 14 nachten"),
    Urgency.PLANNED: lazy_gettext("gepland, op een datum"),
}
"""The nights per class. Source: design.md 5."""
URGENCY_NAMES: Mapping[str, LazyString] = {
    Urgency.ACUTE: lazy_gettext("acuut"),
    Urgency.URGENT: lazy_gettext("spoed"),
    Urgency.SOON: lazy_gettext("binnenkort"),
    Urgency.PLANNED: lazy_gettext("gepland"),
}
LEGAL_GROUPS: Mapping[str, LazyString] = {
    LegalGroup.DUTCH: lazy_gettext("Nederlands"),
    LegalGroup.EU: lazy_gettext("EU-burger"),
    LegalGroup.THIRD_COUNTRY: lazy_gettext("van buiten de EU"),
    LegalGroup.UNKNOWN: lazy_gettext("nog onbekend"),
}
SEXES: Mapping[str, LazyString] = {
    Sex.FEMALE: lazy_gettext("vrouw"),
    Sex.MALE: lazy_gettext("man"),
    Sex.UNKNOWN: lazy_gettext("onbekend"),
}
AGES: Mapping[str, LazyString] = {
    AgeBand.UNDER_4: lazy_gettext("0 tot en met 3 jaar"),
    AgeBand.FROM_4: lazy_gettext("4 tot en met 11 jaar"),
    AgeBand.FROM_12: lazy_gettext("12 tot en met 15 jaar"),
    AgeBand.FROM_16: lazy_gettext("16 of 17 jaar"),
    AgeBand.FROM_18: lazy_gettext("18 tot en met 22 jaar"),
    AgeBand.FROM_23: lazy_gettext("23 jaar of ouder"),
    AgeBand.UNKNOWN: lazy_gettext("leeftijd onbekend"),
}
ASKED_ALONE: Mapping[str, LazyString] = {
    AskedAlone.YES: lazy_gettext("ja, alleen gesproken"),
    AskedAlone.NO: lazy_gettext("nee, nog niet alleen gesproken"),
    AskedAlone.NOT_POSSIBLE: lazy_gettext("kon niet"),
}
ROLES: Mapping[str, LazyString] = {
    Role.HELPDESK: lazy_gettext("helpdesk"),
    Role.INSTITUTION: lazy_gettext("instelling"),
    Role.ZORGCOORDINATOR: lazy_gettext("zorgcoördinator"),
    Role.POLICY_READER: lazy_gettext("beleid"),
    Role.ADMINISTRATOR: lazy_gettext("beheer"),
}


def household_in_words(people: Iterable[Person]) -> str:
    """Say who is in a household without naming anybody: "vrouw (18-22) met 2 kinderen"."""
    everybody = tuple(people)
    adults = [p for p in everybody if not p.age.is_minor]
    children = [p for p in everybody if p.age.is_minor]
    said = _adults_in_words(adults)
    if not children:
        return said
    ages = ", ".join(sorted(p.age.value for p in children))
    counted = ngettext("%(num)d kind", "%(num)d kinderen", len(children))
    if not adults:
        return gettext("%(children)s alleen (%(ages)s)", children=counted, ages=ages)
    return gettext(
        "%(adults)s met %(children)s (%(ages)s)", adults=said, children=counted, ages=ages
    )


def _adults_in_words(adults: list[Person]) -> str:
    kinds = Counter((p.sex, p.age) for p in adults)
    parts = [
        _one_kind(sex, age, count)
        for (sex, age), count in sorted(kinds.items(), key=lambda kind: kind[0])
    ]
    return gettext(" en ").join(parts)


def _one_kind(sex: Sex, age: AgeBand, count: int) -> str:
    words = {
        Sex.FEMALE: lambda: ngettext("een vrouw", "%(num)d vrouwen", count),
        Sex.MALE: lambda: ngettext("een man", "%(num)d mannen", count),
        Sex.UNKNOWN: lambda: ngettext("een persoon", "%(num)d personen", count),
    }
    band = gettext("leeftijd onbekend") if age is AgeBand.UNKNOWN else age.value
    return f"{words[sex]()} ({band})"


def day(value: date | None) -> str:
    """A date as DD-MM-YYYY, in both languages."""
    return "" if value is None else f"{value:%d-%m-%Y}"


def weekday(value: date) -> str:
    """A date with its day of the week: "ma 23-11-2026"."""
    return f"{format_date(value, 'EEE').removesuffix('.')} {day(value)}"


def moment(value: datetime) -> str:
    """An instant as people here read the clock: DD-MM-YYYY HH:MM."""
    aware = value if value.tzinfo else value.replace(tzinfo=UTC)
    return f"{aware.astimezone(HERE):%d-%m-%Y %H:%M}"


def age_of(days: int | None) -> str:
    """How old a figure is: freshness is shown beside every figure."""
    if days is None:
        return gettext("nog nooit bevestigd")
    if days == 0:
        return gettext("vandaag bevestigd")
    return ngettext("%(num)d dag geleden bevestigd", "%(num)d dagen geleden bevestigd", days)
