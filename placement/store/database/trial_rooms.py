"""What the database must refuse of a room whose use changed, tried in the tiny register."""

from typing import Any

from sqlalchemy import delete

from placement.store.database.trial import FIRST, WEEK, Trial
from placement.store.tables import Bed, Place, SameBed, SameRoom
from solver.codes import OccupancyKind, Use


def bed_under_two_ids(trial: Trial) -> None:
    """A bed that is out of use under its new id while somebody is in it under the old."""
    _change(trial)
    trial.place("f", "one")
    trial.occupy("shared1", "f", "one")
    _out_of_use(trial, "new1")


def grown_under_two_ids(trial: Trial) -> None:
    """A stay under the old id that becomes longer than the bed is free under the new."""
    _change(trial)
    trial.place("f", "one")
    trial.occupy("shared1", "f", "one")
    _out_of_use(trial, "new1", begins=FIRST + WEEK, until=FIRST + 2 * WEEK)
    trial.prolong(FIRST)


def room_under_two_ids(trial: Trial) -> None:
    """Somebody who takes a room whole while another is in it under its old use."""
    _change(trial)
    trial.place("f", "one")
    trial.place("m", "two")
    trial.occupy("shared1", "f", "one")
    trial.occupy("new2", "m", "two", **_in_the_new(trial))


def grown_into_a_changed_room(trial: Trial) -> None:
    """A stay under the old use that becomes longer than the room is free under the new."""
    _change(trial)
    trial.place("f", "one")
    trial.place("m", "two")
    trial.occupy("shared1", "f", "one")
    after = {"begins": FIRST + WEEK, "until": FIRST + 2 * WEEK}
    trial.occupy("new2", "m", "two", **_in_the_new(trial), **after)
    trial.prolong(FIRST)


def room_of_its_own_again(trial: Trial) -> None:
    """A room that forgets what it was."""
    _change(trial)
    trial.session.execute(delete(SameRoom).where(SameRoom.place_id == trial.id_of("new")))


def bed_of_another_room(trial: Trial) -> None:
    """A bed that was one of a room that it never stood in."""
    _change(trial)
    trial.session.add(SameBed(bed_id=trial.id_of("single1"), first_id=trial.id_of("shared1")))
    trial.session.flush()


def _change(trial: Trial) -> None:
    """Let the shared room be an apartment under other ids."""
    place = trial.id_of("new")
    trial.write(
        Place,
        "new",
        site_id=trial.id_of("site"),
        scheme_code=trial.name,
        use=Use.APARTMENT,
        opens=FIRST,
    )
    for bed in ("new1", "new2"):
        trial.write(Bed, bed, place_id=place, member_from=FIRST)
    trial.session.add(SameRoom(place_id=place, first_id=trial.id_of("shared")))
    trial.session.flush()
    for bed, was in (("new1", "shared1"), ("new2", "shared2")):
        trial.session.add(SameBed(bed_id=trial.id_of(bed), first_id=trial.id_of(was)))
    trial.session.flush()


def _in_the_new(trial: Trial) -> dict[str, Any]:
    return {"place_id": trial.id_of("new"), "place_use": Use.APARTMENT, "use_key": trial.name}


def _out_of_use(trial: Trial, bed: str, **nights: Any) -> None:  # noqa: ANN401 - columns of any type
    nobody = {"household_id": None, "placement_id": None, "use_key": None}
    outage = {"kind": OccupancyKind.OUTAGE, "cause": trial.name}
    trial.occupy(bed, "f", "one", **_in_the_new(trial) | nobody | outage | nights)
