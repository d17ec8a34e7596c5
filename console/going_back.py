"""Addresses of pages to go back to: ours alone, so that no link leads a visitor elsewhere."""

from urllib.parse import parse_qsl, quote, urlsplit


def back_to(written: str) -> str:
    """Return the page of ours to go back to; my day for anything else."""
    parts = urlsplit(written)
    ours = not parts.scheme and not parts.netloc and "\\" not in written and "\n" not in written
    if not ours or not (parts.path == "/console" or parts.path.startswith("/console/")):
        return "/console"
    query = [(name, value) for name, value in parse_qsl(parts.query) if name != "done"]
    kept = "&".join(f"{quote(name)}={quote(value)}" for name, value in query)
    return f"{quote(parts.path)}?{kept}" if kept else quote(parts.path)
