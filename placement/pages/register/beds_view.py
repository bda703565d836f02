"""What stands on the page of the beds of a site."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from placement.pages.framework.speaking import Speaker
from placement.pages.framework.texts import LazyString, gettext, lazy_gettext
from placement.service.register.looking import BedState, BedTonight, PlaceTonight
from solver.codes import Use

STATES: Mapping[BedState, LazyString] = {
    BedState.FREE: lazy_gettext("vrij"),
    BedState.STAY: lazy_gettext("bewoond"),
    BedState.HOLD: lazy_gettext("toegezegd"),
    BedState.OUTSIDE: lazy_gettext("cliënt van buiten"),
    BedState.OUTAGE: lazy_gettext("buiten gebruik"),
    BedState.TAKEN_WHOLE: lazy_gettext("kamer heel in gebruik"),
    BedState.NOT_THERE: lazy_gettext("nog niet hier"),
}
USES: Mapping[Use, LazyString] = {
    Use.SINGLE_ROOM: lazy_gettext("eigen kamer"),
    Use.APARTMENT: lazy_gettext("appartement"),
    Use.SHARED_ROOM: lazy_gettext("gedeelde kamer"),
}


@dataclass(frozen=True, kw_only=True)
class BedRow:
    """One bed with what can be reported of it."""

    id: str
    name: str
    state: str
    is_free: bool
    can_break: bool
    """It can go out of use: nobody is in it."""
    until: date | None
    gone_on: date | None
    """The night since which it is not there any more, while somebody is in it."""
    stay: str | None
    """The stay of who lives in it, for whoever may see it."""
    key: str
    occupation: str | None = None
    ends_with: str = ""
    """What the button says that reports it over."""
    coming: str = ""


@dataclass(frozen=True, kw_only=True)
class PlaceCard:
    """One place with its beds."""

    id: str
    name: str
    use: str
    scheme: str
    is_shared: bool
    key: str
    beds: tuple[BedRow, ...]
    closes: date | None


@dataclass(frozen=True, kw_only=True)
class BedsView:
    """The page of the beds of a site."""

    now: datetime
    tonight: date
    site: str
    name: str
    causes: tuple[tuple[str, str], ...]
    places: tuple[PlaceCard, ...]
    combinations: tuple[tuple[str, str], ...]
    """Combinations with their rooms, in words; their beds are those of the places."""


@dataclass(frozen=True, kw_only=True)
class SitesView:
    """The sites to choose from, by id and name."""

    sites: tuple[tuple[str, str], ...]


def place_card(
    told: PlaceTonight, speaker: Speaker, new_key: Callable[[], str], *, with_stays: bool
) -> PlaceCard:
    """A place in words, with the stays for whoever may see them."""
    place = told.place
    return PlaceCard(
        id=place.id,
        name=speaker.room(place.id),
        use=str(USES[place.use]),
        scheme=place.scheme_code,
        is_shared=place.use is Use.SHARED_ROOM,
        key=new_key(),
        beds=tuple(
            _row(n, bed, speaker, new_key(), with_stays=with_stays)
            for n, bed in enumerate(told.beds, 1)
        ),
        closes=place.closes,
    )


def _row(number: int, told: BedTonight, speaker: Speaker, key: str, *, with_stays: bool) -> BedRow:
    occupation = told.occupation
    cause = occupation.cause if occupation else None
    state = str(STATES[told.state])
    later = told.coming
    return BedRow(
        id=told.bed.id,
        name=told.bed.name or gettext("bed %(number)s", number=number),
        state=f"{state} ({speaker.word('outage_cause', cause)})" if cause else state,
        is_free=told.state is BedState.FREE,
        can_break=told.state in {BedState.FREE, BedState.TAKEN_WHOLE},
        until=told.until,
        gone_on=told.gone_on,
        stay=told.stay if with_stays else None,
        key=key,
        occupation=occupation.id if occupation else later.id if later else None,
        ends_with=_ending(told),
        coming=gettext("gepland vanaf %(day)s", day=f"{later.begins:%d-%m-%Y}") if later else "",
    )


def _ending(told: BedTonight) -> str:
    if told.state is BedState.OUTAGE:
        return gettext("Weer bruikbaar")
    if told.state is BedState.OUTSIDE:
        return gettext("Vertrokken")
    return ""
