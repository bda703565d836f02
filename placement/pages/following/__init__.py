"""Following stays: rights, blockers, onward moves, outcomes, coordination."""
