"""Where the fixtures are: inside the installed package, else in the checkout beside it."""

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

import placement


def bundled(*names: str) -> Traversable:
    """A folder or file of the fixtures, for example ``bundled("netherlands")``."""
    inside = files(placement) / "fixtures"
    beside = Path(__file__).parents[2] / "fixtures"
    return (inside if inside.is_dir() else beside).joinpath(*names)
