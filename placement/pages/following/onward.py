"""The forms of an onward referral (doorplaatsing) on the page of a stay."""

from werkzeug.wrappers import Response

from placement.pages.blueprint import pages
from placement.pages.following.care import done, fields_of
from placement.pages.framework.again import form_on
from placement.pages.framework.context import runtime, subject
from placement.pages.framework.sending import once, version_sent
from placement.pages.framework.texts import gettext
from placement.policy import Right, needs
from placement.service.following.onward import refer_onward, withdraw_onward
from placement.service.forms.care import OnwardForm
from placement.service.forms.grammar import read


@pages.post("/verblijven/<stay>/doorplaatsing")
@needs(Right.FOLLOW_STAYS)
@form_on("pages.follow", "stay")
def ask_for_the_next_bed(stay: str) -> Response:
    """Ask for the next bed of a household, ready to leave or not."""
    at, wish = runtime(), read(OnwardForm(), fields_of("onward"))
    refer_onward(at.store, stay, wish, by=subject(), now=at.clock(), new_id=at.new_id, once=once())
    return done(stay, gettext("De doorplaatsing is gevraagd."))


@pages.post("/verblijven/<stay>/doorplaatsing/<referral>/intrekken")
@needs(Right.FOLLOW_STAYS)
@form_on("pages.follow", "stay")
def take_the_next_bed_back(stay: str, referral: str) -> Response:
    """Take back an onward referral; the household stays where it is."""
    at, version = runtime(), version_sent()
    withdraw_onward(at.store, referral, by=subject(), now=at.clock(), version=version, once=once())
    return done(stay, gettext("De doorplaatsing is ingetrokken; de cliënt blijft waar die is."))
