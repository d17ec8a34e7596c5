"""Workbooks as other programs write them, made of their XML."""

import io
import zipfile

_BOOK = (
    '<x:workbook xmlns:x="main" xmlns:r="rel"><x:workbookPr date1904="{year}"/>'
    '<x:sheets><x:sheet name="Old" sheetId="1" state="hidden" r:id="a"/>'
    '<x:sheet name="Leads" sheetId="2" r:id="b"/>{more}</x:sheets></x:workbook>'
)
_PARTS = {
    "_rels/.rels": '<Relationships><Relationship Id="r" Type="x/officeDocument" Target="/book/main.xml"/>'
    "</Relationships>",
    "book/_rels/main.xml.rels": "<Relationships>"
    '<Relationship Id="a" Type="x/worksheet" Target="old.xml"/>'
    '<Relationship Id="b" Type="x/worksheet" Target="../book/sheets/one.xml"/>'
    '<Relationship Id="c" Type="x/sharedStrings" Target="strings.xml"/>'
    '<Relationship Id="d" Type="x/styles" Target="styles.xml"/>'
    '<Relationship Id="e" Type="x/hyperlink" Target="http://example.org/" TargetMode="External"/>'
    "</Relationships>",
    "book/old.xml": "<worksheet><sheetData/></worksheet>",
    "book/strings.xml": "<sst><si><t>name</t></si>"
    "<si><r><t>Mũla </t></r><r><t>Ndũ</t></r><rPh><t>x</t></rPh></si></sst>",
    "book/styles.xml": '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="dd\\-mmm\\-yyyy"/></numFmts>'
    '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="11"/></cellXfs>'
    "</styleSheet>",
}


def sheet(rows: str) -> str:
    return f"<worksheet><sheetData>{rows}</sheetData></worksheet>"


def workbook(rows: str, *, more: str = "", year: int = 0, **parts: str) -> bytes:
    """Return a workbook with these rows in XML, and other parts instead of the usual ones."""
    out = io.BytesIO()
    named = {f"book/{name}.xml": content for name, content in parts.items()}
    book = {"book/main.xml": _BOOK.format(more=more, year=year), "book/sheets/one.xml": sheet(rows)}
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**_PARTS, **book, **named}.items():
            archive.writestr(name, content)
    return out.getvalue()


def zipped(**parts: str) -> bytes:
    """Return a zip archive of these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()
