"""Placement: the service around the solver that keeps the registry true and lets people decide."""
