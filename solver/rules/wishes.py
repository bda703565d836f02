"""What the victim wants and never wants."""

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
    detail_nl="Van een combinatie is één kamer die iets uitgeslotens heeft genoeg om af te vallen.",
)
def never_is_respected(
    never_regions: frozenset[Region],
    never_features: frozenset[Feature],
    /,
    regions: frozenset[Region],
    features: frozenset[Feature],
    in_some_room: frozenset[Feature],
) -> Finding:
    """The place has nothing that the victim said never to: no such region, no such feature.

    In a combination a feature of one of its rooms is enough to bar it.
    """
    there = features | in_some_room
    refused = sorted(never_regions & regions) + sorted(never_features & there)
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
