"""Asking houses, and what they answer."""
