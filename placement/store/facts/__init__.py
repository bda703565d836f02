"""Rows as the facts that the solver is told."""
