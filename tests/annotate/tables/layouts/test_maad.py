from pathlib import Path

import numpy as np
import polars as pl
import pytest
from tests.conftest import MakeSet

from facegap.annotate.tables import Annotations, read_annotations, read_maad, write_maad, write_maad_csv
from facegap.annotate.tables.label_table import LabelTable
from facegap.annotate.tables.layout_labels import LayoutLabels, read_labels
from facegap.annotate.vocabulary import Vocabulary
from facegap.base.errors import ConfigError, FaceSetError, FormatError
from facegap.engine import LocalRunner, run

NAMES = Vocabulary.load("maad47").attributes
HEADER = ",".join(("Filename", "Identity", *NAMES))


def cells(**labels: int) -> str:
    return ",".join(str(labels.get(name, 0)) for name in NAMES)


def write(path: Path, *lines: str, header: str = HEADER) -> Path:
    path.write_text("\n".join([header, *lines, ""]))
    return path


def test_a_large_csv_is_written_back_the_same(tmp_path: Path) -> None:
    rows = 20_000
    labels = np.random.default_rng(0).integers(-1, 2, (rows, 47))
    lines = [
        f"n{700 + row // 1000:06}/{row % 1000:04}_01.jpg,{700 + row // 1000},{','.join(map(str, labels[row]))}"
        for row in range(rows)
    ]
    damaged = next(row for row, line in enumerate(lines) if line.startswith("n000713/0437_01.jpg"))
    lines[damaged] = lines[damaged].replace(",713,", ",713\\,", 1)
    path = write(tmp_path / "MAAD_Face.csv", *lines)
    found = read_maad(path)
    assert found.labels.dtype == np.int8
    assert np.array_equal(found.labels, labels)
    assert found.image_ids[damaged] == "n000713/0437_01.jpg"
    assert found.identities is not None
    assert found.identities.unique().sort().to_list() == [f"n{number:06}" for number in range(700, 720)]
    assert found.malformed is not None
    assert found.malformed.cells == 1
    assert f"line {damaged + 2}: the identity of n000713/0437_01.jpg reads '713\\\\'" in found.malformed.example
    write_maad_csv(found, tmp_path / "copy.csv")
    assert (tmp_path / "copy.csv").read_bytes() == path.read_bytes()


def test_names_that_need_quotes_are_written_back_the_same(tmp_path: Path) -> None:
    path = write(tmp_path / "t.csv", f'"a, b/1.jpg",NA,{cells(Male=1)}', f'"say ""x"" é.png",,{cells(Young=-1)}')
    found = read_annotations(path)
    assert found.image_ids.to_list() == ["a, b/1.jpg", 'say "x" é.png']
    assert (found.identities.to_list(), found.malformed) == (["NA", None], None)  # type: ignore[union-attr]
    write_maad_csv(found, tmp_path / "copy.csv")
    assert (tmp_path / "copy.csv").read_bytes() == path.read_bytes()


def test_columns_in_another_order_and_empty_lines_at_the_end(tmp_path: Path) -> None:
    header = ",".join(("Filename", "Identity", *reversed(NAMES)))
    path = write(tmp_path / "t.csv", f"n000002/1.jpg,2,{'0,' * 46}1", "", "", header=header)
    assert read_annotations(path).labels[0].tolist() == [1] + [0] * 46


@pytest.mark.parametrize(
    ("header", "lines", "message"),
    [
        (HEADER, [f"a,1,{cells()}", f"b,1,{cells(Bald=2)}"], r"t\.csv, line 3: '2' in the column 'Bald' is no label"),
        (HEADER, [f"a,1,{cells()}".replace(",0", ",x", 1)], r"line 2: 'x' in the column 'Male' is no label"),
        (HEADER, [f"a,1,{cells()}".replace(",0", ",", 1)], r"line 2: '' in the column 'Male' is no label"),
        (HEADER, [f"a,1,{cells()}".replace(",0", ",300", 1)], r"line 2: '300' in the column 'Male' is no label"),
        (HEADER, [f"a,1,{cells()}", "b,1,0"], r"line 3: 3 cells where there are 49 columns"),
        (HEADER, [f"a,1,{cells()},0"], r"line 2: 50 cells where there are 49 columns"),
        (HEADER, [f",1,{cells()}"], r"line 2: an empty Filename"),
        (HEADER, [f"a,1,{cells()}", "", f"b,1,{cells()}"], r"t\.csv, line 3 is empty"),
        (HEADER, ["", f"b,1,{cells()}"], r"t\.csv, line 2 is empty"),
        (HEADER, ["", ""], "has a header, but no row"),
        (HEADER, [], "has a header, but no row"),
        (HEADER.replace(",Bald", "").replace(",Chubby", ",Tall"), ["a,1"], "missing: Bald, Chubby; too many: Tall"),
        (HEADER + ",Male", ["a,1"], "too many: Male"),
    ],
)
def test_what_is_wrong_with_a_csv(tmp_path: Path, header: str, lines: list[str], message: str) -> None:
    with pytest.raises(FormatError, match=message):
        read_annotations(write(tmp_path / "t.csv", *lines, header=header))


