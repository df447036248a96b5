"""Takes the examples out of README.md.

    examples.py README.md FOLDER

Writes below FOLDER:
    root/PATH       a block behind <!-- file: PATH -->; a path without / at its front is in here/
    here/PATH       the folder of somebody who follows the README
    json/NN.json    each other json5 block
    shell/NN.sh     each sh block, and each command of the program in running text
    python/NN.py    each python block
Fails if a block says neither by its language nor by a comment what it is, or if a link or the name of a
file of this repository leads nowhere.
"""

import pathlib
import re
import sys

FENCE = re.compile(r"^( *)```(\S*)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
MARK = re.compile(r"<!-- (file|part): (.+?) -->\s*$")
PART = '{{ ocps: [{{ url: "https://ocp.example", basic_auth: {{ username: "u", password: "${{OCP_PASSWORD}}" }} }}],\n{} }}\n'


def fail(text):
    sys.exit(f"README.md: {text}")


def dedented(text, indent):
    return "".join(line.removeprefix(indent) for line in text.splitlines(keepends=True))


def anchor(heading):
    """The anchor that GitHub makes of a heading."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def check_references(text, root):
    prose = FENCE.sub("", text)
    anchors = {anchor(heading) for heading in re.findall(r"^#+ (.+)$", prose, re.MULTILINE)}
    for target in re.findall(r"\]\(([^)\s]+)\)", prose):
        if target.startswith("#"):
            if target[1:] not in anchors:
                fail(f"the link {target} leads nowhere")
        elif "://" not in target and not (root / target.split("#")[0]).exists():
            fail(f"the link {target} leads nowhere")
    for name in re.findall(r"`((?:dashboards|Tests|Sources)/[^`\s]*)", prose):
        if not (root / name).exists():
            fail(f"{name} is not there")


def main():
    readme = pathlib.Path(sys.argv[1])
    folder = pathlib.Path(sys.argv[2])
    text = readme.read_text()
    check_references(text, readme.parent)
    counts = {}

    def write(path, content):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
        counts[path.relative_to(folder).parts[0]] = counts.get(path.relative_to(folder).parts[0], 0) + 1

    number = 0
    end = 0
    for block in FENCE.finditer(text):
        number += 1
        # Commands in running text, where they stand between the blocks.
        for command in re.findall(r"`((?:source <\()?oceanbase-backup-exporter [^`]+)`", text[end:block.start()]):
            write(folder / f"shell/{number:03}-inline.sh", command + "\n")
        end = block.end()
        language, content = block[2], dedented(block[3], block[1])
        mark = MARK.search(text[:block.start()])
        if mark and mark[1] == "file":
            path = mark[2]
            write(folder / "root" / path[1:] if path.startswith("/") else folder / "here" / path, content)
        elif mark:
            write(folder / f"json/{number:03}.json", PART.format(content))
        elif language == "json5":
            write(folder / f"json/{number:03}.json", content)
        elif language == "sh":
            write(folder / f"shell/{number:03}.sh", content)
        elif language == "python":
            write(folder / f"python/{number:03}.py", content)
        elif language or re.search(r"^\s*oceanbase-backup-exporter [-a-z]", content, re.MULTILINE):
            line = text[:block.start()].count("\n") + 1
            fail(f"line {line}: nothing checks this block; name its file as examples.py says")
    print(", ".join(f"{count} {kind}" for kind, count in counts.items()))


main()
