"""What there is to choose from in the fields about the facts of a request."""

from collections.abc import Callable, Sequence
from typing import Any

from placement.pages.framework.form_view import FormView
from placement.pages.framework.speaking import Speaker
from placement.pages.requests import request_form
from placement.service.requests.fact_faults import NEARNESS

Choices = list[tuple[str, str]]
_LISTS = {
    "crisisTerms": "crisis_term",
    "speaks": "language",
    "cannotDoWithout": "feature",
    "needs": "care",
    "brings": "contra_indication",
    "wishes": "feature",
    "neverFeatures": "feature",
}
"""The code list behind each field of several words."""


def fact_choices(speaker: Speaker, form: FormView, rows: int) -> dict[str, Any]:
    """What the template of the fields needs, the form itself included.

    What stands in the form can always be chosen, also where the list no longer offers it: a field
    that is opened and sent must not lose what was kept.
    """
    provinces = speaker.regions_to_choose("province")
    kinds = sorted({code.partition(":")[0] for code in speaker.names.regions} - {"province"})
    others = [choice for kind in kinds for choice in speaker.regions_to_choose(kind)]
    nearby = [choice for kind in NEARNESS for choice in speaker.regions_to_choose(kind)]
    towns = speaker.regions_to_choose("municipality")
    sites = sorted(speaker.names.sites.items(), key=lambda site: site[1])
    offered: dict[str, Choices] = {
        "reportingRegion": provinces + others,
        "municipalityRegistered": towns,
        "municipalityFound": towns,
        "homeRegions": provinces,
        "neverRegions": provinces,
        "near": nearby,
        "risk.knownSites": sites,
        **{field: speaker.list_of(kind) for field, kind in _LISTS.items()},
    }
    choices = {
        f: _and_kept(listed, form.values_of(f), speaker.named) for f, listed in offered.items()
    }
    risks = _and_kept(provinces + others, form.values_of("risk.regions"), speaker.region)
    return {
        "form": form,
        "rows": rows,
        "labels": request_form.LABELS,
        "reporters": request_form.REPORTERS,
        "person_roles": request_form.PERSON_ROLES,
        "choices": choices,
        "provinces": provinces,
        "other_risks": risks[len(provinces) :],
    }


def _and_kept(offered: Choices, kept: Sequence[str], named: Callable[[str], str]) -> Choices:
    known = {code for code, _ in offered}
    return offered + [(code, named(code)) for code in kept if code and code not in known]
