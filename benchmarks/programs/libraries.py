"""The baseline of memory: a process that imports what the program is made of, and waits."""

import signal

import africastalking  # noqa: F401
import alembic  # noqa: F401
import apscheduler  # noqa: F401
import babel  # noqa: F401
import httptools  # noqa: F401
import phonenumbers  # noqa: F401
import prometheus_client  # noqa: F401
import psycopg  # noqa: F401
import pydantic_settings  # noqa: F401
import sqlalchemy.orm  # noqa: F401
import starlette  # noqa: F401
import structlog  # noqa: F401
import uvicorn  # noqa: F401
import uvloop  # noqa: F401
import yaml  # noqa: F401

if __name__ == "__main__":
    print("ready", flush=True)
    signal.pause()
