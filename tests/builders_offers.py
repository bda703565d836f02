"""Questions to houses in a real database: reasons, houses that decide, and who answers."""

from datetime import datetime
from typing import Any

from placement.policy import AccountId, Role, Subject
from placement.service.questions.answering import HouseSaid, answer_offer
from placement.service.questions.asking import Asking, Question, ask_houses
from placement.store.codes import DeclineEffect, OfferAnswer, Party
from placement.store.tables import DeclineReason, Offer, Person
from tests.builders_rows import NOW, an_account, night
from tests.builders_store import HELPDESK, TERMS, Country

HOUSE = Subject(
    account=AccountId("house"),
    name="House",
    role=Role.INSTITUTION,
    sites=frozenset({"s1", "s2", "s3", "s4"}),
)
REASONS = (
    ("parked_a_week", Party.HOUSE, DeclineEffect.PARKS, 7),
    ("until_judged_anew", Party.HOUSE, DeclineEffect.PARKS, None),
    ("not_there", Party.HOUSE, DeclineEffect.LOWERS_TRUST, None),
    ("profile_wrong", Party.HOUSE, DeclineEffect.CHANGES_PROFILE, None),
    ("victim_says_no", Party.VICTIM, DeclineEffect.PARKS, None),
    ("better_elsewhere", Party.HELPDESK, DeclineEffect.NONE, None),
)


def with_reasons(country: Country) -> None:
    """Write a reason of each kind, and the account that answers for houses."""
    country.write(
        *(
            DeclineReason(code=code, party=party, nl=code, en=code, effect=effect, park_days=days)
            for code, party, effect, days in REASONS
        ),
        an_account("house", Role.INSTITUTION, institution_id="house"),
    )


def houses(country: Country, count: int = 4) -> None:
    """Write houses that decide themselves, each a site with one room: s1 with p1, and so on."""
    with_reasons(country)
    for number in range(1, count + 1):
        country.site(f"s{number}")
        country.place(f"p{number}", site_id=f"s{number}", scheme_code="VO")


def may_go_there(
    country: Country,
    household: str = "h1",
    *people: Person,
    **facts: Any,  # noqa: ANN401 - columns of any type
) -> str:
    """Write a household with a right to regular shelter, and its open referral."""
    lawful = {
        "b8_permit": True,
        "bedenktijd": "none",
        "bedenktijd_begins": None,
        "bedenktijd_ends": None,
    }
    return country.referral(household, *people, **(lawful | facts))


def ask(
    country: Country,
    *places: str,
    household: str = "h1",
    now: datetime = NOW,
    **changes: Any,  # noqa: ANN401 - arguments of `ask_houses`
) -> tuple[str, ...]:
    """Ask houses about a household as the helpdesk does; gives the ids of the offers."""
    asked = tuple(Question(place=p, night=night(0), until=night(10)) for p in places)
    given: dict[str, Any] = {"by": HELPDESK, "new_id": country.new_id, "terms": TERMS}
    asking = Asking(referral=f"r-{household}", houses=asked)
    return ask_houses(country.store, asking, now=now, **(given | changes))


def say(
    country: Country,
    offer: str,
    answer: OfferAnswer,
    *,
    by: Subject = HOUSE,
    now: datetime = NOW,
    **said: Any,  # noqa: ANN401 - fields of `HouseSaid`
) -> None:
    """Answer as a house does."""
    house_said = HouseSaid(answer=answer, **said)
    answer_offer(country.store, offer, house_said, by=by, now=now, new_id=country.new_id)


def the_offer(country: Country, offer: str) -> Offer:
    """Give an offer as it stands."""
    with country.store.reading() as session:
        return session.get_one(Offer, offer)
