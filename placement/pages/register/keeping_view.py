"""What stands on the pages of a place and a site: profiles in words and as forms."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from placement.pages.framework.form_view import FormView
from placement.pages.framework.speaking import Speaker
from placement.pages.framework.texts import LazyString, gettext, lazy_gettext
from placement.pages.register.beds_view import USES
from placement.service.register.looking import PlaceKept
from placement.service.register.profiling import Profile
from placement.store.nights import tonight_at
from placement.store.tables import Bed, ProfileChange
from solver.codes import SexPolicy

LABELS: Mapping[str, LazyString] = {
    "night": lazy_gettext("Nacht"),
    "known": lazy_gettext("Zoals bekend op"),
    "begins": lazy_gettext("Vanaf de nacht van"),
    "reason": lazy_gettext("Waarom, zonder namen"),
    "sexPolicy": lazy_gettext("Voor wie"),
    "oldestChild": lazy_gettext("Oudste kind, in jaren"),
    "oldestBoy": lazy_gettext("Oudste jongen, in jaren"),
    "features": lazy_gettext("Wat de plek heeft"),
    "offers": lazy_gettext("Zorg in huis"),
    "spokenHere": lazy_gettext("Talen"),
    "cannotAdmit": lazy_gettext("Kan niet opnemen"),
    "statedTerms": lazy_gettext("Voorwaarden van de crisisplek"),
    "acceptsUnclear": lazy_gettext("Ook als de status onduidelijk is"),
    "acceptsWithoutStatus": lazy_gettext("Ook zonder verblijfsstatus"),
    "maxNights": lazy_gettext("Hoogstens zoveel nachten"),
    "arrivalDays": lazy_gettext("Dagen van aankomst"),
    "admitsUntil": lazy_gettext("Laatste aankomst, als uu:mm (vóór 06:00: na middernacht)"),
    "outOfHours": lazy_gettext("Ook daarna is er iemand die opneemt"),
    "security": lazy_gettext("Niveau van beveiliging"),
    "facts": lazy_gettext("Wat er verandert"),
    "scheme": lazy_gettext("Regeling"),
    "use": lazy_gettext("Gebruik"),
    "name": lazy_gettext("Naam van de plek"),
    "opens": lazy_gettext("Open vanaf"),
    "beds": lazy_gettext("Bedden"),
}
POLICIES: Mapping[str, LazyString] = {
    SexPolicy.WOMEN: lazy_gettext("vrouwen"),
    SexPolicy.MEN: lazy_gettext("mannen"),
    SexPolicy.MIXED: lazy_gettext("vrouwen en mannen"),
}
DAYS: Mapping[str, LazyString] = {
    "0": lazy_gettext("maandag"),
    "1": lazy_gettext("dinsdag"),
    "2": lazy_gettext("woensdag"),
    "3": lazy_gettext("donderdag"),
    "4": lazy_gettext("vrijdag"),
    "5": lazy_gettext("zaterdag"),
    "6": lazy_gettext("zondag"),
}
CODE_LISTS = {
    "features": "feature",
    "offers": "care",
    "spokenHere": "language",
    "cannotAdmit": "contra_indication",
    "statedTerms": "crisis_term",
}
LISTS = (*CODE_LISTS, "arrivalDays")
NUMBERS = ("oldestChild", "oldestBoy", "maxNights", "security", "number", "beds")
_COLUMNS = {
    "sex_policy": "sexPolicy",
    "oldest_child": "oldestChild",
    "oldest_boy": "oldestBoy",
    "features": "features",
    "offers": "offers",
    "spoken_here": "spokenHere",
    "cannot_admit": "cannotAdmit",
    "stated_terms": "statedTerms",
    "accepts_unclear": "acceptsUnclear",
    "accepts_without_status": "acceptsWithoutStatus",
    "max_nights": "maxNights",
    "arrival_days": "arrivalDays",
    "admits_until": "admitsUntil",
    "out_of_hours": "outOfHours",
    "security": "security",
}
"""How the facts of a profile are called in a form."""


@dataclass(frozen=True, kw_only=True)
class ProfileSeen:
    """Asking about a night, and the answer in words, as known now or on a day."""

    form: FormView
    night: date | None = None
    """None where nothing was asked: what is planned is laid over tonight."""
    known_on: date | None = None
    facts: tuple[tuple[str, str], ...] = ()
    """Labels and values."""


@dataclass(frozen=True, kw_only=True)
class PlannedRow:
    """A change in words."""

    id: str
    begins: date
    what: str
    reason: str
    state: str
    can_be_dropped: bool
    key: str


@dataclass(frozen=True, kw_only=True)
class KeptPage:
    """What the pages of a place and a site share."""

    id: str
    name: str
    planned: tuple[PlannedRow, ...]
    lists: Mapping[str, list[tuple[str, str]]]
    policies: list[tuple[str, LazyString]]
    days: list[tuple[str, LazyString]]
    uses: list[tuple[str, LazyString]]
    schemes: list[tuple[str, str]]
    key: str
    seen: ProfileSeen


@dataclass(frozen=True, kw_only=True)
class PlacePage(KeptPage):
    """A place with its beds."""

    site: str
    use: str
    scheme: str
    opens: date
    closes: date | None
    version: int
    beds: tuple[tuple[str, str], ...]
    """The beds that are not gone, by id and in words."""


def place_page(
    kept: PlaceKept,
    profile: Profile,
    speaker: Speaker,
    new_key: Callable[[], str],
    now: datetime,
    seen: ProfileSeen,
) -> PlacePage:
    """The page of a place."""
    place, tonight = kept.place, tonight_at(now)
    there = [b for b in kept.beds if b.member_until is None or b.member_until > tonight]
    return PlacePage(
        id=place.id,
        name=speaker.place(place.id),
        site=place.site_id,
        use=str(USES[place.use]),
        scheme=place.scheme_code,
        opens=place.opens,
        closes=place.closes,
        version=place.version,
        beds=tuple((bed.id, _bed(n, bed)) for n, bed in enumerate(there, 1)),
        seen=seen,
        **_shared(profile, speaker, new_key, tonight),
    )


def site_page(
    site: str,
    name: str,
    profile: Profile,
    speaker: Speaker,
    new_key: Callable[[], str],
    now: datetime,
    seen: ProfileSeen,
) -> KeptPage:
    """The page of a site."""
    shared = _shared(profile, speaker, new_key, tonight_at(now))
    return KeptPage(id=site, name=name, seen=seen, **shared)


def profile_seen(
    form: FormView, found: Profile, known_on: date | None, speaker: Speaker
) -> ProfileSeen:
    """A profile in words."""
    said = (
        (str(LABELS[field]), _said(column, found.facts[column], speaker))
        for column, field in _COLUMNS.items()
        if column in found.facts
    )
    return ProfileSeen(form=form, night=found.night, known_on=known_on, facts=tuple(said))


def as_form(facts: Mapping[str, Any], begins: date | None = None) -> FormView:
    """A profile as the values of a form, so that only what is altered is a change."""
    values = {_COLUMNS[name]: as_texts(value) for name, value in facts.items()}
    values["begins"] = (f"{begins:%d-%m-%Y}",) if begins else ()
    return FormView({name: texts for name, texts in values.items() if texts})


def changed_facts(known: Mapping[str, Any], sent: Mapping[str, Any]) -> dict[str, Any]:
    """What was sent that is not as it is known; a field left empty is none or no."""
    changed: dict[str, Any] = {}
    for column, field in _COLUMNS.items():
        if column not in known:
            continue
        now = known[column]
        value = sent.get(field)
        if isinstance(now, bool):
            value = value == "true"
        elif isinstance(now, frozenset):
            value = value or []
        if as_texts(value) != as_texts(now):
            changed[field] = value
    return changed


def _shared(
    profile: Profile, speaker: Speaker, new_key: Callable[[], str], tonight: date
) -> dict[str, Any]:
    return {
        "planned": tuple(_row(one, tonight, new_key(), speaker) for one in profile.changes),
        "lists": {name: speaker.list_of(kind) for name, kind in CODE_LISTS.items()},
        "policies": list(POLICIES.items()),
        "days": list(DAYS.items()),
        "uses": [(use.value, said) for use, said in USES.items()],
        "schemes": [(code, f"{code}: {speaker.scheme(code)}") for code in speaker.names.schemes],
        "key": new_key(),
    }


def _row(change: ProfileChange, tonight: date, key: str, speaker: Speaker) -> PlannedRow:
    dropped = change.cancelled_at is not None
    comes = not dropped and change.begins > tonight
    state = gettext("vervallen") if dropped else gettext("gepland") if comes else gettext("geldt")
    return PlannedRow(
        id=change.id,
        begins=change.begins,
        what="; ".join(
            f"{LABELS[_COLUMNS[name]]}: {_said(name, value, speaker)}"
            for name, value in sorted(change.facts.items())
        ),
        reason=change.reason,
        state=state,
        can_be_dropped=comes,
        key=key,
    )


def _said(column: str, value: Any, speaker: Speaker) -> str:  # noqa: ANN401 - of any fact
    """A fact of a profile in words, as a column or a change keeps it."""
    if isinstance(value, bool):
        return gettext("ja") if value else gettext("nee")
    if value is None:
        return gettext("geen grens")
    if column == "arrival_days":
        return ", ".join(str(DAYS[day]) for day in sorted(value))
    if _COLUMNS[column] in CODE_LISTS:
        return speaker.words(CODE_LISTS[_COLUMNS[column]], value) or gettext("geen")
    return str(POLICIES[value]) if column == "sex_policy" else str(value)


def _bed(number: int, bed: Bed) -> str:
    said = bed.name or gettext("bed %(number)s", number=number)
    if bed.member_until is not None:
        said += gettext(", tot %(day)s", day=f"{bed.member_until:%d-%m-%Y}")
    return said


def as_texts(value: object) -> tuple[str, ...]:
    """A value as a form holds it."""
    if value is None or value is False:
        return ()
    if value is True:
        return ("true",)
    if isinstance(value, frozenset | list):
        return tuple(sorted(map(str, value)))
    return (str(value),)
