"""The name of the engine, as a plan bears it."""

from importlib.metadata import version

from solver.version import VERSION

ENGINE = f"solver {VERSION}, ortools {version('ortools')}"
"""Looked up once, for it is read from a file."""
