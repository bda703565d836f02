"""Beds: placed, held, settled, given free."""
