import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from facegap.annotate.vocabulary import Vocabulary
from facegap.faceset import sha256

ROWS, COPIES = 3_308_040, 120
_THERE_AND_BACK = """
import sys
from pathlib import Path
from facegap.annotate.tables import read_maad, write_maad_csv

found = read_maad(Path(sys.argv[1]))
write_maad_csv(found, Path(sys.argv[2]))
# Not of getrusage, which a process has from the one that started it.
peak = next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(*found.labels.shape, found.malformed.cells, int(peak) // 1024)
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="peak memory is read from /proc, which is Linux's")
def test_a_csv_as_large_as_maad_faces_within_two_gigabytes(tmp_path: Path) -> None:
    names = Vocabulary.load("maad47").attributes
    labels = np.random.default_rng(0).integers(-1, 2, (ROWS // COPIES, len(names)))
    lines = [
        f"n{row // 100 + 600:06}/{row % 500:04}_01.jpg,{row // 100 + 600},{','.join(map(str, labels[row]))}\n"
        for row in range(len(labels))
    ]
    block = "".join(lines)
    path, copy = tmp_path / "MAAD_Face.csv", tmp_path / "copy.csv"
    try:
        with path.open("w") as file:
            file.write(",".join(("Filename", "Identity", *names)) + "\n")
            file.write(block.replace(",713,", ",713\\,", 1))
            for _ in range(COPIES - 1):
                file.write(block)
        done = subprocess.run(
            [sys.executable, "-c", _THERE_AND_BACK, path, copy], check=True, capture_output=True, text=True
        )
        rows, attributes, malformed, megabytes = map(int, done.stdout.split())
        assert (rows, attributes, malformed) == (ROWS, 47, 1)
        assert megabytes < 2000
        assert sha256(copy) == sha256(path)
    finally:
        path.unlink(missing_ok=True)
        copy.unlink(missing_ok=True)
