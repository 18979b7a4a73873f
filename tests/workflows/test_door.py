"""``import facegap`` takes nothing, and gives every job by its name."""

import ast
import inspect
import subprocess
import sys
from pathlib import Path

import pytest

import facegap


def run(program: str) -> str:
    return subprocess.check_output([sys.executable, "-c", program], text=True).strip()


def test_the_import_loads_nothing_heavy() -> None:
    heavy = "{'numpy', 'polars', 'pyarrow', 'cv2', 'torch', 'scipy', 'rich', 'pydantic', 'typer'}"
    program = f"import sys, facegap; dir(facegap); print(sorted({heavy} & set(sys.modules)))"
    assert run(program) == "[]"


@pytest.mark.parametrize("first", ["facegap.compare", "facegap.workflows.comparing"])
def test_a_job_keeps_its_name_whatever_is_imported_before(first: str) -> None:
    program = (
        f"import {first}, facegap\n"
        "from facegap import compare\n"
        "from facegap.compare import compare_sets\n"
        "print(facegap.compare is compare, compare.__module__, compare_sets.__module__.split('.')[:2])"
    )
    assert run(program) == "True facegap.workflows.comparing ['facegap', 'compare']"


def test_what_is_listed_is_there_and_known_to_editors() -> None:
    listed = set(facegap.__all__) - {"__version__"}
    for name in listed:
        assert hasattr(facegap, name), f"add {name} to _MODULES in facegap/__init__.py"
        assert getattr(facegap, name).__name__ == name
    (checked,) = [node for node in ast.parse(Path(facegap.__file__).read_text()).body if isinstance(node, ast.If)]
    for_editors = {
        alias.name: node.module for node in checked.body if isinstance(node, ast.ImportFrom) for alias in node.names
    }
    assert set(for_editors) == listed, "the imports for editors in facegap/__init__.py are those of __all__"
    for name, module in for_editors.items():
        assert getattr(sys.modules[str(module)], name) is getattr(facegap, name)
    assert listed <= set(dir(facegap))
    with pytest.raises(AttributeError, match="no attribute 'compares'"):
        facegap.compares  # noqa: B018


def test_every_job_says_what_it_takes() -> None:
    """Options are keywords, and each argument is described."""
    for name in facegap.__all__:
        job = getattr(facegap, name)
        if not inspect.isfunction(job):
            continue
        for argument in inspect.signature(job).parameters.values():
            assert f"\n    {argument.name}: " in inspect.getdoc(job).replace("Args:\n    ", "Args:\n    "), (
                name,
                argument,
            )
            assert argument.default is inspect.Parameter.empty or argument.kind is argument.KEYWORD_ONLY, (
                name,
                argument,
            )


DOCS = Path(__file__).parents[2] / "docs"


def test_no_workflow_is_forgotten() -> None:
    """Each public function of a workflow is in the package's list and in the docs."""
    page, reference = ((DOCS / name).read_text() for name in ("python.md", "reference/workflows.md"))
    for path in sorted(Path(facegap.__file__).parent.glob("workflows/[a-z]*.py")):
        assert f"::: facegap.workflows.{path.stem}\n" in reference, (
            f"add ::: facegap.workflows.{path.stem} to docs/reference/workflows.md"
        )
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                assert node.name in facegap.__all__, f"add {node.name} to __all__ in facegap/__init__.py"
                assert f"`{node.name}`" in page, f"add a row for {node.name} to the table in docs/python.md"
