"""Whether what clients saw of a bed could have happened in some order of one at a time (DB-06)."""
