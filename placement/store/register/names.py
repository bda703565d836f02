"""The names of what the register holds: for people to read, never to decide on."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from placement.store.tables import CodeWord, Institution, Place, Region, Scheme, Site
from solver.codes import Mode


@dataclass(frozen=True)
class Bilingual:
    """One name in the two languages of the product."""

    nl: str
    en: str

    def said_in(self, language: str) -> str:
        """The name in a language, Dutch when it has no English."""
        return self.en if language == "en" and self.en else self.nl


@dataclass(frozen=True)
class SchemeName:
    """A scheme with who decides on its places."""

    name: Bilingual
    mode: Mode


@dataclass(frozen=True)
class PlaceName:
    """How people speak of a place: its house and the name of the room there."""

    site: str
    room: str
    """As the house calls it, else the last part of the id."""
    scheme: str
    site_id: str


@dataclass(frozen=True)
class Names:
    """Every name in the register, by id or code."""

    places: dict[str, PlaceName]
    sites: dict[str, str]
    run_by: dict[str, tuple[str, ...]]
    """The sites of each institution that has any, by name."""
    institutions: dict[str, str]
    schemes: dict[str, SchemeName]
    regions: dict[str, Bilingual]
    words: dict[tuple[str, str], Bilingual]
    """By kind of list and code: ``("language", "ti")``."""


def names_in(session: Session) -> Names:
    """Read every name in the register: some hundreds of short rows."""
    rows = session.execute(
        select(Site.id, Site.name, Site.institution_id).order_by(Site.name)
    ).all()
    sites = {site: name for site, name, _ in rows}
    run_by: dict[str, tuple[str, ...]] = {}
    for site, _, institution in rows:
        run_by[institution] = (*run_by.get(institution, ()), site)
    places = session.execute(
        select(Place.id, Place.site_id, Place.name, Place.scheme_code).order_by(Place.id)
    )
    schemes = session.execute(select(Scheme.code, Scheme.nl, Scheme.en, Scheme.mode))
    regions = session.execute(
        select(Region.code, Region.nl, Region.en).order_by(Region.kind, Region.nl)
    )
    words = session.execute(
        select(CodeWord.kind, CodeWord.code, CodeWord.nl, CodeWord.en).order_by(CodeWord.nl)
    )
    return Names(
        places={
            place: PlaceName(sites[site], name or place.rpartition("-")[2], scheme, site)
            for place, site, name, scheme in places
        },
        sites=sites,
        run_by=run_by,
        institutions=dict(
            session.execute(
                select(Institution.id, Institution.name).order_by(Institution.name)
            ).all()
        ),
        schemes={code: SchemeName(Bilingual(nl, en), mode) for code, nl, en, mode in schemes},
        regions={code: Bilingual(nl, en) for code, nl, en in regions},
        words={(kind, code): Bilingual(nl, en) for kind, code, nl, en in words},
    )
