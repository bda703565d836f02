"""The page docs/benchmarks.md, of which the programmes write their own part between two marks."""

from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"
PAGE = DOCS / "benchmarks.md"


def write_part(name: str, text: str, page: Path = PAGE) -> None:
    """Put a text in place of what stands between the marks of a part.

    Raises:
        ValueError: The page has no such part.
    """
    begins, ends = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    before, begun, rest = page.read_text().partition(begins)
    _, ended, after = rest.partition(ends)
    if not begun or not ended:
        raise ValueError(f"{page} has no part called {name}")
    page.write_text(f"{before}{begins}\n\n{text}\n\n{ends}{after}")
