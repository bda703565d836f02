"""The programmes by which the engine is trusted: many cases, counted, each with a verdict.

`python -m tests.trust` lists them. A small sample of each runs with the ordinary tests; the full
counts and what each programme proves stand in docs/trust.md.
"""
