"""Pages that are the same for everybody: the language switch and the accessibility statement."""

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from placement.pages.blueprint import pages
from placement.pages.framework.context import runtime
from placement.pages.language import COOKIE, LANGUAGES
from placement.pages.signing import own_address
from placement.policy import public

A_YEAR = 365 * 24 * 3600  # seconds


@pages.get("/taal/<code>")
@public("the sign-in page can be read in both languages")
def switch_language(code: str) -> Response:
    """Show the pages of this browser in another language."""
    if code not in LANGUAGES:
        abort(404)
    answer = redirect(own_address(request.args.get("back")) or url_for("pages.start"))
    secure = runtime().settings.secure_cookies
    answer.set_cookie(COOKIE, code, max_age=A_YEAR, httponly=True, samesite="Lax", secure=secure)
    return answer


@pages.get("/toegankelijkheid")
@public("the accessibility statement is for everybody")
def accessibility() -> str:
    """The accessibility statement."""
    return render_template("accessibility.html")
