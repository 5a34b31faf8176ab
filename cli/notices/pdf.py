"""One A4 page as PDF, in a Chinese font that readers have: none is fetched, and none is inside."""

from __future__ import annotations

from html import escape
from io import BytesIO
from typing import Final

from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Flowable, KeepInFrame, Paragraph, SimpleDocTemplate, Spacer

from cli.notices.sheet import Sheet

FONT: Final = "STSong-Light"
"""Of Adobe's collection for simplified Chinese (GB1); readers without it take a Song font of their own."""
_MARGIN: Final = 22 * mm
_BODY: Final = 16


def pdf(one: Sheet) -> bytes:
    """The page; the same sheet gives the same bytes."""
    if FONT not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    out = BytesIO()
    document = SimpleDocTemplate(
        out,
        pagesize=A4,
        leftMargin=_MARGIN,
        rightMargin=_MARGIN,
        topMargin=_MARGIN,
        bottomMargin=_MARGIN,
        title=one.title,
        invariant=1,
    )
    # However much there is to say, it is one page: it shrinks rather than leaving a part to be forgotten.
    whole = KeepInFrame(document.width - 12, document.height - 12, _story(one), mode="shrink")
    document.build([whole])
    return out.getvalue()


def _story(one: Sheet) -> list[Flowable]:
    body = ParagraphStyle(
        "body", fontName=FONT, fontSize=_BODY, leading=_BODY * 1.8, wordWrap="CJK", spaceAfter=4 * mm
    )
    title = ParagraphStyle("title", body, fontSize=30, leading=44, alignment=TA_CENTER, spaceAfter=10 * mm)
    text = ParagraphStyle("text", body, firstLineIndent=2 * _BODY)
    small = ParagraphStyle("small", body, fontSize=11, leading=18)
    return [
        Paragraph(escape(one.title), title),
        *(Paragraph(escape(f"{label}：{said}"), body) for label, said in one.facts),
        Spacer(1, 4 * mm),
        Paragraph(escape(one.text), text),
        Spacer(1, 4 * mm),
        Paragraph(escape(one.days), body),
        Paragraph(escape(one.foot), body),
        Paragraph(escape(one.number), small),
    ]
