"""A paper as it is read: its words page by page, its letters, its titles, and what a camera sees in it."""

import re
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any

import pypdfium2
import zxingcpp
from pypdf import PdfReader
from pypdf.generic import Destination


class Read:
    """A PDF document, opened as a reader does."""

    def __init__(self, document: bytes) -> None:
        self.document = document
        self.pdf = PdfReader(BytesIO(document), strict=True)
        self.pages = [" ".join(page.extract_text().split()) for page in self.pdf.pages]

    @property
    def text(self) -> str:
        """All of its words, single spaces between them."""
        return " ".join(self.pages)

    @property
    def title(self) -> str:
        assert self.pdf.metadata
        return str(self.pdf.metadata.title)

    @property
    def language(self) -> str:
        return str(self.pdf.root_object["/Lang"])

    @property
    def titles(self) -> list[str]:
        """What its reader can jump to, in order."""
        return list(_titles(self.pdf.outline))

    @property
    def embedded(self) -> dict[str, bool]:
        """Its fonts, and whether their letters travel with it."""
        return dict(_fonts(self.pdf))

    @property
    def told(self) -> list[str]:
        """What is said of its pictures to who does not see them."""
        elements = self.pdf.root_object["/StructTreeRoot"]["/K"][0].get_object()["/K"]  # type: ignore[index]
        return [str(one.get_object()["/Alt"]) for one in elements]

    @property
    def codes(self) -> set[str]:
        """What a telephone reads on its pages, as they are printed."""
        return {found.text for page in self._printed(3) for found in zxingcpp.read_barcodes(page)}

    @property
    def sizes(self) -> set[tuple[int, int]]:
        """Width and height of its pages, in millimetres."""
        return {(round(width / 72 * 25.4), round(height / 72 * 25.4)) for width, height in self._extents()}

    @property
    def letters(self) -> list[tuple[float, float]]:
        """How far from the first page's left and top edges each of its letters ends, in millimetres."""
        opened = pypdfium2.PdfDocument(self.document)
        try:
            page = opened[0]
            words, height = page.get_textpage(), page.get_height()
            boxes = [words.get_charbox(at) for at in range(words.count_chars())]
        finally:
            opened.close()
        return [(right / 72 * 25.4, (height - bottom) / 72 * 25.4) for _, bottom, right, _ in boxes]

    def written_outside(self, edge: float = 7) -> list[int]:
        """The pages on which something is drawn within `edge` millimetres of the paper's edge."""
        return [number for number, page in enumerate(self._printed(1), start=1) if _inked_edge(page, edge)]

    def _extents(self) -> Iterator[tuple[float, float]]:
        for page in self.pdf.pages:
            yield float(page.mediabox.width), float(page.mediabox.height)

    def _printed(self, scale: float) -> Iterator[Any]:
        opened = pypdfium2.PdfDocument(self.document)
        try:
            yield from (page.render(scale=scale, grayscale=True).to_pil() for page in opened)
        finally:
            opened.close()


def _titles(outline: Sequence[Any]) -> Iterator[str]:
    for item in outline:
        if isinstance(item, Destination):
            yield str(item.title)
        else:
            yield from _titles(item)


def _fonts(pdf: PdfReader) -> Iterator[tuple[str, bool]]:
    for page in pdf.pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
            drawn = font.get_object().get("/DescendantFonts", [font])[0].get_object()
            name = re.sub(r"^/[A-Z]{6}\+", "", str(drawn["/BaseFont"]))
            yield name, "/FontFile2" in drawn.get("/FontDescriptor", {})


def _inked_edge(page: Any, edge: float) -> bool:
    kept = round(edge / 25.4 * 72)
    inside = (kept, kept, page.width - kept, page.height - kept)
    blank = page.copy()
    blank.paste(255, inside)
    return bool(blank.getextrema()[0] < 250)
