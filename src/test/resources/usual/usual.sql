CREATE DATABASE IF NOT EXISTS usual

CREATE TABLE usual.file (file String, url String, path String, disk String, format String, settings String, engine String, dictionary String, n UInt64, at DateTime) ENGINE = MergeTree PARTITION BY toYYYYMM(at) ORDER BY (file, url)

INSERT INTO usual.file (file, url, path, disk, format, settings, engine, dictionary, n, at) VALUES ('file(x) INTO OUTFILE', 'url(''file:///etc'')', '/etc/hostname', 'disk()', 'f', 's', 'ENGINE = File', 'd', 1, now()), ('b', 'u', '/b', 'd', 'f', 's', 'e', 'd', 2, toDateTime('2026-01-01 00:00:00') + INTERVAL 1 DAY)

INSERT INTO usual.file (file, n) SETTINGS async_insert = 1 VALUES (concat('a', 'b'), length('abc')), (upper('x'), 2 + 3)

INSERT INTO usual.file (file, n) VALUES ('a', (SELECT 1)), ('b', NULL), ('c', 1.5e0)

INSERT INTO usual.file (file, n) FORMAT JSONEachRow {"file":"/etc/hostname","n":3}

INSERT INTO usual.file (file, n) SELECT file, n + 1 FROM usual.file

SELECT file, url, path, disk, format, settings, engine, dictionary FROM usual.file WHERE file IN ('file(x) INTO OUTFILE') AND engine = 'ENGINE = File'

SELECT uniq(url), count(file), max(path), any(disk) FROM usual.file GROUP BY engine HAVING count() > 0 ORDER BY engine

SELECT file.file, file.url FROM usual.file AS file ORDER BY file, url LIMIT 5

SELECT file AS url, url AS file FROM usual.file LIMIT 1 BY file, url

SELECT file FROM usual.file WHERE url IN (SELECT url FROM usual.file) AND file NOT IN ('x', 'y')

SELECT format('{} and {}', file, url), format('{1} {0}', 'a', toString(n)) FROM usual.file

SELECT countIf(path = '/etc/hostname') AS `/etc/hostname`, sum(n) AS `req/s` FROM usual.file

SELECT n AS `a.b`, `a.b` + 1 AS `c/d` FROM usual.file ORDER BY `c/d`

CREATE TABLE usual.url (id UInt64, url String, PROJECTION file (SELECT url, count() GROUP BY url), INDEX path url TYPE bloom_filter GRANULARITY 1, CONSTRAINT file CHECK length(url) >= 0) ENGINE = MergeTree ORDER BY id

INSERT INTO usual.url (id, url) VALUES (1, 'https://example.com/a?b=c#d')

SELECT domain(url), path(url), extractURLParameter(url, 'b'), cutQueryString(url) FROM usual.url

ALTER TABLE usual.url ADD PROJECTION disk (SELECT id ORDER BY url)

ALTER TABLE usual.url MATERIALIZE PROJECTION disk SETTINGS mutations_sync = 1

ALTER TABLE usual.url ADD COLUMN file LowCardinality(String) DEFAULT upper(url) AFTER url

ALTER TABLE usual.url UPDATE url = lower(url) WHERE id = 1 SETTINGS mutations_sync = 1

DELETE FROM usual.file WHERE n = 100

OPTIMIZE TABLE usual.url FINAL

CREATE INDEX file ON usual.url (url) TYPE minmax

CREATE OR REPLACE TABLE usual.format (a Int64, b Nullable(String) DEFAULT 'x', c DateTime64(3) MATERIALIZED now64(), d String ALIAS concat(b, '!'), e UInt8 EPHEMERAL 1) ENGINE = MergeTree ORDER BY a TTL toDateTime(c) + INTERVAL 1 YEAR SETTINGS index_granularity = 1024

REPLACE TABLE usual.format (a Int64) ENGINE = Memory

CREATE TABLE usual.copy AS usual.url

CREATE TABLE usual.selected ENGINE = MergeTree ORDER BY id AS SELECT * FROM usual.url

CREATE TABLE IF NOT EXISTS usual.engine (file String) ENGINE = Log

EXCHANGE TABLES usual.copy AND usual.selected

RENAME TABLE usual.copy TO usual.dictionary

