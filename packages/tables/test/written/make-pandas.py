# Writes pandas-*: python3 make-pandas.py, with pandas 1.5.3 of Debian 12.
import pandas as pd

rows = range(30)
day = pd.Timestamp("2020-01-01")
instant = pd.Timestamp("2024-03-30T22:30:00", tz="UTC")
flats = pd.DataFrame(
    {
        "rooms": pd.array([None if i % 7 == 3 else 1 + i * 5 % 6 for i in rows], "Int64"),
        "rent": [None if i % 11 == 5 else (30025 + i * 7919 % 250000) / 100 for i in rows],
        "change": [(i - 10) * 15 / 1e8 for i in rows],
        "city": pd.Categorical([None if i % 13 == 6 else ["Lagos", "Osaka", "São Paulo", "Köln, Mitte"][i * 3 % 4] for i in rows]),
        "furnished": [i % 3 == 0 for i in rows],
        "since": [day + pd.Timedelta(days=40 * i) for i in rows],
        "seen": [(instant + pd.Timedelta(hours=5 * i)).tz_convert("Europe/Berlin") for i in rows],
        "note": ['two\nlines' if i == 4 else f'He said "ok"; flat {i}' for i in rows],
    }
)
flats.to_csv("pandas-default.csv")
flats.to_csv("pandas-semicolon.csv", index=False, sep=";", decimal=",", date_format="%d.%m.%Y %H:%M:%S%z")
flats.to_csv("pandas-tab.tsv.gz", index=False, sep="\t", na_rep="NaN")
flats.to_csv("pandas-utf-16.csv", index=False, encoding="utf-16", lineterminator="\r\n")
# Whole numbers with missing cells, as pandas holds them unless told otherwise: 3.0.
flats.assign(rooms=flats.rooms.astype("float64")).to_csv("pandas-float.csv", index=False)
flats.set_index("city").to_csv("pandas-named-index.csv")
flats.to_json("pandas-records.json", orient="records", date_format="iso", force_ascii=False, double_precision=15)
flats.to_json("pandas-lines.jsonl", orient="records", lines=True, date_format="iso", double_precision=15)
# By column, which is no table of rows.
flats.head(3).to_json("pandas-columns.json")
