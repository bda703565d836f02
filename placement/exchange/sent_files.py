"""A register as it is sent: files by their names, instead of a folder."""

from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from placement.exchange.register_files import read_register
from placement.service.register.rows import Register


def register_in(
    files: Mapping[str, str], told: Callable[[int], None] = lambda _read: None
) -> Register:
    """The register in files that were sent by their names; ``told`` as of `read_register`.

    Raises:
        RegisterRefused: it names every row that is wrong.
    """
    with TemporaryDirectory() as folder:
        for name, content in files.items():  # the form lets no name out of the folder
            path = Path(folder) / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(content, encoding="utf-8", newline="")
        return read_register(Path(folder), told=told)
