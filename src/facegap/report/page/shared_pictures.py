"""Pictures that a page shows in several places, held by it once."""

import re
from collections import Counter

_SOURCE = re.compile(r'<img src="(data:image/[\w+]+;base64,[A-Za-z0-9+/=]+)"')
_EMPTY = "data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA="


def share_pictures(html: str) -> str:
    """The same page, in which each picture that comes more than once is a rule of style that its places name.

    Args:
        html: a page with one ``</head>``, whose pictures begin with ``<img src="data:image/…``.
    """
    counts = Counter(_SOURCE.findall(html))
    classes = {uri: f"p{number}" for number, uri in enumerate(uri for uri, count in counts.items() if count > 1)}
    if not classes:
        return html
    rules = "".join(f".{name}{{background-image:url({uri})}}\n" for uri, name in classes.items())

    def place(match: re.Match[str]) -> str:
        name = classes.get(match[1])
        return f'<img class="{name}" src="{_EMPTY}"' if name else match[0]

    head, end, body = html.partition("</head>")
    return f"{head}<style>\n{rules}</style>\n{end}{_SOURCE.sub(place, body)}"
