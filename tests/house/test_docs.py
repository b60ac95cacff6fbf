"""Who comes new finds the house described, and described as it is."""

import re

import pytest

from config import env
from tests.house.files import ROOT, name, written

DOCS = ("README.md", "CHANGELOG.md", "LICENSE", "docs/map.md", "docs/decisions.md", "docs/install.md",
        "docs/operate.md", "docs/third-party.md")  # fmt: skip
VARIABLE = re.compile(r"""(?:env\.)?\b(?:text|flag|number|words)\(\s*["']([A-Z][A-Z_]+)["']""")


@pytest.mark.parametrize("path", DOCS)
def test_each_document_is_there(path):
    assert len((ROOT / path).read_text(encoding="utf-8")) > 400


def test_the_readme_lists_every_variable_that_is_read():
    read = {
        match for path in written(".py") if name(path).startswith("config/")
        for match in VARIABLE.findall(path.read_text(encoding="utf-8"))
    }  # fmt: skip
    listed = set(re.findall(r"`([A-Z][A-Z_]+)", (ROOT / "README.md").read_text(encoding="utf-8")))

    assert env.text("PATH")
    assert "SECRET_KEY" in read
    assert read - listed == set()


def test_the_map_names_every_module_of_the_house():
    told = (ROOT / "docs" / "map.md").read_text(encoding="utf-8")
    folders = {
        name(path.parent) for path in written(".py")
        if name(path).startswith(("config/", "dsr/")) and path.name == "__init__.py"
    }  # fmt: skip

    assert sorted(folder for folder in folders if f"`{folder}" not in told and f"{folder}/" not in told) == []


def test_every_package_is_explained():
    told = (ROOT / "docs" / "decisions.md").read_text(encoding="utf-8").lower()
    packages = re.findall(r"^([\w-]+)", (ROOT / "requirements.txt").read_text(), flags=re.MULTILINE)

    assert [package for package in packages if package.lower() not in told] == []


def test_every_path_that_a_document_links_to_exists():
    broken = [
        f"{name(path)}: {link}" for path in written(".md")
        for link in re.findall(r"\]\((?!https?:|#)([^)#]+)", path.read_text(encoding="utf-8"))
        if not (path.parent / link).exists()
    ]  # fmt: skip

    assert broken == []
