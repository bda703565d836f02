"""Minors, doubts and missing status: what holds across all schemes."""

from solver.codes import LegalGroup
from solver.facts import Person
from solver.rules.grammar import Finding, holds, must, refer
from solver.ways import By, How, Way, gives_way


@refer(
    "ELI-6",
    source="domain E12, E13",
    nl="Een minderjarige zonder ouder of voogd van wie de rol is nagegaan, wordt niet geplaatst "
    "maar overgedragen aan Nidos of de jeugdhulp.",
)
def minors_come_with_a_checked_guardian(
    children: frozenset[Person], has_adult: bool, guardian_checked: bool, /
) -> Finding:
    """A minor without a parent or guardian whose role was checked is referred, not matched."""
    accompanied = has_adult and guardian_checked
    return holds(not children or accompanied, adult=has_adult, role_checked=guardian_checked)


@gives_way(
    Way(
        fact="accepts_unclear",
        how=How.BECOMES,
        becomes=True,
        by=By.HOUSE,
        price=70,
        nl="Het huis aanvaardt een onduidelijke status",
        en="The house accepts an unclear status",
    )
)
@must(
    "ELI-7",
    source="domain 3.3; design 4",
    nl="Is de leeftijd of de verblijfsgroep onbekend, dan kan iemand alleen naar een plek die een "
    "onduidelijke status aanvaardt.",
    detail_nl="ELI-1, ELI-2 en ELI-3 geven dan het voordeel van de twijfel: zij rekenen iemand van "
    "onbekende leeftijd tot de volwassenen, en ELI-1 en ELI-3 een onbekende verblijfsgroep tot "
    "de groep waarvoor de plek is.",
)
def the_unknown_goes_where_it_is_accepted(
    age_unknown: bool, legal_group: LegalGroup, /, accepts_unclear: bool
) -> Finding:
    """Unknown age or legal group goes only to places that accept an unclear status.

    ELI-1, ELI-2 and ELI-3 then give the benefit of the doubt: they count somebody of unknown age
    among the adults, and ELI-1 and ELI-3 an unknown legal group among those the place is for.
    """
    group_unknown = legal_group is LegalGroup.UNKNOWN
    clear = not age_unknown and not group_unknown
    return holds(clear or accepts_unclear, age_unknown=age_unknown, group_unknown=group_unknown)


@gives_way(
    Way(
        fact="accepts_without_status",
        how=How.BECOMES,
        becomes=True,
        by=By.HOUSE,
        price=90,
        nl="Het huis aanvaardt iemand zonder status of medewerking",
        en="The house accepts somebody without status or cooperation",
    )
)
@must(
    "ELI-8",
    source="domain 1.2, E17",
    nl="Wie geen verblijfsstatus heeft of niet meewerkt, komt alleen op een plek waarvan de "
    "aanbieder dat aanvaardt; is die er niet, dan wordt de leemte vastgelegd.",
    detail_nl="Aanvaardt de aanbieder het, dan vervangt dat het recht op vrouwenopvang, "
    "maatschappelijke opvang en mannenopvang (ELI-3) en, voor mensen van buiten de EU of van wie "
    "de verblijfsgroep onbekend is, de bedenktijd in de COSM (ELI-1). De voorwaarden van OMM, "
    "Opvang ISZW, 72-uursplek, crisisplek en tijdelijke groepsplek blijven gelden.",
)
def without_status_goes_where_it_is_accepted(
    without_status: bool, /, accepts_without_status: bool
) -> Finding:
    """Somebody without status or cooperation goes only where the provider accepts this.

    Otherwise the gap is recorded. Acceptance stands in for the right to VO, MO and men's shelter
    (ELI-3) and, for third-country and unknown groups, for the bedenktijd in the COSM (ELI-1). The
    terms of OMM, ISZW, clarification, crisis and BUDGET places still stand.
    """
    return holds(not without_status or accepts_without_status, without_status=without_status)
