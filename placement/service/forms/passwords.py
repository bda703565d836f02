"""The forms of passwords, and of typing one without seeing it."""

from collections.abc import Mapping
from typing import Any, ClassVar

from marshmallow import ValidationError, post_load, validates_schema

from placement.policy import Role
from placement.service.accounts.assigning_roles import AssignedRole
from placement.service.accounts.changing_passwords import PasswordChange
from placement.service.forms.grammar import Code, Form, Remedy, Text, word

LONGEST_PASSWORD = 200
NOT_THE_SAME = Remedy(
    "not_the_same",
    "Type the same password in both fields.",
    "Typ in beide velden hetzelfde wachtwoord.",
)


class TypedTwice(Form):
    """Where a person types a password without seeing it: twice."""

    typed_as: ClassVar[str] = "password"
    password_again = Text(1, LONGEST_PASSWORD, required=True, load_only=True)

    @validates_schema(skip_on_field_errors=False)
    def check_password(self, sent: Mapping[str, Any], **_: object) -> None:
        """Hold the two to each other, whatever else is wrong."""
        typed = [sent[name] for name in (self.typed_as, "password_again") if name in sent]
        if len({*typed}) > 1:
            raise ValidationError({"passwordAgain": [NOT_THE_SAME]})


class OwnPasswordForm(Form):
    """The password that somebody has, and the one that they want."""

    old_password = Text(1, LONGEST_PASSWORD, required=True, load_only=True)
    new_password = Text(1, LONGEST_PASSWORD, required=True, load_only=True)

    @post_load
    def made(self, sent: Mapping[str, Any], **_: object) -> PasswordChange:
        """Both, the new one once."""
        return PasswordChange(old_password=sent["old_password"], new_password=sent["new_password"])


class TypedOwnPasswordForm(TypedTwice, OwnPasswordForm):
    """The same, typed by a person."""

    typed_as = "new_password"


class OneTimePasswordForm(Form):
    """A password to sign in with once."""

    password = Text(1, LONGEST_PASSWORD, required=True, load_only=True)


class TypedOneTimePasswordForm(TypedTwice, OneTimePasswordForm):
    """The same, typed by a person."""


class RoleForm(Form):
    """What somebody is from now on, and for which institution."""

    role = word(Role, required=True)
    institution = Code(load_default=None, allow_none=True)

    @post_load
    def made(self, sent: Mapping[str, Any], **_: object) -> AssignedRole:
        """The role as a value."""
        return AssignedRole(**sent)
