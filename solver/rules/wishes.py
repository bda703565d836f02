"""What the victim wants and never wants, and the region."""

from solver.codes import Feature, Region
from solver.rules.grammar import Finding, holds, must, prefer, short_by
from solver.ways import By, Way, gives_way


@gives_way(
    Way(
        fact="never_regions",
        by=By.VICTIM,
        price=150,
        nl="De cliënt sluit “{value}” niet meer uit",
        en="The victim no longer rules out “{value}”",
    ),
    Way(
        fact="never_features",
        by=By.VICTIM,
        price=150,
        nl="De cliënt sluit “{value}” niet meer uit",
        en="The victim no longer rules out “{value}”",
    ),
)
@must(
    "WIS-1",
    source="design 4 (wishes of the victim); domain 1.3",
    nl="Wat de cliënt nooit wil, gebeurt niet: geen regio en geen soort plek die is uitgesloten.",
)
def never_is_respected(
    never_regions: frozenset[Region],
    never_features: frozenset[Feature],
    /,
    regions: frozenset[Region],
    features: frozenset[Feature],
) -> Finding:
    """The place has nothing that the victim said never to: no such region, no such feature."""
    refused = sorted(never_regions & regions) + sorted(never_features & features)
    return holds(not refused, never=refused)


@prefer(
    "WIS-2",
    points=5,
    at_most=4,
    source="design 4 (wishes of the victim)",
    nl="Wat de cliënt wenst, telt mee.",
)
def wishes_count(wishes: frozenset[Feature], /, features: frozenset[Feature]) -> Finding:
    """The place has what the victim wishes for."""
    missing = sorted(wishes - features)
    return short_by(len(missing), missing=missing)


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
