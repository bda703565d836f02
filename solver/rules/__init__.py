"""The rules of placement: one small object each, grouped by the question they answer."""
