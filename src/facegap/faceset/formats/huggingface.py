"""Hugging Face datasets saved with ``Dataset.save_to_disk``."""

from pathlib import Path
from typing import Any

import pyarrow as pa

from facegap.base.errors import BadImageError, FormatError
from facegap.base.extras import install_command
from facegap.faceset.formats.columns import IDENTITY_NAMES, IMAGE_ID_NAMES, as_text, optional_column
from facegap.faceset.formats.index import file_state, label_columns, make_index
from facegap.faceset.formats.registry import Reader, ReadImage, register_reader


@register_reader
class HuggingFace(Reader):
    """Reads the folder of a dataset, with its ``state.json``.

    Where a folder holds several splits, one of them is named: ``PATH/train``. Columns of class labels are kept as the
    names of the classes. This needs the extra ``huggingface``.
    """

    name = "huggingface"
    summary = "a Hugging Face dataset saved to disk"
    has_columns = True

    @staticmethod
    def recognizes(path: Path) -> bool:
        return (path / "state.json").is_file() or (path / "dataset_dict.json").is_file()

    def index(self) -> pa.Table:
        dataset = self._load()
        schema = dataset.features.arrow_schema
        identity = optional_column(schema, self.columns.identity, IDENTITY_NAMES, where=self.path)
        image_id = optional_column(schema, self.columns.image_id, IMAGE_ID_NAMES, where=self.path)
        rows = dataset.remove_columns([self._image_column(dataset)])
        table = pa.table({name: _by_name(rows, name) for name in rows.column_names})
        numbers = range(table.num_rows)
        return make_index(
            self.path,
            image_ids=as_text(table, image_id) if image_id else [f"{number:08d}" for number in numbers],
            identities=as_text(table, identity),
            paths=[f"{self.path.name}#{number}" for number in numbers],
            locators={
                "_row": pa.array(numbers, pa.int64()),
                "_state": pa.repeat(file_state(self.path / "state.json"), len(numbers)),
            },
            labels=label_columns(table, without=(identity, image_id)),
        )

    def start(self) -> ReadImage:
        dataset = self._load()
        column = self._image_column(dataset)

        def read(row: dict[str, Any]) -> bytes:
            image = dataset[row["_row"]][column]
            if image and image["bytes"] is not None:
                return bytes(image["bytes"])
            if image and image["path"]:
                return Path(image["path"]).read_bytes()
            msg = f"row {row['_row']} holds no image"
            raise BadImageError(msg)

        return read

    def _load(self) -> Any:
        try:
            import datasets
        except ImportError as error:
            command = install_command("huggingface")
            msg = f"{self.path}: reading a Hugging Face dataset needs datasets, not installed here; run: {command}"
            raise FormatError(msg) from error
        try:
            dataset = datasets.load_from_disk(str(self.path))
        except (OSError, ValueError) as error:
            msg = f"{self.path}: cannot be loaded as a Hugging Face dataset: {error}"
            raise FormatError(msg) from error
        if isinstance(dataset, datasets.DatasetDict):
            splits = ", ".join(str(self.path / split) for split in dataset)
            msg = f"{self.path}: holds several splits; import one of {splits}"
            raise FormatError(msg)
        return dataset.cast_column(self._image_column(dataset), datasets.Image(decode=False))

    def _image_column(self, dataset: Any) -> str:
        import datasets

        images = [name for name, feature in dataset.features.items() if isinstance(feature, datasets.Image)]
        wanted = self.columns.image or (images[0] if images else None)
        if wanted not in dataset.features:
            msg = f"{self.path}: no column of images among {', '.join(dataset.features)}; name it with --image-column"
            raise FormatError(msg)
        return str(wanted)


def _by_name(dataset: Any, column: str) -> Any:
    """One column as Arrow, class labels as their names; a negative one (−1 is usual) says that there is none."""
    import datasets

    feature = dataset.features[column]
    values = dataset.with_format("arrow")[column]
    if isinstance(feature, datasets.ClassLabel):
        values = [None if value is None or value < 0 else feature.int2str(value) for value in dataset[column]]
        return pa.array(values, pa.string())
    return values if isinstance(values, pa.Array | pa.ChunkedArray) else pa.array(values)
