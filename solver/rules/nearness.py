"""Where a place lies: the home region, a zorgcoordinator at hand, school, case and network."""

from solver.codes import Region
from solver.rules.grammar import Finding, holds, prefer, short_by

MUNICIPALITY = "municipality:"
"""How the code of a municipality begins."""


@prefer(
    "REG-1",
    points=10,
    at_most=1,
    source="domain 1.3, 2.3, E4",
    nl="De plek ligt in de verantwoordelijke of de gewenste regio.",
)
def in_the_home_region(home_regions: frozenset[Region], /, regions: frozenset[Region]) -> Finding:
    """The place lies in the responsible or the wished region."""
    at_home = not home_regions or bool(home_regions & regions)
    return holds(at_home, home_regions=sorted(home_regions))


@prefer(
    "REG-2",
    points=10,
    at_most=1,
    source="design 4; domain 2.3 (regions without a zorgcoördinator)",
    nl="In de regio van de plek werkt een zorgcoördinator.",
    detail_nl="Telt voor wie naar de plek gaat, niet voor wie blijft waar hij is.",
)
def a_zorgcoordinator_works_there(has_zorgcoordinator: bool) -> Finding:
    """A zorgcoordinator covers the region of the place.

    It counts for who goes to the place, not for who stays as they are.
    """
    return holds(has_zorgcoordinator, has_zorgcoordinator=has_zorgcoordinator)


@prefer(
    "REG-3",
    points=6,
    at_most=2,
    source="design 4 (bands of nearness to school, case, network)",
    nl="De plek is dicht bij school, zaak of netwerk: hoe verder weg, hoe meer het telt.",
    detail_nl="De cliënt noemt de gemeenten (codes die met “municipality:” beginnen) en de "
    "politie-eenheden waar school, zaak en netwerk zijn. Ligt de plek in zo'n gemeente: 0; anders "
    "in een andere genoemde regio, dus in dezelfde politie-eenheid: 1; elders: 2. Noemt de cliënt "
    "niets: 0. Hoe ver het precies is, telt niet mee: het adres is verzegeld.",
)
def near_to_school_case_and_network(
    near: frozenset[Region], /, regions: frozenset[Region]
) -> Finding:
    """The place is near to school, case or network: the further away, the more it costs.

    The household names the municipalities (codes that begin with "municipality:") and the police
    units of school, case and network. A place in such a municipality: 0; else in another region
    that is named, hence in the same police unit: 1; elsewhere: 2. Nothing named: 0. The exact
    distance never counts, for the address is sealed.
    """
    shared = near & regions
    same_municipality = any(region.startswith(MUNICIPALITY) for region in shared)
    same_unit = bool(shared)
    band = 0 if same_municipality or not near else 1 if same_unit else 2
    return short_by(band, near=sorted(near), shared=sorted(shared))
