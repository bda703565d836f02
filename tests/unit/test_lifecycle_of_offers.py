"""The states of an offer, every act in every state by everybody."""

from itertools import product

import pytest

from placement.errors import NotAllowed, TransitionNotAllowed
from placement.lifecycle import OFFER_STEPS, SETTLING, OfferAct, OfferState, offer_after
from placement.policy import Role

EVERYBODY = [*(role.value for role in Role), SETTLING]
OPEN = (OfferState.ASKED, OfferState.ANSWERED)
BY_HAND = {
    OfferAct.ANSWER: (OfferState.ANSWERED, {"helpdesk", "institution"}),
    OfferAct.DECLINE: (OfferState.DECLINED, {"helpdesk", "institution"}),
    OfferAct.TAKE: (OfferState.TAKEN, {"helpdesk"}),
    # With an onward request that a zorgcoordinator withdraws, its questions are withdrawn.
    OfferAct.WITHDRAW: (OfferState.WITHDRAWN, {"helpdesk", "zorgcoordinator", SETTLING}),
}
"""What may be done with an open question, and by whom (design.md 6)."""


def test_every_state_of_an_offer_has_its_line() -> None:
    assert set(OFFER_STEPS) == set(OfferState)


@pytest.mark.parametrize(("state", "act"), list(product(OfferState, OfferAct)))
@pytest.mark.parametrize("mover", EVERYBODY)
def test_a_step_of_an_offer_is_taken_refused_or_not_theirs(
    state: OfferState, act: OfferAct, mover: str
) -> None:
    if state not in OPEN:
        with pytest.raises(TransitionNotAllowed) as refused:
            offer_after(state, act, mover)
        assert refused.value.allowed == ()
        return
    following, movers = BY_HAND[act]
    if mover in movers:
        assert offer_after(state, act, mover) is following
    else:
        with pytest.raises(NotAllowed):
            offer_after(state, act, mover)
