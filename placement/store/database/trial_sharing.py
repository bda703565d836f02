"""What the self-test tries of consent, disclosure, notes and temporary shelter."""

from placement.store.codes import (
    ConsentGround,
    DisclosureStep,
    NotePart,
    Purpose,
    Signatory,
    TemporaryKind,
)
from placement.store.database.trial import FIRST, MOMENT, Trial
from placement.store.tables import (
    Consent,
    Disclosure,
    NoteRelease,
    SealedNote,
    TemporaryShelter,
)


def consent_twice(trial: Trial) -> None:
    """Let two consents for one purpose and receiver stand."""
    for consent in ("one", "two"):
        trial.write(
            Consent,
            consent,
            case_id=trial.id_of("case"),
            purpose=Purpose.SHELTER,
            receiver=trial.name,
            ground=ConsentGround.ORAL,
            signatory=Signatory.SELF,
            recorded_by=trial.id_of("staff"),
            recorded_at=MOMENT,
        )


def tell_twice(trial: Trial) -> None:
    """Take one step of disclosure with a house twice."""
    trial.question("asked")
    told = {"disclosed_by": trial.id_of("staff"), "disclosed_at": MOMENT}
    for disclosure in ("one", "two"):
        step, offer = DisclosureStep.CRITERIA, trial.id_of("asked")
        trial.write(Disclosure, disclosure, offer_id=offer, step=step, **told)


def note_twice(trial: Trial) -> None:
    """Write two versions of a part under one number."""
    _note(trial, "one")
    _note(trial, "two")


def release_twice(trial: Trial) -> None:
    """Release a note twice for one question."""
    trial.question("asked")
    _release_twice(trial, offer_id=trial.id_of("asked"))


def release_twice_there(trial: Trial) -> None:
    """Release a note twice for one placement."""
    trial.place("f", "placed")
    _release_twice(trial, placement_id=trial.id_of("placed"))


def shelter_twice(trial: Trial) -> None:
    """Shelter the people of a request in two places at once."""
    for shelter in ("one", "two"):
        trial.write(
            TemporaryShelter,
            shelter,
            referral_id=trial.id_of("f-first"),
            kind=TemporaryKind.HOTEL,
            began_on=FIRST,
            arranged_by=trial.id_of("staff"),
            arranged_at=MOMENT,
            check_due_at=MOMENT,
        )


def _release_twice(trial: Trial, **receiver: str) -> None:
    _note(trial, "note")
    for release in ("release-one", "release-two"):
        trial.write(
            NoteRelease,
            release,
            note_id=trial.id_of("note"),
            institution_id=trial.id_of("house"),
            released_by=trial.id_of("staff"),
            released_at=MOMENT,
            **receiver,
        )


def _note(trial: Trial, note: str) -> None:
    trial.write(
        SealedNote,
        note,
        case_id=trial.id_of("case"),
        part=NotePart.CARE,
        number=1,
        sealed_text="",
        written_by=trial.id_of("staff"),
        written_at=MOMENT,
    )
