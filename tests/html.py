"""Reads a page as a browser and a person would: elements with their attributes, and words."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "use"}
SILENT = {"script", "style", "template", "noscript"}


class Element:
    def __init__(self, tag: str, attributes: dict[str, str]) -> None:
        self.tag = tag
        self.attributes = attributes
        self.children: list[Element | str] = []

    def __getitem__(self, name: str) -> str:
        return self.attributes[name]

    def __contains__(self, name: str) -> bool:
        return name in self.attributes

    def __repr__(self) -> str:
        return f"<{self.tag} {self.attributes}>"

    def walk(self) -> Iterator["Element"]:
        yield self
        for child in self.children:
            if isinstance(child, Element):
                yield from child.walk()

    def all(self, tag: str = "", **attributes: str) -> list["Element"]:
        """`data_x` stands for data-x; a value of "*" for any."""
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        return [
            one
            for one in self.walk()
            if tag in ("", one.tag)
            and all(
                name in one and value in ("*", one.attributes[name])
                for name, value in wanted.items()
            )
        ]

    def one(self, tag: str = "", **attributes: str) -> "Element":
        found = self.all(tag, **attributes)
        assert len(found) == 1, f"{len(found)} × {tag} {attributes}"
        return found[0]

    def strange_scripts(self) -> list["Element"]:
        """Those that are neither a module of ours nor the words that such a module says."""
        return [
            one
            for one in self.all("script")
            if not (one.attributes.get("type") == "module" and not one.source and "nonce" in one)
            and not (one.attributes.get("type") == "application/json" and "id" in one)
        ]

    @property
    def source(self) -> str:
        """The text of this element alone, as it is written."""
        return "".join(child for child in self.children if isinstance(child, str))

    @property
    def text(self) -> str:
        """As it is shown: runs of white space are one space, but a no-break space stays."""
        return re.sub(r"[ \t\r\n]+", " ", " ".join(self._words())).strip(" ")

    def _words(self) -> Iterator[str]:
        for child in self.children:
            if isinstance(child, str):
                yield child
            elif child.tag not in SILENT and "hidden" not in child:
                yield from child._words()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("", {})
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"an attribute stands twice: {tag} {attrs}"
        element = Element(tag, {name: value or "" for name, value in attrs})
        self._open[-1].children.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        opened = self._open.pop()
        assert opened.tag == tag, f"<{opened.tag}> is closed by </{tag}>"

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)


def read(source: str | bytes) -> Element:
    """The whole document, or a part of one. Refuses what is not well formed."""
    reader = _Reader()
    reader.feed(source.decode() if isinstance(source, bytes) else source)
    reader.close()
    assert reader._open == [reader.root], f"never closed: {reader._open[1:]}"
    return reader.root
