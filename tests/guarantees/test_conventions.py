"""Conventions that a reader relies on, held for the package as a whole.

Each list of exceptions says what is still open or why it stays. ``make test-long`` tells of exceptions that are out of
date, so that the lists only get shorter.
"""

import ast
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import facegap

ROOT = Path(facegap.__file__).parent
MOST_MODULES = 14

# Folders that may have more modules than a reader takes in at a glance.
CROWDED = {
    "workflows": "one module a job",
}

# Submodules that can't be reached as attributes of their package, since a function of the same name hides them.
SHADOWED = {
    "annotate": "the workflow, which is what `fg.annotate` means; the room is imported by its full name",
    "benchmark": "likewise",
    "compare": "likewise",
    "render": "likewise",
}

# Classes of one name in two modules.
SAME_CLASS: dict[str, str] = {}

# Functions of one name in two modules. A command of the command line and its workflow have one name on purpose, and so
# have a workflow and the function of a room that it prepares everything for; these need no exception.
SAME_FUNCTION = {
    "irradiance": "one formula: on the device in Warp's language, and in NumPy for what is made once",
    "preview": "two commands: of a recipe of renders and of an augmentation",
    "recipes": "two commands: of renders and of trainings",
}

BRITISH = re.compile(
    r"colour|recogni[sz]er?s?e\b|recognis|normalis|optimis|initialis|behaviour|neighbour|centre|artefact|licence|grey"
    r"|analyse|labell(?:ed|ing)|modell(?:ed|ing|er)|catalogue|favour|serialis|randomis|quantis|visualis|generalis|summaris|parallelis"
)

# What importing the package does besides defining things.
SIDE_EFFECTS: set[str] = set()


@cache
def modules() -> dict[str, ast.Module]:
    """All modules of the package by their path without the ending, such as ``faceset/formats/index``."""
    return {
        path.relative_to(ROOT).with_suffix("").as_posix(): ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted(ROOT.rglob("*.py"))
    }


def flat_modules() -> dict[str, list[str]]:
    """The modules of each folder, without its ``__init__``."""
    folders: dict[str, list[str]] = defaultdict(list)
    for module in modules():
        folder, _, name = module.rpartition("/")
        if name != "__init__":
            folders[folder].append(name)
    return folders


def public(kind: type[ast.ClassDef] | type[ast.FunctionDef]) -> dict[str, list[str]]:
    """The modules in which a class or function of each public name is defined."""
    places: dict[str, list[str]] = defaultdict(list)
    for module, tree in modules().items():
        for node in tree.body:
            if isinstance(node, kind) and not node.name.startswith("_"):
                places[node.name].append(module)
    return places


