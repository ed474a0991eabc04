# Writes excel-*, as Excel exports them: python3 make-excel.py. Excel runs on no machine of ours, so this script imitates its three formats:
# "CSV UTF-8" (with a byte order mark), "Unicode text" (UTF-16 with tabs), and "CSV" (the code page of Windows), in German and in English.
from datetime import datetime, timedelta

rows = range(30)
cities = ["Lagos", "Osaka", "São Paulo", "Köln, Mitte"]


def cell(value, separator):
    return '"' + value.replace('"', '""') + '"' if any(c in value for c in separator + '"\n') else value


def german(x):
    return f"{x:,.2f}".replace(",", " ").replace(".", ",").replace(" ", ".")


def flat(i, is_german, separator):
    rent = (30025 + i * 7919 % 250000) / 100
    since = datetime(2020, 1, 1) + timedelta(days=40 * i)
    seen = datetime(2024, 3, 30, 22, 30) + timedelta(hours=5 * i)
    cells = [
        "" if i % 7 == 3 else str(1 + i * 5 % 6),
        "" if i % 11 == 5 else german(rent) + " €" if is_german else f"${rent:,.2f}",
        german((i - 10) * 1.5) + "%" if is_german else f"{(i - 10) * 1.5:.2f}%",
        "" if i % 13 == 6 else cities[i * 3 % 4],
        ("WAHR" if i % 3 == 0 else "FALSCH") if is_german else str(i % 3 == 0).upper(),
        since.strftime("%d.%m.%Y") if is_german else f"{since.month}/{since.day}/{since.year}",
        seen.strftime("%d.%m.%Y %H:%M") if is_german else f"{seen.month}/{seen.day}/{seen.year} {seen.hour}:{seen.minute:02}",
        "two\nlines" if i == 4 else f'He said "ok"; flat {i}',
    ]
    return separator.join(cell(c, separator) for c in cells) + "\r\n"


def write(name, encoding, is_german, separator, before=""):
    heading = separator.join(["rooms", "rent", "change", "city", "furnished", "since", "seen", "note"]) + "\r\n"
    text = before + heading + "".join(flat(i, is_german, separator) for i in rows)
    with open(name, "wb") as file:
        file.write(text.encode(encoding))


write("excel-german-utf-8.csv", "utf-8-sig", True, ";")
write("excel-german-unicode.txt", "utf-16", True, "\t")
write("excel-german-windows.csv", "cp1252", True, ";")
write("excel-german-sep.csv", "cp1252", True, ";", before="sep=;\r\n")
write("excel-english-utf-8.csv", "utf-8-sig", False, ",")
write("excel-english-unicode.txt", "utf-16", False, "\t")
