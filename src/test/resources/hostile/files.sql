## file(), the function of values

SELECT file('{outside}/secret.txt')

SELECT file('{link}/secret.txt')

SELECT file('../../outside/secret.txt')

SELECT file('/proc/self/environ')

SELECT length(file('/proc/self/environ')) AS n, file('/proc/self/environ') AS e

SELECT toString(file('{outside}/missing.txt', file('{outside}/secret.txt')))

SELECT throwIf(1, file('{outside}/secret.txt'))

SELECT (SELECT file('{outside}/secret.txt'))

SELECT arrayMap(x -> file(x), ['{outside}/secret.txt'])

SELECT arrayMap(file, ['{outside}/secret.txt'])

SELECT arrayMap((file), ['{outside}/secret.txt'])

SELECT arrayFilter(file, ['{outside}/secret.txt'])

SELECT arrayFold(file, ['{outside}/secret.txt'], '')

SELECT mapApply(file, map('{outside}/secret.txt', 'a'))

SELECT arraySort(file, ['{outside}/secret.txt', 'a'])

SELECT * APPLY(file) FROM (SELECT '{outside}/secret.txt')

SELECT * APPLY(x -> file(x)) FROM (SELECT '{outside}/secret.txt')

SELECT COLUMNS('p') APPLY file FROM (SELECT '{outside}/secret.txt' AS p)

SELECT * REPLACE (file(p) AS p) FROM (SELECT '{outside}/secret.txt' AS p)

SELECT number FROM numbers(1) ORDER BY number WITH FILL FROM 1 TO file('{outside}/secret.txt')

WITH file('{outside}/secret.txt') AS s SELECT s

WITH (x -> file(x)) AS f SELECT f('{outside}/secret.txt')

SELECT 1 WHERE file('{outside}/secret.txt') != ''

SELECT CASE WHEN 1 THEN file('{outside}/secret.txt') END

SELECT 1 LIMIT length(file('{outside}/secret.txt'))

SELECT if(1, file('{outside}/secret.txt'), '')

SELECT groupArray(file(p)) FROM (SELECT '{outside}/secret.txt' AS p)

SELECT file(p) FROM (SELECT materialize('{outside}/secret.txt') AS p)

SELECT file({p:String})
? param_p={outside}/secret.txt

CREATE FUNCTION {name} AS p -> file(p)
then
SELECT {name}('{outside}/secret.txt')

CREATE FUNCTION {name} AS p -> arrayMap(file, [p])
then
SELECT {name}('{outside}/secret.txt')

EXPLAIN SYNTAX SELECT file('{outside}/secret.txt')

EXPLAIN QUERY TREE SELECT file('{outside}/secret.txt')

EXPLAIN PLAN actions = 1 SELECT file('{outside}/secret.txt')

SELECT * FROM viewExplain('EXPLAIN QUERY TREE', '', (SELECT file('{outside}/secret.txt')))

SELECT * FROM values('a String', (file('{outside}/secret.txt')))

SELECT * FROM numbers(1) WHERE toString(number) != file('{outside}/secret.txt')

SELECT formatRow('CSV', file('{outside}/secret.txt'))

KILL QUERY WHERE query_id = file('{outside}/secret.txt')

SET log_comment = file('{outside}/secret.txt')

## file(), the table function

SELECT * FROM file('{outside}/secret.txt', 'LineAsString')

SELECT * FROM file('{outside}/secret.csv', 'CSV', 'a String, b Int64')

SELECT * FROM file('{outside}/*', 'LineAsString')

SELECT * FROM file('{link}/secret.txt', 'LineAsString')

SELECT * FROM file('../../outside/secret.txt', 'LineAsString')

SELECT * FROM file('/proc/self/environ', 'LineAsString')

SELECT * FROM file('/proc/self/fd/*', 'LineAsString')

SELECT _path, _file FROM file('{outside}/**', 'One')

SELECT * FROM fileCluster('default', '{outside}/secret.txt', 'LineAsString')

SELECT * FROM filesystem('{outside}')

SELECT name, content FROM filesystem('{outside}')

DESCRIBE TABLE file('{outside}/secret.csv')

INSERT INTO FUNCTION file('{outside}/written-{name}.csv', 'CSV', 'a String') SELECT 'x'

