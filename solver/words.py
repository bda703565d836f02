"""The facts that rules read in plain words, Dutch and English, for pages that people read."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple


class Words(NamedTuple):
    """A fact as people say it, in the two languages of the product."""

    nl: str
    en: str


FACTS: Mapping[str, Words] = MappingProxyType(
    {
        # of the household
        "adult_sexes": Words("het geslacht van de volwassenen", "the sex of the adults"),
        "age_unknown": Words("of een leeftijd onbekend is", "whether an age is unknown"),
        "arrives_from": Words("vanaf wanneer aankomst kan", "from when arrival is possible"),
        "asked_alone": Words("of er alleen gesproken is", "whether spoken to alone"),
        "b8_permit": Words("de B8-vergunning", "the B8 permit"),
        "bedenktijd": Words("de bedenktijd", "the bedenktijd"),
        "brings": Words("wat de cliënt meebrengt", "what the household brings"),
        "budget_group": Words("de groep van een tijdelijke inkoop", "the group of a BUDGET place"),
        "cannot_do_without": Words("wat niet gemist kan worden", "what cannot be missed"),
        "children": Words("de kinderen", "the children"),
        "cosm_exception": Words("de uitzondering voor de COSM", "the exception for the COSM"),
        "crisis_terms": Words("voorwaarden waaraan voldaan is", "terms that are met"),
        "discussed": Words("wat telefonisch is besproken", "what was said on the telephone"),
        "guardian_checked": Words("of de rol is nagegaan", "whether the role was checked"),
        "has_adult": Words("of er een volwassene bij is", "whether an adult is there"),
        "home_regions": Words("verantwoordelijke en gewenste regio's", "home regions"),
        "inspectorate": Words("instemming van de Arbeidsinspectie", "the Inspectorate's agreement"),
        "known_sites": Words("locaties die het netwerk kent", "sites known to the network"),
        "lawful_stay": Words("rechtmatig verblijf", "lawful stay"),
        "legal_group": Words("de verblijfsgroep", "the legal group"),
        "may_have_adult": Words(
            "of er een volwassene bij kan zijn", "whether an adult may be there"
        ),
        "multi_problem": Words("meervoudige problematiek", "multiple problems"),
        "near": Words("waar school, zaak en netwerk zijn", "where school, case and network are"),
        "needed_from": Words("vanaf wanneer opvang nodig is", "from when shelter is needed"),
        "needed_until": Words("tot wanneer opvang gevraagd is", "until when shelter is asked for"),
        "needs": Words("de zorg die nodig is", "the care needed"),
        "never_features": Words("welke soort plek nooit", "features never wanted"),
        "never_regions": Words("welke regio nooit", "regions never wanted"),
        "omm_application": Words("de aanvraag voor de OMM", "the OMM application"),
        "parked": Words("afwijzingen die nog gelden", "declines that still hold"),
        "present_place": Words("de huidige plek", "the present place"),
        "reporting_region": Words("de regio van de melder", "the region of the reporter"),
        "right_ends": Words("wanneer het recht afloopt", "when the right ends"),
        "risk_asked": Words("of naar risico is gevraagd", "whether risk was asked about"),
        "risk_regions": Words("regio's met gevaar", "regions of risk"),
        "said_yes": Words("huizen die ja zeiden", "houses that said yes"),
        "security_needed": Words("de beveiliging die nodig is", "the security needed"),
        "size": Words("het aantal mensen", "the number of people"),
        "speaks": Words("de talen van de cliënt", "the languages spoken"),
        "status_unclear": Words("of onduidelijk is of het een slachtoffer is", "an unclear status"),
        "stay_ends": Words("wanneer het verblijf afloopt", "when the stay ends"),
        "urgency": Words("hoe dringend het is", "how urgent it is"),
        "victim_agreed": Words("het ja van de cliënt op verhuizen", "the victim's yes to moving"),
        "waited": Words("nachten die al gewacht zijn", "nights waited already"),
        "wishes": Words("de wensen", "the wishes"),
        "without_status": Words(
            "geen verblijfsstatus of geen medewerking", "no status or no cooperation"
        ),
        # of the place
        "accepts_unclear": Words("of een onduidelijke status mag", "whether unclear is accepted"),
        "accepts_without_status": Words(
            "of zonder status mag", "whether no status or cooperation is accepted"
        ),
        "admits_from": Words("de eerste nacht met intake en dienst", "the first night of intake"),
        "arrival_days": Words("de dagen van aankomst", "the days of arrival"),
        "bought_for": Words("de groep waarvoor is ingekocht", "the group it was bought for"),
        "cannot_admit": Words("de contra-indicaties", "what it cannot admit"),
        "features": Words("wat de plek heeft", "what the place has"),
        "freshness": Words("hoe lang geleden bevestigd", "how long ago confirmed"),
        "has_zorgcoordinator": Words(
            "of er een zorgcoördinator werkt", "whether a zorgcoordinator covers it"
        ),
        "in_some_room": Words("wat een van de kamers heeft", "what one of its rooms has"),
        "mode": Words("wie beslist", "who decides"),
        "named": Words("welke plek het is", "which place it is"),
        "nights_lost_when_asked": Words("nachten die vragen kost", "nights lost by asking"),
        "nights_lost_on_forecast": Words(
            "nachten die verwachten kost", "nights lost by relying on a forecast"
        ),
        "offers": Words("de zorg in huis", "the care in house"),
        "oldest_boy": Words("de leeftijdsgrens voor jongens", "the age limit for boys"),
        "oldest_child": Words("de leeftijdsgrens voor kinderen", "the age limit for children"),
        "regions": Words("de regio's van de plek", "the regions it lies in"),
        "rests_on_forecast": Words(
            "of het bed alleen naar verwachting vrij is", "whether a bed is free by a forecast only"
        ),
        "rooms": Words("de kamers van een combinatie", "the rooms of a combination"),
        "scheme": Words("de regeling", "the scheme"),
        "security": Words("de beveiliging", "the security"),
        "sex_policy": Words("welk geslacht het huis toelaat", "which sex the house admits"),
        "site": Words("de locatie", "the site"),
        "spoken_here": Words("de talen in huis", "the languages spoken there"),
        "stated_terms": Words("de voorwaarden van het huis", "the terms of the house"),
        "use": Words("eigen of gedeelde kamer", "own or shared room"),
        # of the choice
        "night": Words("de nacht van aankomst", "the night of arrival"),
        "until": Words("het einde van het verblijf", "the end of the stay"),
    }
)
"""By the name that a rule reads it under."""
