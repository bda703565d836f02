"""Which scheme may take whom: each rule here speaks about the places of its own scheme only.

Two doubts are left open by these rules and decided across schemes in `status`: an unknown age or
legal group (ELI-7), and a household without status or cooperation (ELI-8).
"""

from datetime import date

from solver.codes import (
    BUDGET,
    CLARIFY,
    COSM,
    CRISIS,
    ISZW,
    MEN,
    MO,
    OMM,
    VO,
    Feature,
    LegalGroup,
    Mode,
    Scheme,
)
from solver.facts import Bedenktijd, InspectorateAgreement, OmmApplication
from solver.rules.grammar import MET, Finding, holds, must, prefer, short_by
from solver.ways import By, How, Way, gives_way

REGULAR = frozenset({VO, MO, MEN})
"""Regular shelter under the Wmo: women's, homeless and men's shelter (domain E3, E4, E7)."""
NAMED_SCHEMES = REGULAR | {COSM, OMM, ISZW, CLARIFY, CRISIS, BUDGET}
"""The schemes for which a rule below says whom they take."""


@must(
    "ELI-0",
    source="design 4; domain 1.1",
    nl="Een plek van een regeling die in geen toelatingsregel staat, of die alleen advies geeft, "
    "neemt niemand op.",
)
def the_scheme_is_one_we_know(scheme: Scheme, mode: Mode) -> Finding:
    """A place takes nobody when no rule names its scheme, or when the scheme only advises."""
    known = scheme in NAMED_SCHEMES and mode is not Mode.REFER
    return holds(known, scheme=scheme, mode=mode)


@gives_way(
    Way(
        fact="cosm_exception",
        how=How.BECOMES,
        becomes=True,
        by=By.COMENSHA,
        price=90,
        nl="CoMensha legt een uitzondering voor de COSM vast",
        en="CoMensha records an exception for the COSM",
    )
)
@must(
    "ELI-1",
    source="domain E1, E2, E5, 1.3",
    nl="Een COSM-plek is voor een volwassene van buiten de EU (kinderen komen mee) zolang de "
    "bedenktijd loopt of door politie of KMar is aangekondigd; een EU-burger komt er alleen met "
    "een vastgelegde uitzondering van CoMensha.",
    detail_nl="De bedenktijd, verleend of aangekondigd, loopt op de nacht van aankomst: van de "
    "begindatum tot de einddatum die daarbij genoemd is (die nacht telt niet meer). Met de "
    "uitzondering is geen bedenktijd nodig. Een onbekende verblijfsgroep krijgt hier het voordeel "
    "van de twijfel en geldt als van buiten de EU; ELI-7 beslist dan. Voor wie geen status heeft, "
    "staat in ELI-8 wat de bedenktijd vervangt.",
)
def cosm_is_for_the_bedenktijd(
    may_have_adult: bool,
    legal_group: LegalGroup,
    bedenktijd: Bedenktijd | None,
    cosm_exception: bool,
    without_status: bool,
    /,
    scheme: Scheme,
    night: date,
) -> Finding:
    """A COSM place takes third-country adults in bedenktijd; EU citizens only by exception.

    Children come along. The bedenktijd, granted or announced by police or KMar, runs on the night
    of arrival: from the begin told with it until the end, a night on which it no longer runs. The
    exception is CoMensha's, recorded, and needs no bedenktijd. An unknown legal group has the
    benefit of the doubt here and counts as third-country; ELI-7 then decides. ELI-8 says what
    stands in for the bedenktijd of somebody without status.
    """
    if scheme != COSM:
        return MET
    in_bedenktijd = bedenktijd is not None and bedenktijd.runs_on(night)
    third_country = legal_group in {LegalGroup.THIRD_COUNTRY, LegalGroup.UNKNOWN}
    by_right = third_country and (in_bedenktijd or without_status)
    by_exception = legal_group is LegalGroup.EU and cosm_exception
    if may_have_adult and (by_right or by_exception):
        return MET
    facts = {"legal_group": legal_group, "bedenktijd": bedenktijd, "exception": cosm_exception}
    return short_by(1, **facts, adult=may_have_adult, night=night)


@gives_way(
    Way(
        fact="omm_application",
        how=How.STEP,
        becomes=OmmApplication(by_institution=False, consulted=False, weighed=False),
        by=By.INSTITUTION,
        price=30,
        nl="De aanvraag voor de OMM krijgt de stap “{value}”",
        en="The OMM application is given the step “{value}”",
    )
)
@must(
    "ELI-2",
    source="domain E6, 1.3",
    nl="Een OMM-plek is voor een volwassene met meervoudige problematiek: een instelling heeft de "
    "plek aangevraagd in overleg met de zorgcoördinator (is die er niet: met CoMensha) en "
    "CoMensha heeft de aanvraag gewogen.",
)
def omm_is_for_multiple_problems(
    may_have_adult: bool,
    multi_problem: bool,
    omm_application: OmmApplication | None,
    /,
    scheme: Scheme,
) -> Finding:
    """An OMM place takes adults with multiple problems, applied for, consulted and weighed."""
    steps = omm_application or OmmApplication(by_institution=False, consulted=False, weighed=False)
    lacking = {
        "adult": may_have_adult,
        "multi_problem": multi_problem,
        "application_by_institution": steps.by_institution,
        "zorgcoordinator_consulted": steps.consulted,
        "weighed_by_comensha": steps.weighed,
    }
    return holds(scheme != OMM or all(lacking.values()), **lacking)


