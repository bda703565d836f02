"""The OpenAPI document, brought to the Dutch API design rules (libraries.md 5A)."""

from copy import deepcopy
from typing import Any

from flask import Flask, Response, json, request

from placement.api.framework.endpoints import VERSION_IN_PATH
from placement.policy import public

API_VERSION = "1.0.0"
_VERSION_HEADER = {
    "description": "The version of the API that answered.",
    "schema": {"type": "string"},
}
_METHODS = ("get", "post", "put", "patch", "delete")


def finished(raw: dict[str, Any]) -> dict[str, Any]:
    """The document with its server, contact, version headers and log-in named."""
    document = deepcopy(raw)
    document["servers"] = [{"url": VERSION_IN_PATH}]
    document["info"]["contact"] = {
        "name": "The team that runs this service",
        "url": "https://placement.example",
        "email": "placement@placement.example",
    }
    document["paths"] = {
        path.removeprefix(VERSION_IN_PATH): operations
        for path, operations in document["paths"].items()
    }
    document["components"]["schemas"].pop("PaginationMetadata", None)  # of the library, unused
    schemes = document.setdefault("components", {}).setdefault("securitySchemes", {})
    schemes["session"] = {"type": "apiKey", "in": "cookie", "name": "__Host-placement"}
    for operations in document["paths"].values():
        for method in _METHODS:
            if operation := operations.get(method):
                for answer in operation["responses"].values():
                    answer.setdefault("headers", {})["API-Version"] = _VERSION_HEADER
                if "401" in operation["responses"] and operation["operationId"] != "openSession":
                    operation["security"] = [{"session": []}]
    return document


def mount_document(app: Flask, raw: dict[str, Any]) -> None:
    """Serve the document without log-in, to every origin, and name the version in each answer."""
    text = json.dumps(finished(raw))

    @public("the document says how to use the API, and nothing else")
    def openapi() -> Response:
        answer = Response(text, mimetype="application/json")
        answer.headers["Access-Control-Allow-Origin"] = "*"
        return answer

    def name_version(answer: Response) -> Response:
        if request.path.startswith(VERSION_IN_PATH + "/"):
            answer.headers["API-Version"] = API_VERSION
        return answer

    app.add_url_rule(f"{VERSION_IN_PATH}/openapi.json", "openapi", openapi, methods=["GET"])
    app.after_request(name_version)
