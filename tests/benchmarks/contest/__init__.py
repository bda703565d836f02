"""The engine against the contestants: the same instances, one judge, each run a process of its own.

``python -m tests.benchmarks.contest --help`` tells how to choose; results are kept in
docs/benchmarks/engine.json, from which the table in docs/benchmarks.md and its picture are drawn.
"""
