"""Judges any pair, choice or plan by the rulebook alone: no solver is asked."""

from solver.judgement.audit import audit
from solver.judgement.breaches import Breach, Promise
from solver.judgement.pairs import (
    broken_rulings,
    certainty,
    objections,
    penalty,
    price,
    referral_verdict,
    rest_penalty,
)

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