def test_a_layer_from_maad_face_and_back(make_set: MakeSet, tmp_path: Path) -> None:
    faces = make_set({"n000002": 2, "n000713": 2})
    path = write(
        tmp_path / "MAAD_Face.csv",
        f"n000002/0.jpg,2,{cells(Male=1, Bald=1, Bangs=1)}",
        f"n000002/1.jpg,2,{cells(Male=1)}",
        f"n000713/0.jpg,713\\,{cells(Male=-1)}",
        f"n000713/1.jpg,713,{cells(Young=-1)}",
        f"n000999/1.jpg,999,{cells()}",
    )
    stage = read_labels(path, faces, name="maad")
    assert isinstance(stage, LayoutLabels)
    assert (stage.unmatched_rows, stage.doubtful_match, stage.layout) == (1, None, "maad")
    assert stage.malformed is not None
    assert stage.contradictions.contradicted == 1
    assert stage.notes[0].startswith("1 cell could not be understood; ")
    assert stage.notes[1:] == [
        "1 of 4 images have labels that contradict each other, mostly Bald and Bangs, both positive: 1, such as "
        "n000002/0; they were kept"
    ]
    run(stage, faces, runner=LocalRunner(2))
    assert faces.column("attributes/maad", "Male").to_list() == [1, 1, -1, 0]
    assert faces.column("attributes/maad", "identity").to_list() == ["n000002"] * 2 + ["n000713"] * 2
    written = write_maad(faces, "attributes/maad", tmp_path / "out.csv")
    assert (written.rows, written.without_labels, written.absent) == (4, 0, ())
    expected = path.read_text().replace(".jpg", "").replace("713\\", "713").splitlines()[:5]
    assert (tmp_path / "out.csv").read_text().splitlines() == expected
    again = read_labels(tmp_path / "out.csv", faces, name="again")
    run(again, faces, runner=LocalRunner(1))
    assert faces.column("attributes/again", "Male").to_list() == [1, 1, -1, 0]
    assert again.settings() != stage.settings()


def test_a_layer_of_a_few_attributes_is_written_with_the_others_undefined(make_set: MakeSet, tmp_path: Path) -> None:
    faces = make_set({"ann": 1, "bob": 2})
    table = tmp_path / "t.csv"
    table.write_text("file,Male,Tall\nann/0,-1,1\nbob/1,1,1\n")
    run(LabelTable.read(table, faces), faces, runner=LocalRunner(1))
    written = write_maad(faces, "attributes/t", tmp_path / "out.csv")
    assert (written.rows, written.without_labels, len(written.absent)) == (2, 1, 46)
    assert (tmp_path / "out.csv").read_text() == f"{HEADER}\nann/0,ann,{cells(Male=-1)}\nbob/1,bob,{cells(Male=1)}\n"
    with pytest.raises(FaceSetError, match="has no attribute of the vocabulary 'celeba40'"):
        Annotations.from_layer(faces, "images", Vocabulary.load("celeba40"))


def test_labels_of_another_vocabulary_are_not_written(tmp_path: Path) -> None:
    celeba = Vocabulary.load("celeba40")
    other = Annotations(tmp_path, celeba, pl.Series(["1.jpg"]), np.ones((1, 40), dtype=np.int8))
    with pytest.raises(ConfigError, match="these are labels in 'celeba40': map them first"):
        write_maad_csv(other, tmp_path / "out.csv")
    mapped = other.mapped_to(Vocabulary.load("maad47"))
    write_maad_csv(mapped, tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_text().splitlines()[1].startswith("1.jpg,,1,1,0,0,")
    assert np.array_equal(read_maad(tmp_path / "out.csv").labels, mapped.labels)


def test_a_plain_table_that_begins_like_maad_face_stays_one(make_set: MakeSet, tmp_path: Path) -> None:
    faces = make_set({"ann": 1})
    path = tmp_path / "t.csv"
    path.write_text("Filename,Identity,Male,Smiling\nann/0,ann,1,-1\n")
    assert isinstance(read_labels(path, faces), LabelTable)
    with pytest.raises(ConfigError, match="nobody knows what its columns mean"):
        read_labels(path, faces, vocabulary="maad47")
