"""Judges any pair, choice or plan by the rulebook alone: no solver is asked."""

from solver.judgement.audit import audit
from solver.judgement.breaches import Breach, Promise
from solver.judgement.pairs import (
    certainty,
    comings,
    objections,
    penalty,
    price,
    referral_verdict,
    rest_penalty,
    rests_on_forecast,
)
from solver.judgement.together import broken_rulings, shared_costs

__all__ = [
    "Breach",
    "Promise",
    "audit",
    "broken_rulings",
    "certainty",
    "comings",
    "objections",
    "penalty",
    "price",
    "referral_verdict",
    "rest_penalty",
    "rests_on_forecast",
    "shared_costs",
]
