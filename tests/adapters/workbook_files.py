"""Workbooks made by hand, good and hostile, part by part."""

import io
import struct
import zipfile
from collections.abc import Mapping, Sequence

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns"
ODS = "application/vnd.oasis.opendocument.spreadsheet"


def archive(parts: Mapping[str, str | bytes]) -> bytes:
    """Return a zip archive of these parts."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return written.getvalue()


def text_cell(place: str, text: str) -> str:
    """Return a cell of XLSX that holds a text."""
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def xlsx(*sheets: str, hidden: Sequence[int] = ()) -> bytes:
    """Return a workbook of sheets, each the inside of its `sheetData`; style 1 is a percentage, style 2 a date."""
    listed, related, parts = "", "", dict[str, str | bytes]()
    for number, data in enumerate(sheets, start=1):
        state = ' state="hidden"' if number in hidden else ""
        listed += f'<sheet name="S{number}" sheetId="{number}"{state} r:id="rId{number}"/>'
        target = f'Type="{_DOCUMENT}/worksheet" Target="worksheets/sheet{number}.xml"'
        related += f'<Relationship Id="rId{number}" {target}/>'
        parts[f"xl/worksheets/sheet{number}.xml"] = (
            f'<worksheet xmlns="{_MAIN}"><sheetData>{data}</sheetData></worksheet>'
        )
    whole = f'<Relationship Id="rId1" Type="{_DOCUMENT}/officeDocument" Target="xl/workbook.xml"/>'
    styles = '<cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="9"/><xf numFmtId="14"/></cellXfs>'
    return archive(
        {
            "[Content_Types].xml": "<Types/>",
            "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}">{whole}</Relationships>',
            "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_DOCUMENT}"><sheets>{listed}</sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}">{related}</Relationships>',
            "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}">{styles}</styleSheet>',
            **parts,
        }
    )


def ods(rows: str, manifest: str = "<manifest/>") -> bytes:
    """Return a workbook of one table, whose rows are given."""
    spaces = " ".join(f'xmlns:{name}="{_OFFICE}:{name}:1.0"' for name in ("office", "table", "text"))
    table = f'<table:table table:name="T">{rows}</table:table>'
    body = f"<office:body><office:spreadsheet>{table}</office:spreadsheet></office:body>"
    content = f"<office:document-content {spaces}>{body}</office:document-content>"
    return archive({"mimetype": ODS, "META-INF/manifest.xml": manifest, "content.xml": content})


def bomb() -> bytes:
    """Return a workbook whose one sheet is 110 MB of spaces."""
    return xlsx(" " * 110 * 1024 * 1024)


def liar() -> bytes:
    """Return the same, which says it is 1,000 bytes long."""
    content = bytearray(bomb())
    honest, lie = (struct.pack("<I", size) for size in (_largest(content), 1_000))
    return bytes(content).replace(honest, lie)


def _largest(content: bytes | bytearray) -> int:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return max(part.file_size for part in packed.infolist())
