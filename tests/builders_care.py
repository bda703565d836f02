"""A house with a resident whose stay is followed, and the code lists that following needs."""

from typing import Any

from placement.policy import AccountId, Role, Subject
from placement.store.tables import CodeWord, Coordination, Stay
from tests.builders_rows import an_account, night
from tests.builders_store import Country

WORDS = {
    "blocker": ("no_housing", "permit_pending"),
    "blocker_owner": ("municipality", "ind"),
    "milestone": ("permit", "key_date"),
    "destination": ("own_housing", "return", "unknown", "onward"),
    "right_decider": ("police", "ind"),
    "feature": ("garden",),
    "care": ("trauma",),
}
CAREN = Subject(account=AccountId("caren"), name="Caren", role=Role.ZORGCOORDINATOR)
CORA = Subject(account=AccountId("cora"), name="Cora", role=Role.ZORGCOORDINATOR)
HOUSE = Subject(
    account=AccountId("inge"), name="Inge", role=Role.INSTITUTION, sites=frozenset({"s1"})
)
STAY = "stay-h1"


def words(country: Country) -> None:
    """Write the code lists."""
    country.write(
        *(
            CodeWord(kind=kind, code=code, nl=code, en=code)
            for kind, codes in WORDS.items()
            for code in codes
        )
    )


def followed(country: Country, **stay: Any) -> Country:  # noqa: ANN401 - columns of any type
    """Let h1 live in a house, with Caren as zorgcoordinator; Cora has no cases."""
    words(country)
    country.write(
        an_account("caren", Role.ZORGCOORDINATOR),
        an_account("cora", Role.ZORGCOORDINATOR),
        an_account("inge", Role.INSTITUTION, institution_id="house"),
    )
    country.site()
    country.place("p1")
    country.resident("h1", "p1-b1", stay=stay)
    country.write(
        Coordination(id="co-h1", case_id="case-h1", account_id="caren", begins=night(-20))
    )
    return country


def the_stay(country: Country, stay: str = STAY) -> Stay:
    """Give a stay as it is now."""
    with country.store.reading() as session:
        return session.get_one(Stay, stay)
