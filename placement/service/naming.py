"""The names of places, houses, regions and codes, for those who show them to people."""

from placement.store.database.opening import Store
from placement.store.register.names import Bilingual, Names, PlaceName, SchemeName, names_in

__all__ = ["Bilingual", "Names", "PlaceName", "SchemeName", "names_of_register"]


def names_of_register(store: Store) -> Names:
    """Every name in the register, as it stands now."""
    with store.reading() as session:
        return names_in(session)
