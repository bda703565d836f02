"""Moving within a site (interne verhuizing): one act of the house, judged with everybody there."""

from collections.abc import Callable
from datetime import datetime

from placement.errors import Fault, InvalidFacts, OtherScheme, UnknownPlace
from placement.lifecycle.stays import StayAct
from placement.policy import Subject
from placement.service.beds.placing import Terms
from placement.service.beds.rejudging import room_for, rows_in
from placement.service.stays.locks import ReadStay, lock_stay, record_on
from placement.store.beds.room_rows import exchange_rows, people_of
from placement.store.database.opening import Store
from placement.store.following.rights import hard_end
from placement.store.idempotency import claim, keep
from placement.store.stays.seen_stays import touch
from placement.store.tables import Place

MOVED, BED_MORE = "move_within", "take_bed_more"
"""What was done, as the journal calls it: another room, or one more bed in their own."""
MOST_BEDS = 20  # ids asked for at once; no place of the register has more beds
THERE_ALREADY = Fault(
    "place",
    "there_already",
    "Name another place of this site: they live in this one, with a bed for everybody.",
    "Noem een andere plek van deze locatie: hier wonen ze al, met een bed voor iedereen.",
)


def move_within(
    store: Store,
    read: ReadStay,
    to: str,
    *,
    by: Subject,
    now: datetime,
    new_id: Callable[[], str],
    terms: Terms,
) -> str:
    """Move a household to another place of its site and scheme from tonight on.

    Gives what was done, as the journal calls it.

    No referral is needed: who decides stays the same, and so does the right. The nights that have
    passed stay on the place where they were slept. Whoever are more people than they have beds can
    name the place where they live: they get a bed each there.

    Raises:
        UnknownStay: there is none that the subject may see.
        UnknownPlace: the place is not at the site of the stay.
        OtherScheme: the place is offered under another scheme.
        TransitionNotAllowed: the stay has ended.
        InvalidFacts: it is in this place already, with a bed for everybody.
        NotLawful: a rule of living there bars it.
        BedNoLongerFree: the beds, or the use of the room, are not free.
        VersionOutdated: the stay was changed since it was read.
        IdempotencyKeyReused: the key was used for something else.
    """
    with store.writing(now) as session:
        if kept := claim(session, read.once, now):
            return str(kept.get("act", MOVED))
        locked = lock_stay(session, read, StayAct.MOVE_WITHIN, by=by, now=now)
        stay, placement = locked.stay, locked.placement
        place, present = session.get(Place, to), session.get_one(Place, placement.place_id)
        if place is None or place.site_id != locked.site:
            raise UnknownPlace
        own = locked.own_rows
        if place.id == present.id and len(people_of(session, stay.household_id)) <= len(own):
            raise InvalidFacts((THERE_ALREADY,))
        if place.scheme_code != present.scheme_code:
            raise OtherScheme(present=present.scheme_code, asked=place.scheme_code)
        room = room_for(session, locked, to, terms)
        rows = rows_in(room, locked, [new_id() for _ in range(MOST_BEDS)], own)
        exchange_rows(session, own, rows, locked.tonight)
        placement.place_id = to
        stay.hard_end = hard_end(
            session, placement, locked.referrals[placement.referral_id], stay.began_on
        )
        touch(stay)
        session.flush()
        facts = {
            "from": present.id,
            "to": to,
            "beds": [row.bed_id for row in rows],
            "on": locked.tonight.isoformat(),
        }
        act = BED_MORE if place.id == present.id else MOVED
        record_on(session, locked, act, facts=facts)
        keep(session, read.once, {"stay": stay.id, "act": act})
        return act
