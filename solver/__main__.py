"""``python -m solver``: see `solver.command`."""

import sys

from solver.command import main

if __name__ == "__main__":
    sys.exit(main())
