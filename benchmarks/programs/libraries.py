"""Baseline of memory: a process that imports the program's libraries, and waits."""

import importlib
import signal

LIBRARIES = (
    "africastalking",
    "alembic",
    "apscheduler",
    "babel",
    "httptools",
    "phonenumbers",
    "prometheus_client",
    "psycopg",
    "pydantic_settings",
    "sqlalchemy.orm",
    "starlette",
    "structlog",
    "telegram",
    "uvicorn",
    "uvloop",
    "yaml",
)

if __name__ == "__main__":
    for library in LIBRARIES:
        importlib.import_module(library)
    print("ready", flush=True)
    signal.pause()
