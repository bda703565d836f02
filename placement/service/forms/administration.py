"""The forms of an administrator: accounts, and files of a register."""

from collections.abc import Mapping
from typing import Any

from marshmallow import fields, post_load, validate

from placement.policy import Role
from placement.service.accounts.accounts import NewAccount
from placement.service.forms.grammar import Code, Form, Remedy, Text, messages, word
from placement.service.forms.passwords import TypedTwice

MOST_FILES = 40
LONGEST_NAME = 100
LONGEST_FILE = 1_500_000  # characters; the whole body is limited too
FILE_PATTERN = r"^([a-z_]+/)?[a-z_]+\.csv$"


class AccountForm(Form):
    """A new account for a member of staff."""

    login_name = Code(required=True)
    display_name = Text(1, LONGEST_NAME, required=True)
    password = Text(1, LONGEST_NAME * 2, required=True, load_only=True)
    role = word(Role, required=True)
    institution = Code(load_default=None, allow_none=True)

    @post_load
    def made(self, sent: Mapping[str, Any], **_: object) -> NewAccount:
        """The account as a value."""
        return NewAccount(**sent)


class TypedAccountForm(TypedTwice, AccountForm):
    """The same, typed by a person."""

    @post_load
    def made(self, sent: Mapping[str, Any], **_: object) -> NewAccount:
        """The account as a value, with the password once."""
        return NewAccount(**{name: sent[name] for name in sent if name != "password_again"})


def register_files(**options: Any) -> fields.Dict:  # noqa: ANN401 - as Field
    """Files by their names, as they stand in the folder of a register."""
    return fields.Dict(
        keys=fields.String(
            validate=validate.Regexp(
                FILE_PATTERN,
                error=Remedy(
                    "not_a_file_name",
                    "Send names such as places.csv or regions/province.csv.",
                    "Stuur namen als places.csv of regions/province.csv.",
                ),
            )
        ),
        values=Text(0, LONGEST_FILE),
        validate=validate.Length(
            1,
            MOST_FILES,
            error=Remedy(
                "number_of_files",
                "Send {min} to {max} files.",
                "Stuur {min} tot en met {max} bestanden.",
            ),
        ),
        error_messages=messages(
            invalid=Remedy("not_an_object", "Send files by name.", "Stuur bestanden met hun naam.")
        ),
        **options,
    )


class RegisterForm(Form):
    """The files of a register by their names, as they stand in a folder."""

    files = register_files(required=True)
