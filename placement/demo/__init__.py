"""The demo: synthetic people, drawn with a seed, on the national register. Nobody here is real."""
