from itertools import product

import pytest

from placement.policy import RIGHTS, AccountId, Resource, Right, Role, Subject, may

ANNA = AccountId("anna")


def a_subject(role: Role, *sites: str) -> Subject:
    return Subject(account=ANNA, name="Anna", role=role, sites=frozenset(sites))


def test_every_role_has_rights_and_every_right_somebody() -> None:
    assert set(RIGHTS) == set(Role)
    assert frozenset().union(*RIGHTS.values()) == set(Right)


@pytest.mark.parametrize(("role", "right"), list(product(Role, Right)))
def test_a_right_that_the_role_lacks_is_never_given_by_a_relation(role: Role, right: Right) -> None:
    related = Resource(site="s1", coordinator=ANNA)
    assert may(a_subject(role, "s1"), right, related) == (right in RIGHTS[role])


def test_an_institution_sees_only_its_own_sites() -> None:
    house = a_subject(Role.INSTITUTION, "s1")
    assert may(house, Right.SEE_PLACES, Resource(site="s1"))
    assert not may(house, Right.SEE_PLACES, Resource(site="s2"))
    assert not may(house, Right.SEE_PLACES, Resource())


def test_a_coordinator_sees_only_assigned_cases() -> None:
    coordinator = a_subject(Role.ZORGCOORDINATOR)
    assert may(coordinator, Right.SEE_REFERRALS, Resource(is_case=True, coordinator=ANNA))
    other = Resource(is_case=True, coordinator=AccountId("bea"))
    assert not may(coordinator, Right.SEE_REFERRALS, other)
    assert not may(coordinator, Right.SEE_REFERRALS, Resource(is_case=True))


def test_only_the_helpdesk_places() -> None:
    assert [role for role in Role if Right.PLACE in RIGHTS[role]] == [Role.HELPDESK]


def test_who_manages_accounts_sees_no_case() -> None:
    """An administrator with case rights would be the one account worth stealing."""
    assert not RIGHTS[Role.ADMINISTRATOR] & {Right.SEE_REFERRALS, Right.SEE_PLACEMENTS}
