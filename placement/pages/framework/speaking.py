"""Ids and codes as people say them, in the language of the page."""

from collections.abc import Iterable
from dataclasses import dataclass

from placement.pages.framework.texts import gettext
from placement.pages.language import language
from placement.service.naming import Names, names_of_register
from placement.store.database.opening import Store
from placement.store.following.coordinators import Responsible
from solver.codes import Mode


@dataclass(frozen=True)
class Speaker:
    """Knows the names of the register and the language of the reader."""

    names: Names
    language: str

    def place(self, place: str) -> str:
        """A place with its house: "ACM (COSM) Amsterdam, kamer 4"."""
        named = self.names.places.get(place)
        if named is None:
            return place
        return f"{named.site}, {self.room(place)}"

    def room(self, place: str) -> str:
        """A place without its house: "kamer 4", for who is in that house already."""
        named = self.names.places.get(place)
        if named is None:
            return place
        return gettext("plek %(number)s", number=named.room) if named.room.isdigit() else named.room

    def scheme_of(self, place: str) -> str:
        """The code of the scheme under which a place is offered."""
        named = self.names.places.get(place)
        return named.scheme if named else ""

    def scheme(self, code: str) -> str:
        """The name of a scheme."""
        named = self.names.schemes.get(code)
        return named.name.said_in(self.language) if named else code

    def decides_itself(self, scheme: str) -> bool:
        """Whether the houses of a scheme decide themselves, so that they are asked first."""
        named = self.names.schemes.get(scheme)
        return named is not None and named.mode is Mode.MEDIATE

    def region(self, code: str) -> str:
        """The name of a region."""
        named = self.names.regions.get(code)
        return named.said_in(self.language) if named else code

    def named(self, code: str) -> str:
        """A place, a region or a word of any code list by its name; the code where it has none."""
        if code in self.names.places:
            return self.place(code)
        if code in self.names.regions:
            return self.region(code)
        said = (self.names.words[kind, code] for kind, c in self.names.words if c == code)
        named = next(said, None)
        return named.said_in(self.language) if named else code

    def word(self, kind: str, code: str) -> str:
        """A word of a code list."""
        named = self.names.words.get((kind, code))
        return named.said_in(self.language) if named else code

    def words(self, kind: str, codes: Iterable[str]) -> str:
        """Several words of a code list, in the order of the alphabet."""
        return ", ".join(sorted(self.word(kind, code) for code in codes))

    def regions(self, codes: Iterable[str]) -> str:
        """Several regions, in the order of the alphabet."""
        return ", ".join(sorted(self.region(code) for code in codes))

    def list_of(self, kind: str) -> list[tuple[str, str]]:
        """A code list to choose from."""
        codes = [code for listed, code in self.names.words if listed == kind]
        return sorted(((code, self.word(kind, code)) for code in codes), key=lambda pair: pair[1])

    def responsible(self, one: Responsible) -> str:
        """Who coordinates care, and in which region."""
        who = gettext("CoMensha op afstand") if one.is_at_a_distance else one.organisation
        region = self.region(one.region)
        where = gettext("elders in %(region)s", region=region) if one.elsewhere else region
        return f"{who} ({where})"

    def regions_to_choose(self, kind: str) -> list[tuple[str, str]]:
        """The regions of one kind to choose from."""
        codes = [code for code in self.names.regions if code.partition(":")[0] == kind]
        return sorted(((code, self.region(code)) for code in codes), key=lambda pair: pair[1])


def speaker_of(store: Store) -> Speaker:
    """Who speaks on this page."""
    return Speaker(names_of_register(store), language())
