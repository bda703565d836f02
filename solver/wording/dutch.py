"""What the handbook says between the rules, in Dutch."""

from solver.codes import Urgency
from solver.rules.grammar import Kind
from solver.wording.parts import Wording

DUTCH = Wording(
    title="Handboek: de regels van het plaatsen",
    intro="Dit zijn de regels waarmee plekken worden gezocht, beoordeeld en uitgelegd: regelboek "
    "{version}. Een eis is hard: er is geen gewicht dat haar opzij zet. Al het andere is punten, "
    "en de minste punten winnen. Deze bladzijde wordt uit de regels zelf gemaakt "
    "(`python -m solver handbook`); wie een regel wil veranderen, verandert de regel.",
    scale="Wat een nacht zonder opvang kost",
    scale_intro="Punten per persoon, naar hoe dringend het is en hoeveel nachten er al gewacht is "
    "(WAI-1): elke gewachte nacht een tiende erbij, ten hoogste viervoudig. Nachten vóór vanavond "
    "tellen als gewacht mee, en elke nacht zonder opvang daarna ook. Het zijn eerste waarden; "
    "CoMensha stelt ze vast.",
    scale_head=("dringendheid", "na {waited} nachten wachten"),
    urgency={
        Urgency.ACUTE: "acuut (vannacht)",
        Urgency.URGENT: "spoed (binnen 3 nachten)",
        Urgency.SOON: "binnenkort (binnen 14 nachten)",
        Urgency.PLANNED: "gepland (op een datum)",
    },
    outweighs="Eén acute nacht van één persoon weegt zo zwaarder dan alle voorkeuren van "
    "{households} cliënten samen (elk ten hoogste {most} punten). Een nacht die aan het "
    "gevraagde verblijf ontbreekt, kost {missing} punten per persoon (WAI-3): in nachten "
    "gerekend is iemand voor een tijdje onderbrengen dus nooit duurder dan laten wachten.",
    preferences="Wat een voorkeur kost",
    preferences_intro="Punten voor elk ding dat ontbreekt, en het meeste dat een regel voor één "
    "cliënt of gezin kan kosten.",
    preferences_head=("regel", "zin", "punten", "ten hoogste"),
    rules="De regels",
    kinds={
        Kind.MUST: "eis",
        Kind.REFER: "overdracht vóór het zoeken",
        Kind.PREFER: "voorkeur",
        Kind.TOGETHER: "eis aan plekken samen",
    },
    price_per_night="prijs per nacht",
    price="Punten: {points} per eenheid, ten hoogste {most}.",
    price_each="Punten: {points} per nacht zoals hierboven geteld, zonder bovengrens.",
    price_of_nights="Punten: volgens de tabel van nachten zonder opvang.",
    lasting=(
        "Hoe lang een plek kan duren",
        (
            "Een verblijf begint vannacht of later. Het duurt tot de eerste van deze dagen: het "
            "einde van het gevraagde verblijf, het einde van de planning, de dag waarop de plek "
            "sluit, en het langste verblijf dat het huis toestaat, geteld vanaf de nacht van "
            "aankomst. In de Opvang ISZW duurt het voor wie “ernstig benadeeld” is ten hoogste "
            "{iszw} nachten (ELI-4). Zo'n einddag is altijd de eerste nacht die niet meer "
            "meetelt."
        ),
        (
            "Een recht dat afloopt, maakt geen bed leeg: langer blijven kost punten (OUT-1). Een "
            "plan laat een verblijf alleen eerder eindigen op een dag waarop het volgens de feiten "
            "moet: waarop de bezetting van een bed van de plek begint, of op de locatie die van "
            "iemand van wie de cliënt gescheiden moet blijven (SAF-4). Voor wie het plan zelf "
            "plaatst, eindigt geen verblijf eerder. Elke nacht die door een eerder einde "
            "ontbreekt, kost punten (WAI-3)."
        ),
    ),
    chains=(
        "Doorplaatsen en kettingen",
        (
            "Een keuze die op geen verwachting rust, is *zeker* als CoMensha zelf plaatst of het "
            "huis al ja heeft gezegd; anders moet het huis nog gevraagd worden. Alleen een zekere "
            "verhuizing maakt bedden vrij, vanaf de nacht van de verhuizing zelf. Een verhuizing "
            "waarop het huis nog geen ja zei, maakt in het plan niets vrij."
        ),
        (
            "Wie alleen ergens terecht kan doordat een ander er weggaat (uit het bed, uit de "
            "kamer om CAP-2, of van de locatie om SAF-4), wacht op die verhuizing. Het plan "
            "noemt dat een ketting: eerst wie weggaat, dan wie daarna komt, in de volgorde "
            "waarin het gebeurt. Elke stap na de eerste wacht op een stap ervoor. Er volgen niet "
            "meer stappen op elkaar dan is ingesteld (standaard {limit}); de eerste verhuizing "
            "telt als stap."
        ),
        (
            "Verhuizingen die op elkaar wachten, vormen een ring: zij gebeuren in één nacht en "
            "tellen samen als één stap. Elke ring staat als ring in het plan. Komt er daarna nog "
            "iemand, dan staat daarnaast een ketting met de ring, in willekeurige volgorde, en "
            "wie erop volgt."
        ),
    ),
    joined=(
        "Kamers die samengaan",
        (
            "Kan een huis kamers samenvoegen, dan is die *combinatie* een plek naast haar kamers, "
            "met een eigen naam. Zij geldt als appartement: één cliënt of gezin gebruikt haar "
            "kamers geheel, en alle bedden daarvan zijn haar bedden. Een ja of een afspraak aan "
            "de telefoon geldt voor de plek die daarbij is genoemd: de kamer of de "
            "combinatie."
        ),
        (
            "Van elk feit geldt het strengste van haar kamers. Zij heeft en aanvaardt wat al haar "
            "kamers hebben en aanvaarden: kenmerken, zorg in huis, talen, dagen van aankomst, "
            "onduidelijke of geen status, een zorgcoördinator. Van elk van haar kamers heeft zij "
            "de contra-indicaties, de voorwaarden en de regio's. Zij heeft de laagste beveiliging, "
            "leeftijdsgrens en duur van het langste verblijf, de eerste dag van sluiten, de "
            "laatste eerste nacht van intake, het oudste cijfer en de meeste verloren nachten. "
            "Het huis beslist als het over een van de kamers beslist; is een kamer er alleen voor "
            "advies, dan de combinatie ook. Vrouwen of mannen gaat voor gemengd. Zijn de kamers "
            "voor verschillende groepen ingekocht, dan is de combinatie voor geen groep."
        ),
    ),
    expected=(
        "Wat naar verwachting vrijkomt",
        (
            "Een vertrek dat verwacht wordt, is nog geen feit. Alleen een keuze die *verwacht* "
            "heet, rekent erop; of het huis ook nog gevraagd moet worden, maakt voor die naam niet "
            "uit. Verwacht heet een keuze alleen als op haar nacht van aankomst een bed van de "
            "plek (van een combinatie: van een van haar kamers) volgens de feiten nog bezet is, en "
            "naar verwachting al vrij: van de verwachte dag van vertrek tot de dag die vaststaat."
        ),
        (
            "Elke nacht wordt daarom twee keer bekeken. *Zoals de feiten zijn*: een bezetting "
            "duurt tot de dag die vaststaat, en verwachte keuzes tellen niet. *Zoals verwacht*: "
            "een bezetting duurt tot de verwachte dag, en alle keuzes tellen mee. De regels over "
            "bedden en kamers (CAP-1, CAP-2, CAP-3) gelden beide keren, en geen bed is een van "
            "beide keren voor twee. Wie uit elkaar gehouden moet worden (SAF-4), rekent nooit op "
            "een verwachting: daar tellen alle keuzes, naast iedereen die er volgens de feiten is. "
            "Naar een groep (CAP-4) wordt één keer gekeken: alle keuzes tellen mee, ook die nog "
            "gevraagd of verwacht zijn, naast wie er volgens de feiten woont. Een verwachte "
            "verhuizing maakt in het plan niets vrij."
        ),
    ),
    source="Bron",
    valid="Geldt vanaf {begins}, en tot en zonder {until}.",
    always="altijd",
    reads="Kijkt naar",
    of_household="cliënt",
    of_place="plek",
    of_choice="keuze",
    reads_together="alle keuzes en bezettingen van een plek of locatie",
    safety="Veiligheid: de reden achter deze regel wordt nooit aan een instelling getoond.",
)
