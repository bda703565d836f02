"""The version of the library, which a plan names beside that of OR-Tools."""

VERSION = "0.1.0"
"""As in pyproject.toml; raised when equal facts may give another plan."""
