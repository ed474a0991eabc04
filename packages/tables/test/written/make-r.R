# Writes r-*: Rscript make-r.R, with R 4.2.2 of Debian 12.
i <- 0:29
instant <- as.POSIXct("2024-03-30 22:30:00", tz = "UTC") + 5 * 3600 * i
flats <- data.frame(
  rooms = ifelse(i %% 7 == 3, NA, 1L + (i * 5L) %% 6L),
  rent = ifelse(i %% 11 == 5, NA, (30025 + (i * 7919) %% 250000) / 100),
  change = (i - 10) * 15 / 1e8,
  city = factor(ifelse(i %% 13 == 6, NA, c("Lagos", "Osaka", "São Paulo", "Köln, Mitte")[1 + (i * 3) %% 4])),
  furnished = i %% 3 == 0,
  since = as.Date("2020-01-01") + 40 * i,
  seen = instant,
  note = ifelse(i == 4, "two\nlines", paste0('He said "ok"; flat ', i))
)
write.csv(flats, "r-default.csv", fileEncoding = "UTF-8")
write.csv(flats, "r-no-names.csv", row.names = FALSE, na = "", fileEncoding = "UTF-8")
write.csv2(flats, "r-csv2.csv", row.names = FALSE, fileEncoding = "UTF-8")
write.csv2(flats, "r-latin1.csv", row.names = FALSE, fileEncoding = "latin1")
write.table(flats, "r-table.tsv", sep = "\t", qmethod = "double", fileEncoding = "UTF-8")
# R's default: separated by spaces, with one name less than cells. It escapes quotes with a backslash, and does not quote times.
write.table(flats[c("rooms", "rent", "change", "city", "furnished", "since")], "r-spaces.txt", fileEncoding = "UTF-8")
# The same row by row in R's own words, with names of rows that are words.
write.csv(mtcars, "r-mtcars.csv")
write.csv(iris, gzfile("r-iris.csv.gz"))
write.csv(airquality, "r-airquality.csv", row.names = FALSE)
