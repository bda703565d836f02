"""What can go wrong with consent, with disclosure and with what only few may read."""

from placement.errors import NotFound, PlacementError


class UnknownCase(NotFound):
    """There is no case here that you may see."""

    dutch = "Er is hier geen dossier dat u mag zien."


class UnknownConsent(NotFound):
    """There is no consent with this id that you may see."""

    dutch = "Er is geen toestemming met dit kenmerk die u mag zien."


class UnknownNote(NotFound):
    """There is no handover note with this id that you may read."""

    dutch = "Er is geen aanmeldverslag met dit kenmerk dat u mag lezen."


class UnknownOffer(NotFound):
    """There is no offer with this id that you may see."""

    dutch = "Er is geen bemiddelingsverzoek met dit kenmerk dat u mag zien."


class UnknownTemporaryShelter(NotFound):
    """There is no temporary shelter with this id that you may see."""

    dutch = "Er is geen tijdelijke opvang met dit kenmerk die u mag zien."


class UnknownSite(NotFound):
    """There is no site with this id that you may see, or its address is not known."""

    dutch = "Er is geen locatie met dit kenmerk die u mag zien, of het adres is niet bekend."


class ConsentMissing(PlacementError):
    """There is no consent for this step: record it first, or ask without identity."""

    dutch = "Voor deze stap is geen toestemming: leg die eerst vast, of vraag zonder identiteit."


class StepNotYet(PlacementError):
    """This is not the next step of disclosure: the steps go in order, and some wait for a yes."""

    dutch = "Dit is niet de volgende stap: ze gaan op volgorde, en sommige wachten op een ja."


class SealingUnavailable(PlacementError):
    """No sealing key is set, so nothing can be sealed or opened; nothing was kept unsealed."""

    dutch = (
        "Er is geen sleutel om te verzegelen, dus er kan niets worden verzegeld of geopend; "
        "er is niets onverzegeld bewaard."
    )


class SealBroken(PlacementError):
    """What is sealed here was changed or moved, so it was not opened: tell the administrator."""

    dutch = (
        "Wat hier verzegeld staat, is veranderd of verplaatst en is niet geopend: "
        "meld het aan de beheerder."
    )


class CaseErased(PlacementError):
    """The notes of this case were erased or the case is closed: they cannot be read any more."""

    dutch = (
        "Het aanmeldverslag van dit dossier is gewist of het dossier is gesloten: "
        "het is niet meer te lezen."
    )
