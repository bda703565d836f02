"""Work that is not one transaction: solving in child processes, and read, solve, record."""
