"""The problem written down a second time, in another way, for a solver that is left to itself."""
