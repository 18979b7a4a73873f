from tests.compare.test_confirmation import SEEN, SHARES, THEIRS, made, silent

from facegap.compare import compare_attributes, confirm
from facegap.report.comparison.attributes import confirmation_section


def test_what_was_found_stands_beside_what_is_true() -> None:
    true = compare_attributes(real=made(SHARES, 0), synthetic=made(THEIRS, 1))
    found = compare_attributes(real=silent(made(SHARES, 2)), synthetic=silent(made(SEEN, 3)))
    confirmation = confirm(found, true)
    assert confirmation is not None
    body = str(confirmation_section(confirmation, layer="attributes/mac").body)
    assert "Attributes that truly differ: 4. Of these, it finds\n<b>1</b>" in body
    assert body.index("Found</th>") < body.index("Alike</th>")
    for words in ("confirmed", "opposite direction", "missed", "false finding", "not answered", "no difference"):
        assert f'<td class="words">{words}</td>' in body
