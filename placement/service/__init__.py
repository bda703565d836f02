"""Use cases: one function is one act of a person and one transaction."""
