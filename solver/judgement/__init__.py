"""Judges any pair, choice or plan by the rulebook alone: no solver is asked."""

from solver.judgement.audit import audit
from solver.judgement.breaches import Breach, Promise
from solver.judgement.pairs import (
    certainty,
    objections,
    penalty,
    price,
    referral_verdict,
    rest_penalty,
)
from solver.judgement.together import broken_rulings

__all__ = [
    "Breach",
    "Promise",
    "audit",
    "broken_rulings",
    "certainty",
    "objections",
    "penalty",
    "price",
    "referral_verdict",
    "rest_penalty",
]
