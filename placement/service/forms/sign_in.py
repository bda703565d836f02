"""The form of signing in."""

from placement.service.forms.grammar import Form, Text

LONGEST_NAME = 200
LONGEST_PASSWORD = 1000


class SignInForm(Form):
    """A name and a password."""

    name = Text(1, LONGEST_NAME, required=True)
    password = Text(1, LONGEST_PASSWORD, required=True, load_only=True)
