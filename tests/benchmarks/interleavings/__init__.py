"""Every order in which the steps of two of our transactions can follow one another (DB-04)."""
