"""For every test: what is imported once is not garbage."""

import gc


def pytest_collection_finish() -> None:
    """Let collecting garbage pass over the thousands of tests and modules that stay anyway."""
    gc.collect()
    gc.freeze()
