"""One A4 page as HTML: prints from any browser, needs nothing from anywhere. Pure."""

from __future__ import annotations

from html import escape
from string import Template
from typing import Final

from cli.notices.sheet import Sheet

_PAGE: Final = Template("""<!doctype html>
<html lang="$language">
<head>
<meta charset="utf-8">
<title>$title</title>
<style>
@page { size: A4; margin: 25mm 22mm; }
body { font: 16pt/1.8 "Songti SC", SimSun, "Noto Serif CJK SC", serif; color: #000;
  max-width: 166mm; margin: 0 auto; }
h1 { font-size: 30pt; text-align: center; letter-spacing: .3em; margin: 0 0 12mm; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 1em; margin: 0 0 8mm; }
dt::after { content: "：" }
dd { margin: 0; overflow-wrap: anywhere; }
p { margin: 0 0 6mm; overflow-wrap: anywhere; }
p.text { text-indent: 2em; }
p.number { font-size: 11pt; }
</style>
</head>
<body>
<h1>$title</h1>
<dl>
$facts
</dl>
<p class="text">$text</p>
<p>$days</p>
<p>$foot</p>
<p class="number">$number</p>
</body>
</html>
""")


def html(one: Sheet, language: str) -> str:
    """The page; all that people wrote is escaped."""
    facts = "\n".join(f"<dt>{escape(label)}</dt><dd>{escape(text)}</dd>" for label, text in one.facts)
    said = {name: escape(getattr(one, name)) for name in ("title", "text", "days", "foot", "number")}
    return _PAGE.substitute(said, facts=facts, language="zh-CN" if language == "zh" else "en")
