"""Faults put into the rules and their judges one at a time: does a test turn red?

Kept runners were tried on paper and not taken: mutmut skips decorated functions, which all rules
are, and cosmic-ray changes files in place and starts Python anew for every change.
"""
