"""Version of the program, from its metadata."""

from importlib.metadata import PackageNotFoundError, version

try:
    VERSION = version("sek")
except PackageNotFoundError:  # a checkout that was never installed
    VERSION = "unknown"