CREATE TABLE usual.buffer AS usual.url ENGINE = Buffer('usual', 'url', 1, 10, 100, 1000, 10000, 100000, 1000000)

CREATE TABLE usual.all AS usual.url ENGINE = Merge('usual', '^url$')

SELECT count() FROM usual.all

CREATE TABLE usual.joined (id UInt64, name String) ENGINE = Join(ANY, LEFT, id)

SELECT joinGet('usual.joined', 'name', toUInt64(1))

CREATE VIEW usual.view AS SELECT url, count() AS c FROM usual.url GROUP BY url

CREATE VIEW usual.parameterised AS SELECT * FROM usual.url WHERE id = {id:UInt64}

SELECT * FROM usual.parameterised(id = 1)

CREATE MATERIALIZED VIEW usual.kept ENGINE = SummingMergeTree ORDER BY url POPULATE AS SELECT url, count() AS c FROM usual.url GROUP BY url

SELECT * FROM usual.kept

CREATE MATERIALIZED VIEW usual.sent TO usual.selected AS SELECT id, url, file FROM usual.url

CREATE MATERIALIZED VIEW usual.refreshed REFRESH EVERY 1 HOUR ENGINE = Memory AS SELECT now() AS at, count() AS c FROM usual.url

SYSTEM REFRESH VIEW usual.refreshed

CREATE TABLE usual.json (j JSON, m Map(String, Array(UInt8)), t Tuple(file String, url String), v Variant(String, UInt64), d Dynamic) ENGINE = MergeTree ORDER BY tuple()

INSERT INTO usual.json (j, m, t) VALUES ('{"file": {"path": "/x"}, "n": 1}', {'a': [1, 2]}, ('f', 'u'))

SELECT j.file.path, j.n::Int64, m['a'], t.file, t.url, arrayMap(x -> x + 1, m['a']), mapKeys(m) FROM usual.json

SELECT arrayMap(upper, ['a']), arraySort(x -> -x, [1, 2]), arrayFilter((x, y) -> x > y, [1, 2], [2, 1]), arrayConcat([file], [url]) FROM usual.file

WITH file AS (SELECT 1 AS url), x AS (SELECT url FROM file) SELECT * FROM x CROSS JOIN file

WITH RECURSIVE t AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM t WHERE n < 5) SELECT sum(n) FROM t

SELECT file, row_number() OVER (PARTITION BY url ORDER BY n) AS r, sum(n) OVER w, lagInFrame(n) OVER w FROM usual.file WINDOW w AS (ORDER BY n ROWS BETWEEN 1 PRECEDING AND CURRENT ROW)

SELECT toStartOfInterval(at, INTERVAL 1 MINUTE) AS t, count() FROM usual.file GROUP BY t WITH TOTALS ORDER BY t WITH FILL STEP INTERVAL 1 MINUTE LIMIT 10

SELECT * EXCEPT (file) REPLACE (n + 1 AS n) FROM usual.file

SELECT COLUMNS('file|url') APPLY(length) FROM usual.file

SELECT a.file, b.url FROM usual.file AS a ASOF LEFT JOIN usual.file AS b ON a.file = b.file AND a.at >= b.at

SELECT * FROM usual.file AS a, usual.url AS b WHERE a.n = b.id

SELECT file, x FROM usual.file ARRAY JOIN [1, 2] AS x

SELECT CASE WHEN n > 1 THEN 'a' ELSE 'b' END, if(n = 1, file, url), n BETWEEN 1 AND 2, file LIKE '%/%' FROM usual.file

SELECT EXTRACT(YEAR FROM at), CAST(n AS String), n::Float64, DATE '2026-01-01', INTERVAL 1 DAY FROM usual.file

SELECT quantiles(0.5, 0.99)(n), argMax(file, n), groupArray(10)(url), sumMap(map(file, n)) FROM usual.file

SELECT * FROM usual.file PREWHERE n > 0 LIMIT 1 SETTINGS max_threads = 1, allow_experimental_analyzer = 1

SELECT 1 UNION ALL SELECT 2 INTERSECT SELECT 2 EXCEPT SELECT 3

SELECT * FROM numbers(3) AS n, (SELECT 1 AS x) AS s

SELECT * FROM values('a UInt8, b String', (1, 'x'), (2, toString(3)))

SELECT * FROM VALUES('a UInt8', 1, 2)