@must(
    "ELI-3",
    source="domain E3, E4, E5, E7, 1.2, 1.3",
    nl="Vrouwenopvang, maatschappelijke opvang en mannenopvang zijn voor Nederlandse volwassenen, "
    "EU-burgers en mensen met een B8-vergunning; iemand in de bedenktijd kan er als laatste "
    "keus terecht.",
    detail_nl="Ook hier loopt de bedenktijd, verleend of aangekondigd, op de nacht van aankomst. "
    "Een onbekende verblijfsgroep krijgt het voordeel van de twijfel; ELI-7 beslist dan. Voor wie "
    "geen status heeft, staat in ELI-8 wat dit recht vervangt.",
)
def regular_shelter_is_for_those_with_a_right_to_it(
    may_have_adult: bool,
    legal_group: LegalGroup,
    b8_permit: bool,
    bedenktijd: Bedenktijd | None,
    without_status: bool,
    /,
    scheme: Scheme,
    night: date,
) -> Finding:
    """VO, MO and men's shelter take Dutch, EU and B8 adults, and at last those in bedenktijd.

    Here too the bedenktijd, granted or announced, runs on the night of arrival. An unknown legal
    group has the benefit of the doubt; ELI-7 then decides. ELI-8 says what stands in for this
    right of somebody without status.
    """
    if scheme not in REGULAR:
        return MET
    by_right = legal_group is not LegalGroup.THIRD_COUNTRY or b8_permit or without_status
    in_bedenktijd = bedenktijd is not None and bedenktijd.runs_on(night)
    if may_have_adult and (by_right or in_bedenktijd):
        return MET
    facts = {"legal_group": legal_group, "b8_permit": b8_permit, "bedenktijd": bedenktijd}
    return short_by(1, **facts, adult=may_have_adult, night=night)


@prefer(
    "ELI-3P",
    points=130,
    at_most=1,
    source="domain E1, 1.2 (“bij voorkeur” COSM)",
    nl="Wie in de bedenktijd is, gaat bij voorkeur naar de COSM: vrouwenopvang, maatschappelijke "
    "opvang en mannenopvang zijn dan de laatste keus.",
    detail_nl="Nederlanders, EU-burgers en mensen met een B8-vergunning betalen dit niet: zij "
    "hebben daar een eigen recht (ELI-3).",
)
def the_bedenktijd_is_spent_elsewhere(
    legal_group: LegalGroup,
    b8_permit: bool,
    bedenktijd: Bedenktijd | None,
    /,
    scheme: Scheme,
    night: date,
) -> Finding:
    """Somebody in bedenktijd goes to VO, MO or men's shelter only as the last choice.

    The Dutch, EU citizens and those with a B8 permit do not pay this: they have a right of their
    own there (ELI-3).
    """
    has_own_right = b8_permit or legal_group is LegalGroup.DUTCH or legal_group is LegalGroup.EU
    in_bedenktijd = bedenktijd is not None and bedenktijd.runs_on(night)
    last_choice = scheme in REGULAR and in_bedenktijd and not has_own_right
    return holds(not last_choice, scheme=scheme, bedenktijd=bedenktijd)


@gives_way(
    Way(
        fact="inspectorate",
        how=How.BECOMES,
        becomes=InspectorateAgreement(seriously_disadvantaged=False),
        by=By.INSPECTORATE,
        price=80,
        nl="De Arbeidsinspectie stemt in",
        en="The Labour Inspectorate agrees",
    )
)
@must(
    "ELI-4",
    source="domain E9, E10",
    nl="Een plek van de Opvang ISZW vraagt instemming van de Arbeidsinspectie; wie “ernstig "
    "benadeeld” is, moet ook rechtmatig in Nederland zijn en blijft ten hoogste 14 nachten.",
)
def iszw_needs_the_inspectorate(
    inspectorate: InspectorateAgreement | None, lawful_stay: bool, /, scheme: Scheme
) -> Finding:
    """An ISZW place needs the Inspectorate's agreement; the seriously disadvantaged lawful stay."""
    agreed = inspectorate is not None
    needs_lawful_stay = inspectorate is not None and inspectorate.seriously_disadvantaged
    admitted = agreed and (lawful_stay or not needs_lawful_stay)
    return holds(scheme != ISZW or admitted, inspectorate=inspectorate, lawful_stay=lawful_stay)


@must(
    "ELI-5",
    source="domain E16",
    nl="Een 72-uursplek is voor iemand van wie nog niet duidelijk is of die slachtoffer is.",
)
def clarification_is_for_the_unclear(status_unclear: bool, /, scheme: Scheme) -> Finding:
    """A clarification place takes somebody of whom it is not yet clear whether a victim."""
    return holds(scheme != CLARIFY or status_unclear, status_unclear=status_unclear)


@must(
    "ELI-9",
    source="domain E11, E17",
    nl="Een crisisplek neemt op wie aan de voorwaarden van het huis voldoet; een tijdelijke "
    "groepsplek is voor de groep waarvoor zij is ingekocht.",
)
def crisis_and_budget_follow_their_terms(
    crisis_terms: frozenset[Feature],
    budget_group: str | None,
    /,
    scheme: Scheme,
    stated_terms: frozenset[Feature],
    bought_for: str | None,
) -> Finding:
    """A CRISIS place admits by its stated terms; a BUDGET place the group it was bought for."""
    unmet = sorted(stated_terms - crisis_terms) if scheme == CRISIS else []
    right_group = bought_for is not None and budget_group == bought_for
    admitted = not unmet and (scheme != BUDGET or right_group)
    return holds(admitted, unmet_terms=unmet, group=budget_group, bought_for=bought_for)
