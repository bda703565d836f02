"""What keeps people safe. The reason behind these rules is never shown to an institution."""

from collections.abc import Iterator

from solver.codes import AskedAlone, Region, SiteId, Use
from solver.rules.grammar import Finding, holds, must, together
from solver.rulings import OneOf
from solver.sought import Sought
from solver.ways import By, How, Way, gives_way


@gives_way(
    Way(
        fact="risk_asked",
        how=How.BECOMES,
        becomes=True,
        by=By.REPORTER,
        price=20,
        nl="De vraag naar gevaarlijke regio's wordt gesteld, en er komt geen regio bij",
        en="The question about regions of risk is asked, and the answer adds no region",
    )
)
@must(
    "SAF-1",
    source="domain 1.3, 2.3",
    nl="De plek ligt buiten elke regio waar de cliënt gevaar loopt; is daar nog niet naar "
    "gevraagd, dan ook buiten de regio van de melder.",
    detail_nl="Onbekend is niet hetzelfde als veilig: noemt een plek geen regio van dezelfde soort "
    "(bijvoorbeeld een provincie), dan weet niemand of zij erin ligt, en valt zij af.",
)
def outside_the_risk_regions(
    risk_regions: frozenset[Region],
    risk_asked: bool,
    reporting_region: Region | None,
    /,
    regions: frozenset[Region],
) -> Finding:
    """The place lies outside every risk region, and until asked outside the reporting region.

    Unknown is not safe: a place that names no region of the same kind, such as a province, is
    barred too, for nobody knows whether it lies there.
    """
    assumed = set() if risk_asked or reporting_region is None else {reporting_region}
    risks = risk_regions | assumed
    kinds_told = {_kind_of(region) for region in regions} if risks else set()
    dangerous = [risk for risk in risks if risk in regions or _kind_of(risk) not in kinds_told]
    return holds(not dangerous, regions=sorted(dangerous), asked=risk_asked)


def _kind_of(region: Region) -> str:
    return region.partition(":")[0]


@must(
    "SAF-2",
    source="domain 1.3; design 4",
    nl="De locatie is niet bekend bij het netwerk dat de cliënt zoekt.",
)
def the_site_is_unknown_to_the_network(known_sites: frozenset[SiteId], /, site: SiteId) -> Finding:
    """The site is not known to the network that looks for the household."""
    return holds(site not in known_sites, site=site)


@must(
    "SAF-3",
    source="domain 1.3 (S34)",
    nl="De beveiliging van de locatie is ten minste zo hoog als nodig is.",
)
def the_site_is_secure_enough(security_needed: int, /, security: int) -> Finding:
    """The security level of the site is at least the level required."""
    return holds(security >= security_needed, needed=security_needed, offered=security)


@must(
    "SAF-5",
    source="design 4; domain 3.3",
    nl="Wie nog niet alleen, zonder gezelschap, gesproken is, krijgt een eigen kamer.",
)
def not_asked_alone_means_an_own_room(asked_alone: AskedAlone, /, use: Use) -> Finding:
    """An adult who could not yet speak without company gets a room of their own."""
    own_room = use is not Use.SHARED_ROOM
    return holds(own_room or asked_alone is AskedAlone.YES, asked_alone=asked_alone, use=use)


@together(
    "SAF-4",
    source="design 4; domain 1.3",
    nl="Twee mensen die uit elkaar gehouden moeten worden, slapen nooit een nacht op dezelfde "
    "locatie; dat geldt ook voor wie er al verblijft.",
    reads=("keep_apart",),
)
def kept_apart(sought: Sought) -> Iterator[OneOf]:
    """Two who must be kept apart are never at one site on one night, residents included."""
    for pair in sought.pairs_to_keep_apart:
        for site in sought.sites_of(*pair):
            yield OneOf(
                where=sought.at_site(site),
                among=frozenset(pair),
                trusts_forecasts=False,
                facts={"site": site},
            )
