"""Finds lawful, explainable placements: facts and a rulebook in, an audited plan out.

The library knows no database, no web and no person's name. Importing it loads neither OR-Tools
nor numpy; only ``solver.engine`` does.
"""
