"""Lists that are damaged, empty or not there: the message says which list, which line, and what was expected."""

import re
from pathlib import Path

import pytest
from tests.benchmark.protocols.layouts import BUILDERS

import facegap.benchmark.protocols  # noqa: F401
from facegap.base.errors import BenchmarkError, FacegapError
from facegap.benchmark.protocol import known_protocols, open_protocol


@pytest.mark.parametrize("name", known_protocols)
def test_an_empty_or_absent_folder_is_a_clear_error(name: str, tmp_path: Path) -> None:
    for data in (tmp_path, tmp_path / "absent"):
        with pytest.raises(BenchmarkError, match=f"^{re.escape(str(data))}"):
            open_protocol(name, data).tasks()


DAMAGED = {
    "header": ("lfw", "pairs.txt", "10\t1", "ten\t1", "line 1: 'ten\\t1'; expected folds"),
    "header and length": ("lfw", "pairs.txt", "10\t1", "10\t2", "'10\\t2', announces 40 pairs, but 20 follow"),
    "few fields": ("lfw", "pairs.txt", "Bob\t1\t2", "Bob\t1", "line 4: 'Bob\\t1'; expected 'person number"),
    "non-mated with itself": ("lfw", "pairs.txt", "Bob\t1\tCy_O'Neil\t3", "Bob\t1\tBob\t3", "line 5: "),
    "group's list": ("rfw", "test/txts/Asian/Asian_pairs.txt", "m.01a\t1\t2", "m.01a 1 x", "Asian_pairs.txt, line 1: "),
    "one line of two": ("calfw", "pairs_CALFW.txt", "Person_a_0001.jpg 1\n", "", "line 39: 'Person_e_0004.jpg 0'; exp"),
    "label": (
        "calfw",
        "pairs_CALFW.txt",
        "Person_b_0001.jpg 2",
        "Person_b_0001.jpg 11",
        "line 3: 'Person_b_0001.jpg 11'",
    ),
    "two labels": ("cplfw", "pairs_CPLFW.txt", "Person_a_2.jpg 1", "Person_a_2.jpg 0", "line 2: 'Person_a_2.jpg 0'"),
    "number": ("cfp", "Protocol/Split/FP/02/diff.txt", "4,6", "4,7", "FP/02/diff.txt, line 1: '4,7'"),
    "names": ("cfp", "Protocol/Pair_list_P.txt", "2 ../", "two ../", "Pair_list_P.txt, line 2: "),
    "not Matlab": ("agedb", "04_FINAL_protocol_30_years.mat", "splits", "splots", "not a list of AgeDB's protocol"),
    "landmark": (
        "ijbc",
        "meta/ijbc_name_5pts_score.txt",
        "2.jpg 12.5",
        "2.jpg nan",
        "line 2: a landmark is not a finite",
    ),
    "few landmarks": (
        "ijbc",
        "meta/ijbc_name_5pts_score.txt",
        "2.jpg 12.5",
        "2.jpg",
        "Row #2: Expected 12 columns, got 11",
    ),
    "member": ("ijbc", "meta/ijbc_face_tid_mid.txt", "4.jpg", "44.jpg", "line 4: '44.jpg' has no landmarks"),
    "template": (
        "ijbc",
        "meta/ijbc_template_pair_label.txt",
        "40 7 1",
        "40 8 1",
        "line 3: '40 8 1'; expected two templates",
    ),
    "label of templates": (
        "ijbb",
        "meta/ijbb_template_pair_label.txt",
        "40 7 1",
        "40 7 2",
        "line 3: '40 7 2'; expected",
    ),
    "gallery": (
        "ijbc",
        "meta/ijbc_1N_probe_mixed.csv",
        "\n7,80",
        "\n8,80",
        "template 8 has no image in ijbc_face_tid_mid",
    ),
    "two subjects": (
        "ijbc",
        "meta/ijbc_1N_gallery_G1.csv",
        "11,70,img/2",
        "11,71,img/2",
        "11 is of two subjects, 70 and 71",
    ),
    "two templates": (
        "ijbc",
        "meta/ijbc_1N_gallery_G1.csv",
        "11,70,img/2",
        "40,70,img/2",
        "subject 70 has 2 templates",
    ),
    "no such column": ("ijbb", "meta/ijbb_1N_probe_mixed.csv", "SUBJECT_ID", "SUBJECT", "SUBJECT_ID"),
    "comparison": (
        "frcsyn",
        "comparison_files/sub-tasks_2.1_2.2/agedb_comparison.txt",
        "1_X.jpg;3",
        "3",
        "line 2: '3_Y.jpg'",
    ),
    "comparison with a file elsewhere": (
        "frcsyn",
        "comparison_files/sub-tasks_2.1_2.2/agedb_comparison.txt",
        "2_X.jpg",
        "/elsewhere/2_X.jpg",
        "line 1: '1_X.jpg;/elsewhere/2_X.jpg'; expected images by their names below",
    ),
    "label beside": ("frcsyn", "comparison_files/sub-tasks_2.1_2.2/agedb_labels.txt", "0", "no", "line 2: 'no'"),
    "few labels": ("frcsyn", "comparison_files/sub-tasks_2.1_2.2/agedb_labels.txt", "\n0", "", "1 labels for the 2"),
    "no label": (
        "frcsyn",
        "comparison_files/sub-tasks_2.1_2.2/bupt_comparison.txt",
        ";1",
        "",
        "comparison 1 has no label",
    ),
    "column": ("pairs", "pairs.csv", "mated", "same", "no column mated"),
    "mated": ("pairs", "pairs.csv", "FALSE", "maybe", "line 3: mated is 'maybe'"),
    "fold": ("pairs", "pairs.csv", ",5,g", ",-5,g", "line 4: fold is '-5'"),
    "no name": ("pairs", "pairs.csv", "x,a/1.jpg", "x,", "line 2: image1 and image2 must name images"),
    "two people": ("pairs", "pairs.csv", "true,5,g,ann,ann", "true,5,g,ann,bob", "line 4: 'a/2.jpg' is of 'bob' here"),
    "mated and two people": (
        "pairs",
        "pairs.csv",
        "FALSE,5,,ann,",
        "TRUE,5,,ann,bob",
        "line 3: mated is 'TRUE', but the images are of 'ann' and 'bob'",
    ),
    "non-mated and one person": ("pairs", "pairs.csv", "2.jpg,true", "2.jpg,0", "line 4: mated is '0', but the images"),
    "few columns": ("pairs", "pairs.csv", ",3,g,ann,ann", ",3", "line 2: 5 fields; expected 8"),
    "out of the folder": ("pairs", "pairs.csv", "x,a/1.jpg", "x,../data/a/1.jpg", "not a name within the set"),
}


