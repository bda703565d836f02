"""What waits for somebody, derived from the state of things and never stored (design.md 6)."""
