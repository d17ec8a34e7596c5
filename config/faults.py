"""Faults in files that people write: one line each, with file, line and the right form."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One fault in one place. `line` counts from 1; 0 if no line can be named."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}" if self.line else f"{self.file}: {self.message}"


class FaultsError(Exception):
    """A file that people wrote cannot be used. The error carries every fault, not only the first."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults


Model = TypeVar("Model", bound=BaseModel)


def load_yaml(path: Path, model: type[Model]) -> Model:
    """Read `path` into `model`; raise FaultsError with the line of every fault."""
    try:
        text = path.read_text(encoding="utf-8")
        node, data = _parsed(text)
        twice = [Fault(path.name, line, message) for line, message in _twice(node)]
    except OSError as error:
        raise FaultsError([Fault(path.name, 0, f"cannot be read: {error.strerror}")]) from error
    except UnicodeDecodeError as error:
        raise FaultsError([Fault(path.name, 0, "is not UTF-8: save it as UTF-8 text")]) from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or "is no YAML"
        raise FaultsError([Fault(path.name, mark.line + 1 if mark else 0, str(problem))]) from error
    except (ValueError, RecursionError) as error:  # an impossible date, or endless braces
        raise FaultsError([Fault(path.name, 0, f"is no YAML: {error}")]) from error
    if twice:
        raise FaultsError(twice)
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise FaultsError(
            [
                Fault(path.name, _line(node, item["loc"]), _message(item["loc"], item["type"], item["msg"]))
                for item in error.errors(include_url=False)
            ]
        ) from error


LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The parser of libyaml if PyYAML has it: it takes a tenth of the time."""

DEEPEST = 200
"""Maximum depth of nested brackets. libyaml's composer has no limit of its own, and would crash the
process.
"""


def _parsed(text: str) -> tuple[yaml.Node | None, Any]:
    """Return the node tree, which knows the lines, and its value. Raise YAMLError, ValueError."""
    if text.count("[") + text.count("{") > DEEPEST and _depth(text) > DEEPEST:
        raise ValueError("too many brackets inside each other")
    loader = LOADER(text)
    try:
        node = loader.get_single_node()
        return node, None if node is None else loader.construct_document(node)
    finally:
        loader.dispose()


def _depth(text: str) -> int:
    """Return the maximum depth of nested brackets."""
    depth = deepest = 0
    for character in text:
        if character in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif character in "]}":
            depth = max(depth - 1, 0)
    return deepest


def _twice(node: yaml.Node | None) -> Iterator[tuple[int, str]]:
    """Yield (line, message) for keys that stand twice in one mapping, of which YAML would silently take the
    last.
    """
    if isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _twice(item)
    if not isinstance(node, yaml.MappingNode):
        return
    seen: set[str] = set()
    for key, value in node.value:
        if isinstance(key, yaml.ScalarNode) and key.value in seen:
            yield key.start_mark.line + 1, f"{key.value} stands here twice"
        seen.add(str(key.value))
        yield from _twice(value)


def line_of(path: Path, key: str) -> int:
    """Return the line of a top-level `key` of a valid YAML file; 0 if the key is not there."""
    return next(
        (
            n
            for n, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
            if line.startswith(f"{key}:")
        ),
        0,
    )


def line_at(path: Path, location: tuple[int | str, ...]) -> int:
    """Return the line of the value at `location` in a valid YAML file."""
    return _line(_parsed(path.read_text(encoding="utf-8"))[0], location)


def _message(location: tuple[int | str, ...], kind: str, message: str) -> str:
    where = ".".join(str(part) for part in location)
    if kind == "extra_forbidden":
        return f"{where}: no such setting here; correct its name or take it out"
    text = message.removeprefix("Value error, ").replace("Input should", "should")
    return f"{where}: {text}" if where else text


def _line(node: yaml.Node | None, location: tuple[int | str, ...]) -> int:
    """Follow `location` down the tree as far as possible; return the line of the node reached."""
    if node is None:
        return 0
    line = node.start_mark.line + 1
    for part in location:
        child: Any = None
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                if key.value == str(part):
                    line, child = key.start_mark.line + 1, value
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            child = node.value[part]
            line = child.start_mark.line + 1
        if child is None:
            break
        node = child
    return line
