"""Small images, sets and networks that the tests share."""

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from facegap.engine import LocalRunner, create
from facegap.faceset import FaceSet, FaceSetInfo, ImportSource, encode_png, open_reader, sha256
from facegap.models import InputContract, Model, ModelCard

SHARED = Path(__file__).parents[2] / "shared" / "data"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if SHARED.is_dir():
        return
    skip = pytest.mark.skip(reason="needs ../shared/data, which is not here")
    for item in items:
        if "shared_data" in item.keywords:
            item.add_marker(skip)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Cached imports and networks of a test stay in its own folder."""
    folder = tmp_path / "home"
    monkeypatch.setenv("FACEGAP_HOME", str(folder))
    return folder


@pytest.fixture
def shared_data() -> Path:
    return SHARED


def picture(seed: int, *, side: int = 24) -> np.ndarray:
    """A smooth random image, uint8, (side, side, 3), RGB."""
    noise = np.random.default_rng(seed).integers(0, 256, (side, side, 3), dtype=np.uint8)
    return cv2.GaussianBlur(noise, (0, 0), 2)


def write_pictures(folder: Path, people: dict[str, int], *, side: int = 24) -> dict[str, bytes]:
    """Write PNGs ``<person>/<n>.png``; return the encoded images by image id."""
    written = {}
    for number, (person, count) in enumerate(people.items()):
        for image in range(count):
            encoded = encode_png(picture(100 * number + image, side=side))
            path = folder / person / f"{image}.png"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(encoded)
            written[f"{person}/{image}"] = encoded
    return written


MakeSet = Callable[..., FaceSet]


@pytest.fixture
def make_set(tmp_path: Path) -> MakeSet:
    """A face set of small pictures: ``make_set({"ann": 2, "bob": 3}, shard_rows=2)``."""

    def make(
        people: dict[str, int], *, name: str = "set", shard_rows: int = 2, side: int = 24, alignment: str | None = None
    ) -> FaceSet:
        source = tmp_path / f"{name}-source"
        write_pictures(source, people, side=side)
        plan = ImportSource(open_reader(source), shard_rows=shard_rows)
        info = FaceSetInfo(name=name, kind="real", alignment=alignment)
        return create(plan, tmp_path / name, info, runner=LocalRunner(1))[0]

    return make


def write_embedder(
    path: Path, *, side: int = 8, dimensions: int = 5, batch: int | None = 1, color: str = "RGB", seed: int = 0
) -> tuple[Model, np.ndarray]:
    """Write a linear network and its card; return the model and its matrix (3 · side · side, dimensions)."""
    weights = np.random.default_rng(seed).standard_normal((3 * side * side, dimensions)).astype(np.float32)
    nodes = [
        helper.make_node("Identity", ["input"], ["maps"]),
        helper.make_node("Flatten", ["maps"], ["flat"], axis=1),
        helper.make_node("MatMul", ["flat", "weights"], ["output"]),
    ]
    graph = helper.make_graph(
        nodes,
        "linear",
        [helper.make_tensor_value_info("input", TensorProto.FLOAT, [batch or "n", 3, side, side])],
        [helper.make_tensor_value_info("output", TensorProto.FLOAT, [batch or "n", dimensions])],
        [numpy_helper.from_array(weights, "weights")],
    )
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8), path)
    card = ModelCard(
        name="linear",
        role="embedder",
        file=path.name,
        summary="a matrix",
        source="the tests",
        license="Apache-2.0",
        terms="any use",
        commercial_use=True,
        training_data="none",
        dimensions=dimensions,
        input=InputContract(
            width=side,
            height=side,
            color=color,
            mean=(0.1, 0.2, 0.3),
            std=(0.5, 0.25, 1.0),
            alignment="arcface-112",
            batch=batch,
        ),
    )
    return Model(card, path, sha256(path)), weights


def write_card(model: Model) -> None:
    """Write a model's card as the TOML beside its file."""
    lines = []
    fields = model.card.model_dump(exclude_none=True)
    contract = fields.pop("input")
    for table in (fields, contract):
        for key, value in table.items():
            text = (
                str(value).lower()
                if isinstance(value, bool)
                else repr(list(value) if isinstance(value, tuple) else value)
            )
            lines.append(f"{key} = {text}")
        if table is fields:
            lines.append("[input]")
    model.path.with_suffix(".toml").write_text("\n".join(lines) + "\n")
