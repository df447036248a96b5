"""Checks a document as Chromium has it after parsing, and prints how many rows it has.

    check_page.py DOCUMENT [hostile|healthy]
"""

import html.parser
import pathlib
import sys

from hostile_ocp import NAMES

PLAIN = set("html head meta title link style body header h1 nav a main p b span table thead tr th "
            "tbody td bdi i footer div details summary ul li small".split())
WORSE = ["bad", "warn", "good"]


class Document(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags, self.tables, self.title, self.links = set(), [], "", []
        self.inside = []

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.tags.add(tag)
        self.inside.append(tag)
        assert not any(name.startswith("on") for name in attributes), attributes
        self.links += [attributes[name] for name in ("href", "src") if name in attributes]
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in ("td", "th"):
            self.tables[-1][-1].append({"text": "", "class": "", "label": attributes.get("data-label")})
        elif tag == "span" and "td" in self.inside:
            # A cluster is as bad as its worst tenant, which stands behind it.
            cell = self.tables[-1][-1][-1]
            cell["class"] = min(cell["class"] or attributes["class"], attributes["class"], key=WORSE.index)

    def handle_endtag(self, tag):
        while self.inside and self.inside.pop() != tag:
            pass

    def handle_data(self, data):
        if "title" in self.inside:
            self.title += data
        if "td" in self.inside:
            self.tables[-1][-1][-1]["text"] += data


def escaped(name):
    """A name as the page shows it, written apart from the exporter's own code."""
    steering = set(range(0x20)) | set(range(0x7F, 0xA0)) | {0x200E, 0x200F, 0xFEFF}
    steering |= set(range(0x2028, 0x202F)) | set(range(0x2066, 0x206A))
    short = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
    cut = name.encode()[:1024].decode(errors="ignore")
    return "".join(
        short.get(c, f"\\u{ord(c):04x}" if ord(c) in steering else c) for c in cut)


document = Document()
document.feed(pathlib.Path(sys.argv[1]).read_text())
assert document.title == "OceanBase backup exporter", document.title
assert document.tags <= PLAIN, document.tags - PLAIN
assert all(link.startswith("/") or link == "data:," for link in document.links), document.links
rows = document.tables[1][1:] if len(document.tables) > 1 else []
clusters = [{cell["label"]: cell for cell in row} for row in rows]
health = [WORSE.index(row["State"]["class"]) for row in clusters]
assert health == sorted(health), "the worst are not first"
if sys.argv[2:] == ["hostile"]:
    assert clusters[0]["Cluster"]["text"] == "worst of all", clusters[0]
    shown = {int(row["OCP's id"]["text"]): row["Cluster"]["text"] for row in clusters}
    for index, (name, _) in enumerate(NAMES):
        assert shown[index + 1] == (escaped(name) or "no name"), (shown[index + 1], name)
elif sys.argv[2:] == ["healthy"]:
    # What has no time of its own is not bad before it has lasted.
    assert clusters == [] or health[0] < 2, "every cluster is good, and some should not be"
print(len(clusters))
