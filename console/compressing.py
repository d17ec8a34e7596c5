"""Answers as small as the browser lets them be: each kilobyte costs its reader time and money."""

import gzip
from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

LEAST = 500
"""Below this many bytes compressing saves nothing."""

LEVEL = 6


def respond(
    request: Request, body: bytes, media_type: str, headers: Mapping[str, str], status: int = 200
) -> Response:
    """Return an answer, compressed if the browser takes that."""
    sent = dict(headers)
    if len(body) > LEAST and "gzip" in request.headers.get("accept-encoding", ""):
        body = gzip.compress(body, LEVEL, mtime=0)
        sent["Content-Encoding"] = "gzip"
    return Response(body, status, headers=sent, media_type=media_type)
