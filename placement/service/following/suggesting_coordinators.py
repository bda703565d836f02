"""Who should coordinate a case: what the regions and the age of the adult say, never decided."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from placement.errors import UnknownReferral
from placement.policy import Subject
from placement.store.database.opening import Store
from placement.store.facts.places import AT_A_DISTANCE
from placement.store.following.coordinators import Responsible, coordinators_in, responsible_for
from placement.store.nights import tonight_at
from placement.store.requests.queries import ReferralFile, referral_files
from placement.store.tables import Account
from solver.codes import AgeBand


@dataclass(frozen=True)
class Suggestion:
    """Who coordinates in the region of a case, and to whom it can be given."""

    file: ReferralFile
    responsible: tuple[Responsible, ...]
    """By the municipality of registration, else where found, else the reporting region: the first
    of these of which the register says anything."""
    coordinators: tuple[tuple[str, str], ...]
    """Every zorgcoordinator with an account: its id and the name of its holder."""
    present: Account | None = None
    """Who has the case, disabled or not; None is CoMensha at a distance."""


def suggest_coordinators(
    store: Store, referral_id: str, *, by: Subject, now: datetime
) -> Suggestion:
    """Who should coordinate the case of a referral.

    Raises:
        UnknownReferral: there is none that the subject may see.
    """
    with store.reading() as session:
        files = referral_files(session, by, only=referral_id)
        if not files:
            raise UnknownReferral
        file = files[0]
        age = _age(file)
        regions = tuple(_regions(file))
        told = (responsible_for(session, region, age, tonight_at(now)) for region in regions)
        nobody = tuple(Responsible(region, AT_A_DISTANCE) for region in regions[:1])
        found = next(filter(None, told), nobody)
        present = session.get(Account, file.coordinator) if file.coordinator else None
        return Suggestion(file, found, tuple(coordinators_in(session)), present)


def _regions(file: ReferralFile) -> Iterator[str]:
    referral = file.referral
    for town in (referral.municipality_registered, referral.municipality_found):
        if town:
            yield town if ":" in town else f"municipality:{town}"
    if referral.reporting_region:
        yield referral.reporting_region


def _age(file: ReferralFile) -> AgeBand:
    """The band of the first adult, who is the victim in a family; else of the first person."""
    adults = [p.age for p in file.people if not p.age.is_minor]
    everybody = adults or [p.age for p in file.people]
    return everybody[0] if everybody else AgeBand.UNKNOWN
