# Writes calc-*, with LibreOffice Calc 7.4.7 of Debian 12: python3 make-calc.py. It makes a sheet with cells of numbers, percentages, currencies,
# dates and yes/no in German and in English, and Calc writes it as text, each cell as it is shown.
import os
import subprocess
import tempfile
from datetime import datetime, timedelta
from xml.sax.saxutils import escape

CITIES = ["Lagos", "Osaka", "São Paulo", "Köln, Mitte"]
NAMES = ["rooms", "rent", "change", "city", "furnished", "since", "seen", "note"]
OFFICE = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in [("office", "office"), ("table", "table"), ("text", "text"), ("number", "datastyle"), ("style", "style")]
)


def styles(language, country, symbol):
    where = f'number:language="{language}" number:country="{country}"'
    money = '<number:number number:decimal-places="2" number:min-integer-digits="1" number:grouping="true"/>'
    sign = f"<number:currency-symbol {where}>{symbol}</number:currency-symbol>"
    day, month, year = '<number:day number:style="long"/>', '<number:month number:style="long"/>', '<number:year number:style="long"/>'
    text = lambda words: f"<number:text>{words}</number:text>"
    dots = day + text(".") + month + text(".") + year
    date = dots if language == "de" else month + text("/") + day + text("/") + year
    clock = text(" ") + '<number:hours number:style="long"/>' + text(":") + '<number:minutes number:style="long"/>'
    formats = {
        "currency": ("currency", money + text(" ") + sign if language == "de" else sign + money),
        "percentage": ("percentage", '<number:number number:decimal-places="2" number:min-integer-digits="1"/>' + text("%")),
        "boolean": ("boolean", "<number:boolean/>"),
        "date": ("date", date),
        "time": ("date", date + clock),
    }
    return "".join(
        f'<number:{kind}-style style:name="n-{name}" {where}>{body}</number:{kind}-style>'
        f'<style:style style:name="{name}" style:family="table-cell" style:data-style-name="n-{name}"/>'
        for name, (kind, body) in formats.items()
    )


def cell(kind, value, style=None):
    if value is None:
        return "<table:table-cell/>"
    if kind == "string":
        lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in value.split("\n"))
        return f'<table:table-cell office:value-type="string">{lines}</table:table-cell>'
    name = {"date": "date-value", "boolean": "boolean-value"}.get(kind, "value")
    return f'<table:table-cell office:value-type="{kind}" office:{name}="{value}" {f"""table:style-name="{style}" """ if style else ""}/>'


def row(i):
    since = datetime(2020, 1, 1) + timedelta(days=40 * i)
    seen = datetime(2024, 3, 30, 22, 30) + timedelta(hours=5 * i)
    return [
        cell("float", None if i % 7 == 3 else 1 + i * 5 % 6),
        cell("currency", None if i % 11 == 5 else (30025 + i * 7919 % 250000) / 100, "currency"),
        cell("percentage", (i - 10) * 1.5 / 100, "percentage"),
        cell("string", None if i % 13 == 6 else CITIES[i * 3 % 4]),
        cell("boolean", "true" if i % 3 == 0 else "false", "boolean"),
        cell("date", since.strftime("%Y-%m-%d"), "date"),
        cell("date", seen.isoformat(), "time"),
        cell("string", "two\nlines" if i == 4 else f'He said "ok"; flat {i}'),
    ]


def write(name, language, country, symbol, separator, charset, folder):
    rows = [[cell("string", heading) for heading in NAMES], *[row(i) for i in range(30)]]
    table = "".join(f"<table:table-row>{''.join(cells)}</table:table-row>" for cells in rows)
    path = os.path.join(folder, name.rsplit(".", 1)[0] + ".fods")
    with open(path, "w", encoding="utf-8") as file:
        file.write(
            f'<?xml version="1.0" encoding="UTF-8"?><office:document {OFFICE} office:version="1.3"'
            ' office:mimetype="application/vnd.oasis.opendocument.spreadsheet">'
            f"<office:automatic-styles>{styles(language, country, symbol)}</office:automatic-styles><office:body><office:spreadsheet>"
            f'<table:table table:name="flats">{table}</table:table></office:spreadsheet></office:body></office:document>'
        )
    # Separator, quote, encoding, first line, …, "as shown": https://wiki.documentfoundation.org/Documentation/DevGuide/Spreadsheet_Documents
    options = f"{ord(separator)},34,{charset},1,,0,false,true,true,false"
    ending = name.rsplit(".", 1)[1]
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to",
         f"{ending}:Text - txt - csv (StarCalc):{options}", "--outdir", ".", path],
        check=True, stdout=subprocess.DEVNULL,
    )


with tempfile.TemporaryDirectory() as folder:
    write("calc-german.csv", "de", "DE", "€", ";", 76, folder)
    write("calc-german-unicode.txt", "de", "DE", "€", "\t", 65535, folder)
    write("calc-english.csv", "en", "US", "$", ",", 76, folder)
