"""Played years: a country at 125 % load, matched every night, in which nobody is forgotten."""
