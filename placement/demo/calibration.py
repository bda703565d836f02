"""The figures behind the synthetic people: each with its source, or marked as a scenario.

A *scenario* is a choice of this project where no source was found; CoMensha is to confirm every
line. Numbers of sections are those of the collected domain facts; shares are of one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from solver.codes import LegalGroup, Scheme, Urgency


class Route(StrEnum):
    """Where a request is heading by its facts, before anybody looks for a bed."""

    COSM = "cosm"
    """In or about to be in the reflection period (E1, E2)."""
    REGULAR = "regular"
    """Women's, men's or homeless shelter (E3, E4, E5, E7)."""
    MULTI_PROBLEM = "multi_problem"
    """OMM (E6)."""
    INSPECTORATE = "inspectorate"
    """Found by the Labour Inspectorate (E9, E10)."""
    UNCLEAR = "unclear"
    """Not yet clear whether this is a victim (E16)."""
    WITHOUT_STATUS = "without_status"
    """No lawful stay and no cooperation (section 1.2)."""


@dataclass(frozen=True, kw_only=True)
class Calibration:
    """One set of figures to draw from; the defaults are the base case."""

    requests_a_year: float = 150.0
    """Base 150, low 80, high 275. Source: 4.6 (83 to 274 observed, S29, S75)."""
    raids_a_year: float = 4.0
    """Actions that find a group. Scenario; that they exist: E9, E11."""
    raid_size: tuple[int, int] = (5, 20)
    """People found in one action, both included. Source: 4.6 ("try 5-20")."""

    cosm_share: float = 0.62
    regular_share: float = 0.22
    """The rest, 0.16, went elsewhere or nowhere. Source: 4.4, the year 2013 (S75)."""
    rest: tuple[tuple[Route, float], ...] = (
        (Route.MULTI_PROBLEM, 0.50),
        (Route.UNCLEAR, 0.20),
        (Route.INSPECTORATE, 0.15),
        (Route.WITHOUT_STATUS, 0.15),
    )
    """How that rest divides. Scenario."""

    men: float = 0.28
    """Scenario 2017 of section 4.6 (27 % in S78, S80); the other scenario is 0.44 (2020)."""
    dublin: float = 0.30
    """Of those entitled to COSM. Source: 4.6, the middle one of three scenarios (S24)."""
    right_days: int = 90
    """Source: E1 (three months, S10)."""
    dublin_right_days: int = 30
    """Source: E2, since 18 May 2023 (S10)."""
    granted: float = 0.85
    """The rest has the reflection period announced. Scenario."""
    with_children: float = 0.20
    """Of the women. Scenario: the share was not found (4.5)."""
    young_adults: float = 0.21
    """18 to 22 of the adults: 25.6 % under 23 less 6 % minors, of 94 %. Source: 4.3 (S87)."""

    minors_alone: float = 0.06
    """Of the requests of a played past: somebody under age, who is referred to Nidos or youth care
    (E12, E13). Source: 4.3, minors among the registered of 2023; that they are alone: scenario."""

    early_leavers: float = 0.25
    early_mean_days: float = 20.0
    """People who soon leave a COSM. Scenario: the share is unknown (4.6)."""
    long_tail: float = 0.40
    tail_mean_days: float = 190.0
    """People who stay on past their right, waiting for outflow (S5), and how long. Scenario,
    chosen so that the mean stay in a COSM lies between 4.3 and 6.3 months (4.6)."""
    men_short: float = 0.22
    men_mean_days: float = 140.0
    """22 % in men's shelter need a short time-out; the mean is 4.6 months. Source: 4.5 (S15)."""
    short_days: tuple[int, int] = (2, 14)
    """Source: 4.6 ("22 % in days to 2 weeks")."""
    mean_days: Mapping[Scheme, float]
    """Mean stay in the other schemes. Scenario: none was found (4.5)."""

    occupied: float = 0.90
    """Of the beds of all schemes. Scenario; "almost always full" and "structurally full" are the
    words of the sources (S5, S43)."""
    outside: float = 0.85
    """Of men's shelter clients who are not victims of trafficking. Source: 4.5 (S15); taken for
    the other schemes in which the house decides, too (scenario)."""
    ready: float = 0.35
    """Of those past their right: ready to leave, waiting for a next place. Scenario."""
    risk_answered: float = 0.85
    """The question on risk regions was answered. Scenario; design 3 tells why it may not be."""
    risk_region: float = 0.45
    """A household with an answer names a risk region. Scenario."""