INSERT INTO FUNCTION file('{outside}/written-{name}.csv', 'CSV', 'a String') VALUES ('x')

INSERT INTO TABLE FUNCTION file('{outside}/secret.csv', 'CSV', 'a String, b Int64') VALUES ('x', 1)

CREATE TABLE {name} AS file('{outside}/secret.csv')
then
SELECT * FROM {name}

SELECT * FROM view(SELECT * FROM file('{outside}/secret.txt', 'LineAsString'))

SELECT * FROM viewIfPermitted(SELECT * FROM file('{outside}/secret.txt', 'LineAsString') ELSE null('line String'))

SELECT * FROM loop(file('{outside}/secret.txt', 'LineAsString')) LIMIT 1

SELECT * FROM remote('127.0.0.1', view(SELECT * FROM file('{outside}/secret.txt', 'LineAsString')))

SELECT * FROM cluster('default', file('{outside}/secret.txt', 'LineAsString'))

SELECT 1 IN (SELECT length(line) FROM file('{outside}/secret.txt', 'LineAsString'))

SELECT a.dummy, b.line FROM system.one AS a CROSS JOIN file('{outside}/secret.txt', 'LineAsString') AS b

SELECT * FROM system.one, file('{outside}/secret.txt', 'LineAsString')

CREATE MATERIALIZED VIEW {name} ENGINE = Memory POPULATE AS SELECT * FROM file('{outside}/secret.txt', 'LineAsString')
then
SELECT * FROM {name}

CREATE MATERIALIZED VIEW {name} REFRESH EVERY 1 SECOND (line String) ENGINE = Memory AS SELECT * FROM file('{outside}/secret.txt', 'LineAsString')
then
SYSTEM REFRESH VIEW {name}
then
SYSTEM WAIT VIEW {name}
then
SELECT * FROM {name}

CREATE VIEW {name} SQL SECURITY NONE AS SELECT * FROM file('{outside}/secret.txt', 'LineAsString')
then
SELECT * FROM {name}

CREATE VIEW {name} DEFINER = default SQL SECURITY DEFINER AS SELECT * FROM file('{outside}/secret.txt', 'LineAsString')
then
SELECT * FROM {name}

CREATE VIEW {name} AS SELECT * FROM file({p:String}, 'LineAsString')
then
SELECT * FROM {name}(p = '{outside}/secret.txt')

EXPLAIN TABLE OVERRIDE file('{outside}/secret.csv')

## paths as names of tables

SELECT * FROM '{outside}/secret.csv'

SELECT * FROM `{outside}/secret.csv`

SELECT * FROM default.`{outside}/secret.csv`

SELECT * FROM `../../outside/secret.csv`

SELECT * FROM `{link}/secret.csv`

SELECT * FROM system.one, '{outside}/secret.csv'

SELECT * FROM system.one AS `WHERE`, '{outside}/secret.csv'

SELECT * FROM system.one, default.`{outside}/secret.csv`

SELECT * FROM (SELECT 1 AS a) AS x JOIN `{outside}/secret.csv` AS y ON 1 = 1

DESCRIBE '{outside}/secret.csv'

SELECT 1 IN `{outside}/secret.csv`

SELECT * FROM loop(default, '{outside}/secret.csv') LIMIT 1

WITH '{outside}/secret.csv' AS s SELECT * FROM loop(default, s) LIMIT 1

SELECT * FROM merge('default', '{outside}.*')

SELECT * FROM mergeTreeIndex('default', '{outside}/secret.csv')

SELECT hasColumnInTable('default', '{outside}/secret.csv', 'a')

SELECT hasColumnInTable('default', concat('{outside}', '/secret.csv'), 'a')

SELECT joinGet('default.{outside}/secret.csv', 'a', 1)

SELECT dictGet('{outside}/secret.csv', 'a', 1)

CREATE TABLE {name} (a Nullable(String), b Nullable(Int64)) ENGINE = Buffer('default', '{outside}/secret.csv', 1, 0, 0, 0, 0, 0, 0)
then
SELECT * FROM {name}
then
INSERT INTO {name} VALUES ('through a buffer', 1)
then
OPTIMIZE TABLE {name}

