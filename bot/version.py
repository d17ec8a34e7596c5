"""The version of the program, as its metadata say it."""

from importlib.metadata import PackageNotFoundError, version

try:
    VERSION = version("sek")
except PackageNotFoundError:  # a checkout that was never installed
    VERSION = "unknown"
