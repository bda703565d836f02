"""Whether house and household suit each other: care, contra-indications, language."""

from solver.codes import Care, ContraIndication, Feature, Language, Mode
from solver.rules.grammar import Finding, holds, must, prefer, short_by
from solver.ways import By, Way, gives_way


@gives_way(
    Way(
        fact="cannot_do_without",
        by=By.VICTIM,
        price=150,
        nl="De cliënt kan het toch zonder “{value}”",
        en="The victim can do without “{value}” after all",
    ),
    Way(
        fact="cannot_admit",
        by=By.HOUSE,
        price=70,
        nl="Het huis neemt iemand met “{value}” toch op",
        en="The house admits somebody with “{value}” after all",
    ),
)
@must(
    "CAR-1",
    source="domain 1.3, 3.4",
    nl="De plek heeft wat de cliënt niet kan missen; waar CoMensha zelf plaatst, kan het huis ook "
    "opnemen wat de cliënt meebrengt (geen contra-indicatie).",
)
def what_cannot_be_missed_is_there(
    cannot_do_without: frozenset[Feature],
    brings: frozenset[ContraIndication],
    /,
    features: frozenset[Feature],
    cannot_admit: frozenset[ContraIndication],
    mode: Mode,
) -> Finding:
    """The place has what cannot be missed and, where CoMensha places, admits what is brought."""
    missing = sorted(cannot_do_without - features)
    refused = sorted(brings & cannot_admit) if mode is Mode.PLACE else []
    return holds(not missing and not refused, missing=missing, refused=refused)


@prefer(
    "CAR-1P",
    points=15,
    at_most=2,
    source="domain 3.4 (contra-indications “often” mean no admission)",
    nl="Beslist het huis zelf, dan telt elke contra-indicatie mee die het huis noemt; het huis "
    "wordt ernaar gevraagd.",
)
def the_house_can_admit_what_is_brought(
    brings: frozenset[ContraIndication],
    /,
    cannot_admit: frozenset[ContraIndication],
    mode: Mode,
) -> Finding:
    """Where the house decides, everything brought that it cannot usually admit costs."""
    doubtful = sorted(brings & cannot_admit) if mode is Mode.MEDIATE else []
    return short_by(len(doubtful), doubtful=doubtful)


@prefer(
    "CAR-2",
    points=6,
    at_most=4,
    source="domain 1.3 (each provider its own specialism)",
    nl="De zorg die de cliënt nodig heeft, is in huis.",
)
def the_needs_are_met_in_house(needs: frozenset[Care], /, offers: frozenset[Care]) -> Finding:
    """The house offers itself the care that the household needs."""
    missing = sorted(needs - offers)
    return short_by(len(missing), missing=missing)


@prefer(
    "CAR-3",
    points=10,
    at_most=1,
    source="domain 1.3",
    nl="Iemand in huis spreekt een taal van de cliënt.",
)
def somebody_speaks_the_language(
    speaks: frozenset[Language], /, spoken_here: frozenset[Language]
) -> Finding:
    """Somebody in the house speaks a language of the household."""
    understood = not speaks or bool(speaks & spoken_here)
    return holds(understood, speaks=sorted(speaks), spoken_here=sorted(spoken_here))
