// Writes duckdb-*: node make-duckdb.mjs, with DuckDB 1.5.6 of @duckdb/node-api.
import { createRequire } from 'node:module';

const { DuckDBInstance } = createRequire(new URL('../../../files/package.json', import.meta.url))('@duckdb/node-api');
const connection = await (await DuckDBInstance.create()).connect();
await connection.run("SET threads = 1; SET TimeZone = 'Asia/Kolkata'");
await connection.run(`CREATE TABLE flats AS SELECT
  (CASE WHEN i % 7 = 3 THEN NULL ELSE 1 + i * 5 % 6 END)::TINYINT AS rooms,
  (CASE WHEN i % 11 = 5 THEN NULL ELSE (30025 + i * 7919 % 250000) / 100 END)::DECIMAL(9, 2) AS rent,
  ((i - 10) * 15)::DOUBLE / 1e8 AS change,
  CASE WHEN i % 13 = 6 THEN NULL ELSE (['Lagos', 'Osaka', 'São Paulo', 'Köln, Mitte'])[1 + i * 3 % 4] END AS city,
  i % 3 = 0 AS furnished,
  DATE '2020-01-01' + (40 * i)::INTEGER AS since,
  TIMESTAMPTZ '2024-03-30 22:30:00+00' + INTERVAL (5 * i) HOUR AS seen,
  CASE WHEN i = 4 THEN 'two' || chr(10) || 'lines' ELSE 'He said "ok"; flat ' || i END AS note
FROM range(30) AS numbers(i)`);
const copy = (file, options) => connection.run(`COPY flats TO '${file}' (${options})`);
await copy('duckdb-default.csv', 'FORMAT csv');
await copy('duckdb-pipes.csv', "FORMAT csv, DELIMITER '|', NULL 'NULL', FORCE_QUOTE (city, note)");
await connection.run("SET TimeZone = 'Europe/Berlin'");
await copy('duckdb-no-heading.csv', 'FORMAT csv, HEADER false');
await copy('duckdb-lines.json', 'FORMAT json');
await copy('duckdb-array.json', 'FORMAT json, ARRAY true');
