"""Asks modules of Python, and what a program of Kotlin prints, for every code of the catalogues beside them.

check.py FOLDER       each FOLDER/NAME.json and the module FOLDER/NAME.py
check.py PRINTED JSON...
"""

import importlib
import json
import sys
from pathlib import Path


def expected_cells(enum, entry):
    """The values of the name, of the description and of the other columns, in their order."""
    for role in ("name", "description"):
        for column in enum["columns"]:
            if column["role"] == role:
                yield entry[role] or (None if column.get("optional") else "")
    for column in enum["columns"]:
        if "key" in column:
            value = entry["cells"][column["key"]]
            missing = value is None and column["role"] == "text" and not column.get("optional")
            yield "" if missing else tuple(value) if isinstance(value, list) else value


def names_of(enum):
    """Every name with the index of its entry; the first of equal names counts."""
    names = {}
    for index, entry in enumerate(enum["entries"]):
        names.setdefault(entry["name"], index)
    for index, entry in enumerate(enum["entries"]):
        for alias in entry.get("aliases", []):
            names.setdefault(alias["text"], index)
    for index, entry in enumerate(enum["entries"]):
        for former in entry.get("former_names", []):
            names.setdefault(former, index)
    return {name: index for name, index in names.items() if name}


def same(left, right):
    """Equal, and of one kind: in Python, `True` is 1."""
    return left == right and isinstance(left, bool) == isinstance(right, bool)


def check_enum(module, enum):
    cls = getattr(module, enum["name"], None) or getattr(module, enum["name"] + "_")
    members = list(cls)
    assert len(members) == len(enum["entries"]), enum["name"]
    properties = [name for name, value in vars(cls).items() if isinstance(value, property)]
    others = properties[2:]
    for member, entry in zip(members, enum["entries"], strict=True):
        assert member.codes == tuple(entry["codes"]) and same(member.retired, entry["retired"]), member
        for code in entry["codes"]:
            assert cls(code) is member and cls.lookup(code) is member, code
        assert member == entry["codes"][0] and type(member.value) is type(entry["codes"][0]), member
        for name, value in zip(others, expected_cells(enum, entry), strict=True):
            assert same(getattr(member, name), value), (member, name, getattr(member, name), value)
        for alias in entry.get("aliases", []):
            assert cls[alias["constant"]] is member, alias
    for code in ("no such code",) if enum["code_type"] == "text" else (-(2**70), 2**70):
        assert cls.lookup(code) is code
        try:
            cls(code)
        except ValueError:
            continue
        raise AssertionError(f"{code} is a code of {enum['name']}")
    if any(column["role"] == "name" for column in enum["columns"]):
        for name, index in names_of(enum).items():
            assert cls.from_name(name) is members[index], name
        assert cls.from_name("no such name") is None
    for found in enum["ranges"]:
        assert cls.range_of(found["last"]) is not None, found
    for column in enum["columns"]:
        if "category" in column:
            category = getattr(module, column["category"]["name"])
            assert [str(value) for value in category] == [value["text"] for value in column["category"]["values"]]
    return sum(len(entry["codes"]) for entry in enum["entries"])


def check_modules(folder):
    sys.path.insert(0, folder)
    modules = codes = 0
    for path in sorted(Path(folder).glob("*.json")):
        module = importlib.import_module(path.stem)
        codes += sum(check_enum(module, enum) for enum in json.loads(path.read_text())["enums"])
        modules += 1
    print(f"Python: {codes} codes of {modules} modules are as their tables say")
    assert modules > 90, modules


def shown(value):
    if isinstance(value, (list, tuple)):
        return "[" + ",".join(map(shown, value)) + "]"
    if isinstance(value, str):
        units = value.encode("utf-16-be")
        chars = [chr(units[at] << 8 | units[at + 1]) for at in range(0, len(units), 2)]
        return '"' + "".join(c if " " <= c <= "~" and c != "\\" else f"\\u{ord(c):04x}" for c in chars) + '"'
    return json.dumps(value)


def check_printed(printed, catalogues):
    expected = []
    for path in catalogues:
        for enum in json.loads(Path(path).read_text())["enums"]:
            for entry in enum["entries"]:
                cells = list(expected_cells(enum, entry))[-len(entry["cells"]) :] if entry["cells"] else []
                row = [entry["codes"], entry["name"], entry["description"], entry["retired"], *cells]
                expected.append(enum["name"] + " " + " ".join(map(shown, row)))
    lines = Path(printed).read_text().splitlines()
    for line, right in zip(lines, expected, strict=True):
        assert line == right, f"{line}\n{right}"
    print(f"Kotlin: {len(lines)} rows are as their tables say")


if len(sys.argv) == 2:
    check_modules(sys.argv[1])
else:
    check_printed(sys.argv[1], sys.argv[2:])
