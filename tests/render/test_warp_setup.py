import subprocess
import sys


def test_importing_the_renderer_does_not_start_warp() -> None:
    program = "import warp; warp.init = None; import facegap.render; print('imported')"
    result = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert result.stdout == "imported\n"