CREATE TABLE {name} (a Nullable(String), b Nullable(Int64)) ENGINE = Buffer(default, concat('{outside}', '/secret.csv'), 1, 0, 0, 0, 0, 0, 0)
then
SELECT * FROM {name}

CREATE TABLE {name} ENGINE = Alias('default', '{outside}/secret.csv')
then
SELECT * FROM {name}

CREATE TABLE {name} ENGINE = Alias(default.`{outside}/secret.csv`)
then
SELECT * FROM {name}

CREATE TABLE {name} (a String) ENGINE = Merge('default', '.*')
then
SELECT * FROM {name}

CREATE TABLE {name}s (a String, b Int64) ENGINE = Memory
then
CREATE MATERIALIZED VIEW {name} TO `{outside}/secret.csv` AS SELECT * FROM {name}s
then
INSERT INTO {name}s VALUES ('through a view', 1)

CREATE TABLE {name}s (a String, b Int64) ENGINE = Memory
then
CREATE MATERIALIZED VIEW {name} TO {t:Identifier} AS SELECT * FROM {name}s
? param_t={outside}/secret.csv
then
INSERT INTO {name}s VALUES ('through a view', 1)

INSERT INTO `{outside}/secret.csv` SELECT 'x', 1

INSERT INTO default.`{outside}/secret.csv` VALUES ('x', 1)

TRUNCATE TABLE `{outside}/secret.csv`

TRUNCATE TABLE default.`{outside}/secret.csv`

DROP TABLE `{outside}/secret.csv`

RENAME TABLE default.`{outside}/secret.csv` TO default.{name}

ALTER TABLE `{outside}/secret.csv` DELETE WHERE 1

DELETE FROM `{outside}/secret.csv` WHERE 1

OPTIMIZE TABLE default.`{outside}/secret.csv`

CREATE TABLE {name} AS `{outside}/secret.csv`

CREATE TABLE {name} CLONE AS `{outside}/secret.csv`

SHOW CREATE TABLE `{outside}/secret.csv`

EXISTS TABLE `{outside}/secret.csv`

SELECT * FROM '{outside}/secret.csv' LIMIT 1 UNION ALL SELECT * FROM '{outside}/secret.csv'

SELECT * FROM `file://{outside}/secret.csv`

USE `{outside}`

SELECT * FROM `{outside}`.`secret.csv`

## names, paths and settings as parameters

SELECT * FROM {t:Identifier}
? param_t={outside}/secret.csv

SELECT * FROM default.{t:Identifier}
? param_t={outside}/secret.csv

SELECT * FROM {d:Identifier}.{t:Identifier}
? param_d=default&param_t={outside}/secret.csv

DESCRIBE TABLE {t:Identifier}
? param_t={outside}/secret.csv

INSERT INTO {t:Identifier} SELECT 'x', 1
? param_t={outside}/secret.csv

INSERT INTO {t:Identifier} VALUES ('x', 1)
? param_t={outside}/secret.csv

TRUNCATE TABLE {t:Identifier}
? param_t={outside}/secret.csv

SELECT {f:Identifier}('{outside}/secret.txt')
? param_f=file

SELECT arrayMap({f:Identifier}, ['{outside}/secret.txt'])
? param_f=file

SELECT * FROM {f:Identifier}('{outside}/secret.txt')
? param_f=file

CREATE VIEW {name} AS SELECT arrayMap({f:Identifier}, ['{outside}/secret.txt']) AS a
then
SELECT * FROM {name}(f = 'file')
then
SELECT * FROM {name}(f = file)

CREATE VIEW {name} AS SELECT * FROM {t:Identifier}
then
SELECT * FROM {name}(t = '{outside}/secret.csv')

CREATE TABLE {name} (a String) ENGINE = {e:Identifier}
? param_e=File

CREATE DATABASE {name} ENGINE = {e:Identifier}
? param_e=Filesystem

SELECT * FROM null({s:String})
? param_s=a String DEFAULT file('{outside}/secret.txt')

SELECT * FROM format(JSONEachRow, {s:String}, '{"a":1}')
? param_s=a Int64, b String DEFAULT file('{outside}/secret.txt')

SELECT 1 SETTINGS output_format_schema = {p:String} FORMAT Protobuf
? param_p={outside}/written.proto

SELECT * FROM url({u:String}, 'LineAsString')
? param_u=file://{outside}/secret.txt
