"""What somebody read before planning: two who plan at once undo nothing of each other's.

The form holds a whole profile, so what it sends says by itself not what its sender altered. It
carries what it was filled in with, and only what differs from that is planned.
"""

import json
from collections.abc import Mapping
from typing import Any

from werkzeug.exceptions import BadRequest

from placement.errors import VersionOutdated
from placement.pages.register.keeping_view import as_form, as_texts, changed_facts
from placement.service.register.profiling import Profile

PLANNED = "planned"
"""Stands for the changes that were planned, which is no field of the form."""

Read = Mapping[str, tuple[str, ...]]


def kept_as_read(profile: Profile) -> str:
    """A profile as a form keeps it hidden."""
    return json.dumps(_of(profile), sort_keys=True)


def altered_facts(profile: Profile, sent: Mapping[str, Any], read: str) -> dict[str, Any]:
    """What the sender altered of what was read; nothing where the form was left as it was.

    Args:
        profile: as it is by now.
        sent: the fields of the form.
        read: what it was filled in with.

    Raises:
        VersionOutdated: somebody else altered the same since, or anything while nothing was
            altered here: then the whole of the form is meant.
        BadRequest: the form was changed by hand.
    """
    was, now = _parsed(read), _of(profile)
    changed = changed_facts(profile.facts, sent)
    own = {name: value for name, value in changed.items() if as_texts(value) != was.get(name, ())}
    meant = own or {*was, *now}
    if any(was.get(name, ()) != now.get(name, ()) for name in meant):
        raise VersionOutdated
    return own


def _of(profile: Profile) -> Read:
    return {**as_form(profile.facts).values, PLANNED: tuple(sorted(profile.planned))}


def _parsed(read: str) -> Read:
    try:
        found = json.loads(read)
    except ValueError:
        raise BadRequest from None
    if not isinstance(found, dict) or not all(_is_texts(value) for value in found.values()):
        raise BadRequest
    return {name: tuple(texts) for name, texts in found.items()}


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(text, str) for text in value)
