"""Public instances in the words of this library: each with a small rulebook, the same engine.

They show that the engine is generic. Households and places get a few facts more (`Family`, `Item`,
`Patient`), rules written with the project's own grammar read them, and nothing in the engine knows.
"""
