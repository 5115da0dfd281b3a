"""The page of every paper: A4, our letters, what it is at its foot, titles that a reader can jump to. fpdf2."""

import unicodedata
from collections.abc import Iterable, Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path

from fpdf import FPDF, Align, FontFace, XPos, YPos
from fpdf.enums import TableBordersLayout, VAlign
from fpdf.prefs import ViewerPreferences

from pwa.adapters import qr
from pwa.adapters.spoken import language
from pwa.papers.words import tell as _

FONTS = Path(__file__).parent / "fonts"
FAMILY = "noto"
MARGIN, FOOT = 16, 18
"""Millimetres at the sides and above, and kept below for the foot."""
TITLE, SECTION, TEXT, TINY = 22, 13, 10.5, 8.5
"""Sizes of type, in points."""
INK, SOFT, LINE, WASH = 20, 95, 170, 242
"""Greys, from 0 (black): what is read, its second voice, hairlines, the ground of headings."""

Row = Sequence[str]


class Paper(FPDF):
    """A document of A4 pages; `title` is what it is, `about` what it is of (at the foot of every page)."""

    def __init__(self, title: str, about: str, now: datetime, *, landscape: bool = False) -> None:
        super().__init__(orientation="landscape" if landscape else "portrait", format="A4")
        self.about = about
        for style, file in (("", "NotoSans-Regular.ttf"), ("B", "NotoSans-Bold.ttf")):
            self.add_font(FAMILY, style, FONTS / file)
        self.set_margin(MARGIN)
        self.c_margin = 0
        self.set_auto_page_break(True, FOOT)
        self.set_title(f"{title} · {about}")
        self.set_lang(language())
        self.set_creator("Espace surveillant")
        self.set_creation_date(now)
        self.viewer_preferences = ViewerPreferences(display_doc_title=True)
        self.named = title
        self.write_in(TEXT)

    def write_in(self, size: float, *, bold: bool = False, grey: int = INK) -> None:
        """Choose the size (points), weight and grey of what is written next."""
        self.set_font(FAMILY, "B" if bold else "", size)
        self.set_text_color(grey)

    def normalize_text(self, text: str) -> str:
        """Write each accented letter as one, which the font draws as such."""
        return str(super().normalize_text(unicodedata.normalize("NFC", text)))

    def footer(self) -> None:
        """Say on every page what it is of, and which it is of how many."""
        self.set_y(-FOOT + 4)
        self.write_in(TINY, grey=SOFT)
        number = _("Page %(page)s sur %(pages)s", page=self.page_no(), pages="{nb}")
        width = self.get_string_width(number.replace("{nb}", "0"))
        self.cell(self.epw - width, 5, self.fit(f"{self.named} · {self.about}", self.epw - 2 * width))
        self.cell(width, 5, number)

    def fit(self, text: str, width: float) -> str:
        """Cut a text to one line of that width (mm), in the letters of the moment."""
        text = self.normalize_text(text)
        if self.get_string_width(text) <= width:
            return text
        while text and self.get_string_width(f"{text}…") > width:
            text = text[:-1]
        return f"{text.rstrip()}…"

    def heading(self) -> None:
        """Begin the first page: what it is, in the largest letters, and what it is of."""
        self.add_page()
        self.write_in(TITLE, bold=True)
        self.start_section(self.named)
        self.paragraph(self.named, size=TITLE, bold=True)
        self.paragraph(self.about, grey=SOFT)
        self.ln(3)

    def section(self, title: str) -> None:
        """Begin a part that a reader can jump to, with some of it on the same page."""
        if self.will_page_break(35):
            self.add_page()
        self.ln(4)
        self.start_section(title, level=1)
        self.paragraph(title, size=SECTION, bold=True)
        self.ln(1)

    def paragraph(self, text: str, *, size: float = TEXT, bold: bool = False, grey: int = INK) -> None:
        """Write lines over the whole width."""
        self.write_in(size, bold=bold, grey=grey)
        self.multi_cell(0, size * 0.5, text, align=Align.L, new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def steps(self, lines: Iterable[str]) -> None:
        """Write what is done in order, each with its number."""
        for number, line in enumerate(lines, start=1):
            self._item(f"{number}.", line)

    def points(self, lines: Iterable[str]) -> None:
        """Write what holds in any order."""
        for line in lines:
            self._item("•", line)

    def _item(self, mark: str, line: str) -> None:
        self.write_in(TEXT, bold=True)
        self.cell(7, 5.4, mark)
        self.write_in(TEXT)
        self.multi_cell(0, 5.4, line, align=Align.L, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.ln(0.8)

    def facts(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Write what is known, a line each: what it is, then its value."""
        self._hairlines()
        with self.table(
            col_widths=(38, self.epw - 38), text_align=Align.L, v_align=VAlign.T, line_height=5.4,
            padding=(0.9, 2, 0.9, 0), borders_layout=TableBordersLayout.HORIZONTAL_LINES, first_row_as_headings=False,
        ) as table:  # fmt: skip
            for name, value in pairs:
                row = table.row()
                row.cell(name, style=FontFace(color=SOFT))
                row.cell(value, style=FontFace(emphasis="BOLD", color=INK))

    def list(self, titles: Row, rows: Iterable[Row], widths: Sequence[float], *, height: float = 7) -> None:
        """Draw a table whose titles come back on each page; `widths` share the page, `height` is a row's least (mm)."""
        self._hairlines()
        titled = FontFace(emphasis="BOLD", fill_color=WASH, color=INK)
        with self.table(
            col_widths=tuple(widths), text_align=Align.L, headings_style=titled, v_align=VAlign.M,
            line_height=4.8, padding=(0.8, 1.5), repeat_headings=1,
        ) as table:  # fmt: skip
            table.row(titles)
            for cells in rows:
                table.row(cells, min_height=height)

    def code(self, address: str, name: str, side: float) -> None:
        """Draw here the code that a telephone opens, `side` millimetres wide, its name and its address below."""
        left, top = self.get_x(), self.get_y()
        self.image(BytesIO(qr.drawing(address)), x=left, y=top, w=side, h=side, alt_text=f"{name}, {address}")
        self.set_xy(left, top + side + 4)
        self.write_in(TEXT, bold=True)
        self.multi_cell(self.epw / 2 - 4, 5, name, align=Align.L, new_x=XPos.LEFT, new_y=YPos.NEXT)
        self.write_in(TINY, grey=SOFT)
        self.multi_cell(self.epw / 2 - 4, 4.4, address, align=Align.L, new_x=XPos.LEFT, new_y=YPos.NEXT)

    def value(self, name: str, text: str, width: float) -> None:
        """Draw here what is copied by hand, in a box `width` millimetres wide: its name, itself in large letters."""
        left, top = self.get_x(), self.get_y()
        self.set_draw_color(LINE)
        self.rect(left, top, width, 20)
        self.set_xy(left + 3, top + 2)
        self.write_in(TINY, grey=SOFT)
        self.cell(width - 6, 5, self.fit(name, width - 6))
        self.set_xy(left + 3, top + 8)
        self.write_in(TITLE, bold=True)
        self.cell(width - 6, 10, text)
        self.set_xy(left + width + 4, top)

    def _hairlines(self) -> None:
        self.write_in(TEXT - 0.5)
        self.set_draw_color(LINE)
        self.set_line_width(0.2)

    def done(self) -> bytes:
        """Return the document."""
        return bytes(self.output())
