"""What becomes of the note and of what houses were told when a case is closed."""

import pytest
from sqlalchemy import select

from placement.errors import ReasonMissing, TransitionNotAllowed
from placement.errors.trust import CaseErased, UnknownNote
from placement.lifecycle import OfferState, PlacementState, ReferralState
from placement.service.following.closing_cases import close_case, reopen_case
from placement.service.requests.ending import Ending, EndReason, end_referral
from placement.service.sharing.addressing import reveal_address
from placement.service.sharing.disclosing import disclose
from placement.store.codes import CloseReason, DisclosureStep
from placement.store.journal import entries_of
from placement.store.tables import Disclosure, NoteRelease, Offer, Referral
from tests.builders_rows import a_placement
from tests.builders_store import HELPDESK, NOW, Country
from tests.builders_trust import (
    HOUSE,
    RING,
    a_country_with_a_house,
    consented,
    disclosed,
    opened,
    released,
    said_yes,
    written,
)


@pytest.fixture
def asked(country: Country) -> Country:
    """A household without a bed, about which a house may be asked."""
    return a_country_with_a_house(country)


def close(country: Country) -> None:
    close_case(country.store, "r-h1", CloseReason.COMPLETED, by=HELPDESK, now=NOW)


def reopen(country: Country, reason: str = "came back") -> None:
    reopen_case(country.store, "r-h1", reason, by=HELPDESK, now=NOW)


def ended(country: Country) -> None:
    """End the request, and nothing else: an older way to end it took nothing back."""
    with country.store.writing(NOW) as session:
        session.get_one(Referral, "r-h1").state = ReferralState.ENDED


def test_closing_seals_the_note_and_takes_back_what_houses_were_told(asked: Country) -> None:
    consented(asked)
    disclosed(asked)
    note = written(asked)
    released(asked, note)
    with asked.store.writing(NOW) as session:
        session.get_one(Offer, "of-h1-p1").state = OfferState.TAKEN
    ended(asked)
    close(asked)
    with asked.store.reading() as session:
        assert {d.withdrawn_at for d in session.scalars(select(Disclosure))} == {NOW}
        assert {r.withdrawn_at for r in session.scalars(select(NoteRelease))} == {NOW}
    with pytest.raises(CaseErased):
        opened(asked, note)
    with pytest.raises(CaseErased):
        written(asked, "more", follows=1)
    with pytest.raises(UnknownNote):
        opened(asked, note, by=HOUSE)


def test_opened_again_the_note_is_read_and_what_was_taken_back_stays_so(asked: Country) -> None:
    consented(asked)
    disclosed(asked)
    note = written(asked)
    released(asked, note)
    end_referral(asked.store, "r-h1", Ending(reason=EndReason.OTHER), by=HELPDESK, now=NOW)
    close(asked)
    with pytest.raises(ReasonMissing):
        reopen(asked, reason="  ")
    reopen(asked)
    assert opened(asked, note).startswith("The canary")
    with asked.store.reading() as session:
        assert {r.withdrawn_at for r in session.scalars(select(NoteRelease))} == {NOW}
        entry = entries_of(session, "case", "case-h1")[-1]
        assert (entry.act, entry.reason, entry.to_state) == ("reopen_case", "came back", "open")


def test_a_closed_case_is_told_nobody(asked: Country) -> None:
    """That the case is closed is said first: it is what could be undone."""
    ended(asked)
    asked.write(a_placement("h1", "p1", state=PlacementState.ARRIVED))
    asked.write(said_yes(state=OfferState.TAKEN, placement_id="pl-h1"))
    close(asked)
    step = DisclosureStep.CRITERIA
    with pytest.raises(TransitionNotAllowed) as refused:
        disclose(asked.store, "of-h1-p1", step, by=HELPDESK, now=NOW, new_id=asked.new_id)
    assert refused.value.facts["state"] == "case_closed"
    with pytest.raises(TransitionNotAllowed, match="case_closed"):
        reveal_address(asked.store, RING, "pl-h1", reason="x", by=HELPDESK, now=NOW)