@pytest.mark.parametrize("case", DAMAGED)
def test_a_damaged_list_is_told_with_its_place(case: str, tmp_path: Path) -> None:
    name, file, before, after, message = DAMAGED[case]
    path = BUILDERS[name](tmp_path / "data").data / file
    content = path.read_bytes()
    assert before.encode() in content
    path.write_bytes(content.replace(before.encode(), after.encode(), 1))
    protocol = open_protocol(name, tmp_path / "data")
    with pytest.raises(FacegapError, match=re.escape(message)) as error:
        print(protocol.tasks(), protocol.reader().index())
    assert str(tmp_path / "data") in str(error.value)


EMPTY = {
    "lfw": "pairs.txt",
    "calfw": "pairs_CALFW.txt",
    "cfp": "Protocol/Split/FF/02/same.txt",
    "rfw": "test/txts/Indian/Indian_pairs.txt",
    "ijbc": "meta/ijbc_template_pair_label.txt",
    "ijbb": "meta/ijbb_1N_probe_mixed.csv",
    "frcsyn": "comparison_files/sub-tasks_1.1_1.2/bupt_comparison.txt",
    "pairs": "pairs.csv",
}


@pytest.mark.parametrize("name", EMPTY)
def test_an_empty_list_is_told(name: str, tmp_path: Path) -> None:
    path = BUILDERS[name](tmp_path).data / EMPTY[name]
    path.write_text("")
    with pytest.raises(BenchmarkError, match=re.escape(path.name)):
        open_protocol(name, tmp_path).tasks()
