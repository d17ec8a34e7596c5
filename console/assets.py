"""Files that pages load: each has the hash of its bytes in its name, so a browser keeps it for a year."""

import hashlib
from functools import cache
from importlib.resources import files

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from console import compressing

FOLDER = "/console/static"

_TYPES = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml", "txt": "text/plain"}

FOREVER = "public, max-age=31536000, immutable"


@cache
def _bytes_of(name: str) -> bytes:
    return (files("console") / "static" / name).read_bytes()


@cache
def address_of(name: str) -> str:
    """Return the address of a file: /console/static/console.3f2a9c01.css."""
    stem, _, kind = name.rpartition(".")
    return f"{FOLDER}/{stem}.{hashlib.sha256(_bytes_of(name)).hexdigest()[:8]}.{kind}"


@cache
def _names() -> dict[str, str]:
    """Return the name of each file, by the last part of its address."""
    folder = files("console") / "static"
    return {
        address_of(each.name).rpartition("/")[2]: each.name for each in folder.iterdir() if each.is_file()
    }


async def give(request: Request) -> Response:
    """Answer a request for a file."""
    name = _names().get(request.path_params["name"])
    if name is None:
        return PlainTextResponse("Not Found", 404)
    kind = _TYPES.get(name.rpartition(".")[2], "application/octet-stream")
    headers = {"Cache-Control": FOREVER, "Vary": "Accept-Encoding"}
    return compressing.respond(request, _bytes_of(name), kind, headers)