SELECT * FROM format(JSONEachRow, '{"a":1,"b":"file(x)"}')

SELECT * FROM format(CSV, 'a Int64, b String DEFAULT \'y\'', $$1,"x"$$)

SELECT * FROM generateRandom('a UInt8, b String', 1, 10, 2) LIMIT 3

SELECT * FROM merge('usual', '^url$')

SELECT * FROM view(SELECT 1 AS file)

SELECT * FROM generateSeries(1, 10, 3)

INSERT INTO FUNCTION null('a UInt8') SELECT 1

CREATE FUNCTION usual_double AS (x) -> x * 2

SELECT usual_double(21)

DROP FUNCTION usual_double

CREATE TEMPORARY TABLE usual_temporary (file String)

EXPLAIN SELECT file FROM usual.file

EXPLAIN PIPELINE SELECT file FROM usual.file

EXPLAIN ESTIMATE SELECT file FROM usual.file

EXPLAIN indexes = 1, json = 1, actions = 1 SELECT file FROM usual.file FORMAT TSVRaw

EXPLAIN SYNTAX SELECT file FROM usual.file

EXPLAIN AST SELECT file FROM usual.file

SHOW DATABASES

SHOW TABLES FROM usual LIKE '%'

SHOW FULL COLUMNS FROM url FROM usual

SHOW CREATE TABLE usual.url

SHOW INDEXES FROM usual.url

SHOW PROCESSLIST

SHOW SETTINGS LIKE 'max_threads'

SHOW GRANTS

SHOW ENGINES

SHOW FUNCTIONS LIKE 'to%'

DESCRIBE TABLE usual.file

DESCRIBE (SELECT 1 AS file)

EXISTS TABLE usual.file

CHECK TABLE usual.url

USE usual

SET max_threads = 2, max_execution_time = 10

SELECT currentUser() AS user, timezone() AS timezone, version() AS version, currentDatabase(), getSetting('max_threads'), hostName(), uptime()

SELECT name, value, changed, description, min, max, readonly, type FROM system.settings ORDER BY name

SELECT database, name, engine, total_rows, create_table_query, comment FROM system.tables WHERE engine = 'MergeTree' AND database NOT IN ('system')

SELECT table_schema, table_name, ENGINE FROM (SELECT TABLE_SCHEMA AS table_schema, TABLE_NAME AS table_name, 'InnoDB' AS ENGINE FROM INFORMATION_SCHEMA.TABLES) WHERE ENGINE = 'InnoDB'

SELECT column_name, data_type, ordinal_position FROM information_schema.columns WHERE table_schema = 'usual'

SELECT database AS TABLE_CAT, name AS COLUMN_NAME, type AS TYPE_NAME, position, default_expression, is_in_primary_key FROM system.columns WHERE database = 'usual' ORDER BY table, position

SELECT formatReadableSize(sum(bytes_on_disk)), sum(rows), min(path), any(disk_name) FROM system.parts WHERE active AND database = 'usual'

SELECT query_id, elapsed, query FROM system.processes

SELECT * FROM system.merges, system.mutations LIMIT 1

SELECT name, is_aggregate, case_insensitive FROM system.functions WHERE name ILIKE 'file'

SELECT name FROM system.table_functions WHERE name = 'file'

SELECT path, free_space, total_space FROM system.disks

SELECT * FROM system.one FORMAT JSONCompactEachRowWithNamesAndTypes SETTINGS output_format_json_quote_64bit_integers = 0

KILL MUTATION WHERE database = 'usual'

KILL QUERY WHERE query_id = 'none'

SYSTEM STOP MERGES usual.url

SYSTEM START MERGES usual.url

SYSTEM DROP MARK CACHE

ALTER TABLE usual.url DETACH PARTITION tuple()

ALTER TABLE usual.url ATTACH PARTITION tuple()

ALTER TABLE usual.url FREEZE WITH NAME 'usual'

ALTER TABLE usual.url MODIFY SETTING merge_with_ttl_timeout = 3600

ALTER TABLE usual.url MODIFY COMMENT 'ENGINE = File, file(x)'

ALTER TABLE usual.file REPLACE PARTITION 202601 FROM usual.file

TRUNCATE TABLE usual.file

DROP VIEW usual.view

DROP DATABASE usual SYNC