def exported(tree: ast.Module) -> list[str]:
    """What ``__all__`` lists."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id == "__all__":
            return [str(name) for name in ast.literal_eval(node.value)]
    return []


def test_no_folder_is_crowded() -> None:
    for folder, names in flat_modules().items():
        assert folder in CROWDED or len(names) <= MOST_MODULES, (
            f"{folder} has {len(names)} modules, {MOST_MODULES} at most: put it into an existing module, "
            "or split the folder"
        )


def shadowed() -> set[str]:
    found = set()
    for module, tree in modules().items():
        if module.endswith("__init__"):
            folder = module.removesuffix("__init__").rstrip("/")
            submodules = {name.removesuffix("/__init__") for name in modules()}
            names = {name.rpartition("/")[2] for name in submodules if name.rpartition("/")[0] == folder}
            found |= {f"{folder}/{name}".lstrip("/") for name in names.intersection(exported(tree))}
    return found


def test_no_submodule_is_shadowed_by_a_name_of_its_package() -> None:
    assert shadowed() <= set(SHADOWED)


def with_several_classes() -> set[str]:
    return {name for name, places in public(ast.ClassDef).items() if len(places) > 1}


def test_a_class_has_a_name_of_its_own() -> None:
    assert with_several_classes() <= set(SAME_CLASS)


def with_several_functions() -> set[str]:
    several = set()
    for name, places in public(ast.FunctionDef).items():
        commands = [place for place in places if place.startswith("cli/")]
        jobs = [place for place in places if place.startswith("workflows/")]
        rooms = [place for place in places if place not in (*commands, *jobs)]
        prepares = all(_imports(job, name) for job in jobs) if rooms else True
        if max(len(commands), len(jobs), len(rooms)) > 1 or not prepares:
            several.add(name)
    return several


def test_a_function_name_means_one_thing() -> None:
    assert with_several_functions() <= set(SAME_FUNCTION)


def _imports(job: str, name: str) -> bool:
    """Whether a workflow imports a function of that name from a room, which it then prepares everything for."""
    return any(
        isinstance(node, ast.ImportFrom)
        and not (node.module or "").startswith("facegap.workflows")
        and name in (alias.name for alias in node.names)
        for node in ast.walk(modules()[job])
    )


def test_public_identifiers_are_spelled_the_american_way() -> None:
    def names(module: str, tree: ast.Module) -> Iterator[str]:
        yield module
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef | ast.FunctionDef):
                yield node.name
            elif isinstance(node, ast.arg):
                yield node.arg
            elif isinstance(node, ast.AnnAssign | ast.Name):
                target = node.target if isinstance(node, ast.AnnAssign) else node
                if isinstance(target, ast.Name):
                    yield target.id

    british = {
        f"{module}: {name}"
        for module, tree in modules().items()
        for name in names(module, tree)
        if not name.startswith("_") and BRITISH.search(name.lower())
    }
    assert british == set()


@pytest.mark.parametrize("package", sorted(name for name in modules() if name.endswith("__init__")))
def test_what_a_package_lists_exists_and_is_documented(package: str) -> None:
    tree, folder = modules()[package], package.removesuffix("__init__").rstrip("/")
    origin = {
        alias.asname or alias.name: f"{node.module}:{alias.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    for name in exported(tree):
        place = origin.get(name, f"facegap.{folder.replace('/', '.')}:{name}")
        assert _is_documented(place), f"{name} of {folder}"


def _is_documented(place: str) -> bool:
    """Whether a name such as ``facegap.models.card:ModelCard`` is defined with a docstring, or as a constant."""
    module, name = place.split(":")
    path = module.removeprefix("facegap").lstrip(".").replace(".", "/")
    tree = modules().get(path) or modules().get(f"{path}/__init__".lstrip("/"))
    assert tree is not None, f"{module} doesn't exist"
    for node in tree.body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef) and node.name == name:
            return ast.get_docstring(node) is not None
        if isinstance(node, ast.ImportFrom):
            for alias in node.names:
                if (alias.asname or alias.name) == name:
                    outside = not (node.module or "").startswith("facegap")
                    return outside or f"{path}/{name}" in modules() or _is_documented(f"{node.module}:{alias.name}")
        if isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(isinstance(part, ast.Name) and part.id == name for target in targets for part in ast.walk(target)):
                return True
    return f"{path}/{name}" in modules() or f"{path}/{name}/__init__" in modules()


PROBE = """
import importlib, logging, sys, warnings
import facegap
effects = ["import facegap loads " + name for name in {heavy!r} if name in sys.modules]
handlers, level, filters = list(logging.root.handlers), logging.root.level, list(warnings.filters)
for module in {imported!r}:
    importlib.import_module("facegap." + module)
if (list(logging.root.handlers), logging.root.level) != (handlers, level):
    effects.append("logging was changed")
if not all(each in warnings.filters for each in filters):
    effects.append("filters of warnings were removed")
if "warp" in sys.modules:
    from warp._src import context
    if context.runtime is not None:
        effects.append("Warp was started")
if sys.modules["cv2"].utils.logging.getLogLevel() == 0:
    effects.append("OpenCV's log was muted")
print(*effects, sep="\\n")
"""


def side_effects() -> set[str]:
    """What happens when all rooms, and all modules that use Warp and OpenCV, are imported."""
    rooms = {name.removesuffix("/__init__") for name in modules() if name.count("/") == 1 and "__init__" in name}
    whole = {name for name in modules() if name.split("/")[0] in ("render", "faceset", "faces")}
    imported = sorted(name.removesuffix("/__init__").replace("/", ".") for name in rooms | whole)
    heavy = ["numpy", "torch", "polars", "pyarrow", "pydantic", "cv2", "onnxruntime", "warp", "matplotlib"]
    probe = PROBE.format(heavy=heavy, imported=imported)
    result = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    return set(result.stdout.split("\n")) - {""}


def test_imports_have_no_side_effects() -> None:
    """``import facegap`` loads nothing heavy; rooms start nothing, and leave logs and warnings as they are."""
    assert side_effects() <= SIDE_EFFECTS


@pytest.mark.long
def test_no_exception_is_out_of_date() -> None:
    assert set(CROWDED) <= {folder for folder, names in flat_modules().items() if len(names) >= MOST_MODULES}
    assert shadowed() == set(SHADOWED)
    assert with_several_classes() == set(SAME_CLASS)
    assert with_several_functions() == set(SAME_FUNCTION)
    assert side_effects() == SIDE_EFFECTS
