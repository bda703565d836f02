"""The words of the solver on a page: sentences of rules, and the names that people know."""

from placement.pages.framework.speaking import Speaker
from solver.phrases import PHRASES, Language
from solver.rulebook import RULEBOOK
from solver.telling import Teller


def tongue(language: str) -> Language:
    """The language of a page as the solver knows it."""
    return "en" if language == "en" else "nl"


def sentence_of(code: str, language: str) -> str:
    """The policy text of a rule, empty for a rule that the book no longer has."""
    spoken = tongue(language)
    return Teller(RULEBOOK, PHRASES[spoken], spoken).sentence(code)


def teller_of(speaker: Speaker) -> Teller:
    """Who puts explanations into words on a page, with the names of the register."""
    spoken = tongue(speaker.language)
    return Teller(RULEBOOK, PHRASES[spoken], spoken, speaker.named)