BASE = Calibration(
    mean_days={
        Scheme("OMM"): 420.0,
        Scheme("ISZW"): 45.0,
        Scheme("VO"): 150.0,
        Scheme("MO"): 150.0,
        Scheme("CRISIS"): 21.0,
        Scheme("CLARIFY"): 4.0,
    }
)

URGENCIES: Mapping[Urgency, float] = {
    Urgency.ACUTE: 0.15,
    Urgency.URGENT: 0.30,
    Urgency.SOON: 0.35,
    Urgency.PLANNED: 0.20,
}
"""Scenario."""

REPORTERS: Mapping[str, float] = {
    "police": 0.310,
    "zorgcoordination": 0.283,
    "fairwork": 0.242,
    "inspectorate": 0.067,
    "kmar": 0.063,
    "other": 0.035,
}
"""Share of the referrals of 2024 by reporter. Source: 4.2 (S23)."""

LANGUAGES: Mapping[LegalGroup, Mapping[str, float]] = {
    LegalGroup.THIRD_COUNTRY: {
        "en": 0.46,
        "fr": 0.16,
        "es": 0.12,
        "ar": 0.10,
        "ti": 0.09,
        "pt": 0.07,
    },
    LegalGroup.EU: {"pl": 0.45, "bg": 0.20, "ro": 0.20, "hu": 0.15},
    LegalGroup.DUTCH: {"nl": 1.0},
    LegalGroup.UNKNOWN: {"en": 0.6, "es": 0.2, "fr": 0.2},
}
"""Which nationalities come: 4.3. Which languages they speak, and the shares: scenario."""

REGULAR_GROUPS: Mapping[LegalGroup, float] = {
    LegalGroup.DUTCH: 0.40,
    LegalGroup.EU: 0.35,
    LegalGroup.THIRD_COUNTRY: 0.25,
}
"""Who is sent to regular shelter; third-country citizens with a B8 permit (E3). Scenario."""

BLOCKERS: Mapping[str, float] = {
    "no_housing": 0.45,
    "permit_pending": 0.18,
    "no_follow_up_care": 0.12,
    "refused_for_contra_indication": 0.10,
    "municipality_unclear": 0.08,
    "cannot_return": 0.05,
    "dublin_transfer": 0.02,
}
"""Why outflow stalls: section 3.5. The shares: scenario."""

OWNERS: Mapping[str, str] = {
    "no_housing": "municipality",
    "permit_pending": "ind",
    "no_follow_up_care": "municipality",
    "refused_for_contra_indication": "institution",
    "municipality_unclear": "municipality",
    "cannot_return": "zorgcoordinator",
    "dublin_transfer": "dtv",
}
"""Who must act on a blocker. Scenario."""

CONTRA_INDICATIONS: Mapping[str, float] = {
    "drug_addiction": 0.30,
    "alcohol_addiction": 0.25,
    "lvb": 0.35,
    "addiction_with_acute_danger": 0.10,
}
"""What people with several problems bring: E6, S68, S69. The shares: scenario."""

DESTINATIONS: Mapping[str, float] = {
    "regular_shelter": 0.35,
    "own_housing": 0.30,
    "long_term_care": 0.05,
    "return": 0.10,
    "unknown": 0.20,
}
"""Where people leave for: 3.1, step 9 (S12, S40) and design 3. The shares: scenario."""
