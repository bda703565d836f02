"""For every test: what is imported once is not garbage, and databases stand in memory."""

import gc
import os
import shutil
import tempfile
from pathlib import Path

MEMORY = Path("/dev/shm")  # noqa: S108 - pytest makes folders of its own in it
ENOUGH = 4 * 2**30  # bytes: a container often gives 64 MiB, which a few databases fill


def pytest_configure() -> None:
    """Put folders of tests in memory where there is enough, unless ``TMPDIR`` says where.

    Every commit waits for the disk, which took a third of a run. What a disk does to a commit is
    no test's question here: a process that is killed loses nothing that the kernel holds.
    """
    if "TMPDIR" in os.environ or not os.access(MEMORY, os.W_OK | os.X_OK):
        return
    if shutil.disk_usage(MEMORY).free >= ENOUGH:
        os.environ["TMPDIR"] = str(MEMORY)
        tempfile.tempdir = None  # asked for anew


def pytest_collection_finish() -> None:
    """Let collecting garbage pass over the thousands of tests and modules that stay anyway."""
    gc.collect()
    gc.freeze()
