## backups

BACKUP DATABASE clickreel TO File('{outside}/backup-{name}.zip')

BACKUP DATABASE clickreel TO File('../../outside/backup-{name}')

BACKUP TABLE system.one TO Disk('default', '../../outside/backup-{name}')

BACKUP ALL TO File('{outside}/backup-{name}') ASYNC

BACKUP DATABASE clickreel TO Memory('b')

BACKUP DATABASE clickreel TO S3('http://127.0.0.1:{port}/b/', 'k', 's')

BACKUP DATABASE clickreel TO File('{outside}/{name}') SETTINGS base_backup = File('{outside}')

RESTORE DATABASE clickreel AS {name} FROM File('{outside}')

RESTORE ALL FROM Disk('default', '../../outside')

RESTORE TABLE a.b FROM S3('http://127.0.0.1:{port}/b/')

BACKUP TABLE {table} TO Null PARALLEL WITH BACKUP DATABASE clickreel TO File('{outside}/backup-{name}')

## files of the command line client

SELECT 1 INTO OUTFILE '{outside}/written-{name}.csv'

SELECT 1 INTO OUTFILE '{outside}/written-{name}.csv' AND STDOUT FORMAT CSV

SELECT 1 INTO OUTFILE '{outside}/secret.csv' APPEND

SELECT 1 INTO OUTFILE '{outside}/secret.csv' TRUNCATE

SELECT 1 INTO OUTFILE '{outside}/written-{name}.gz' COMPRESSION 'gzip' LEVEL 1

SELECT 1 UNION ALL SELECT 2 INTO OUTFILE '{outside}/written-{name}'

SHOW TABLES INTO OUTFILE '{outside}/written-{name}'

EXPLAIN SELECT 1 INTO OUTFILE '{outside}/written-{name}'

SELECT 1
? default_format=CSV INTO OUTFILE '{outside}/written-{name}'

INSERT INTO {table} FROM INFILE '{outside}/secret.txt' FORMAT LineAsString

INSERT INTO {table} FROM INFILE '{outside}/secret.txt' COMPRESSION 'none' FORMAT LineAsString

INSERT INTO {table} FROM INFILE '{outside}/*' FORMAT LineAsString

INSERT INTO FUNCTION null('a String') FROM INFILE '{outside}/secret.txt' FORMAT LineAsString

## settings that name files

SELECT 1 AS a SETTINGS output_format_schema = '{outside}/written-{name}.proto' FORMAT Protobuf

SELECT 1 AS a FORMAT Protobuf SETTINGS output_format_schema = '{outside}/written-{name}.proto'

SELECT 1 AS a FORMAT Protobuf
? output_format_schema={outside}/written-{name}.proto

SET output_format_schema = '{outside}/written.proto'

SELECT 1 AS a FORMAT ProtobufSingle
? format_schema={outside}/secret.txt:a&format_schema_source=file

SELECT 1 AS a SETTINGS format_schema = '{outside}/secret:a', format_schema_source = 'file' FORMAT Protobuf

SELECT 1 AS a SETTINGS format_schema = 'syntax = "proto3"; import "{outside}/secret.txt"; message a { int64 a = 1; }', format_schema_message_name = 'a' FORMAT Protobuf

SELECT 1 AS a SETTINGS format_schema_source = 'query', format_schema = 'SELECT file(\'{outside}/secret.txt\')' FORMAT Protobuf

SELECT 1 AS a FORMAT Template SETTINGS format_template_resultset = '{outside}/secret.txt'

SELECT 1 AS a FORMAT Template SETTINGS format_template_row = '{outside}/secret.txt', format_template_rows_between_delimiter = ''

SELECT 1 AS a FORMAT Template
? format_template_row={link}/secret.txt

SELECT * FROM format(Template, 'a String', 'x') SETTINGS format_template_row = '{outside}/secret.txt'

INSERT INTO {table} SETTINGS input_format_record_errors_file_path = '{outside}/written-{name}', input_format_allow_errors_num = 10 FORMAT CSV "a"b

INSERT INTO {table} FORMAT JSONEachRow {"a":[1}
? input_format_record_errors_file_path={outside}/written-{name}&input_format_allow_errors_num=10

SELECT * FROM format(CSV, 'a Int64', 'x') SETTINGS input_format_record_errors_file_path = '{outside}/written-{name}', input_format_allow_errors_num = 10

CREATE VIEW {name} AS SELECT * FROM format(CSV, 'a Int64', 'x') SETTINGS input_format_record_errors_file_path = '{outside}/written-{name}', input_format_allow_errors_num = 10
then
SELECT * FROM {name}

SELECT 1 SETTINGS temporary_files_codec = '{outside}', max_bytes_before_external_sort = 1

CREATE TABLE {name} (a String) ENGINE = Memory SETTINGS output_format_schema = '{outside}/x'

## paths in the names of things

CREATE DATABASE `../../../outside/{name}`

CREATE TABLE `../../../../../outside/{name}` (a String) ENGINE = MergeTree ORDER BY a

CREATE TABLE {name} (`../../../../outside/{name}` String) ENGINE = MergeTree ORDER BY tuple()
then
INSERT INTO {name} VALUES ('x')

CREATE TABLE {name} (a String, INDEX `../../../../../outside/{name}` a TYPE minmax) ENGINE = MergeTree ORDER BY a
then
INSERT INTO {name} VALUES ('x')

CREATE TABLE {name} (a String, PROJECTION `../../../../../outside/{name}` (SELECT a ORDER BY a)) ENGINE = MergeTree ORDER BY a
then
INSERT INTO {name} VALUES ('x')

CREATE TABLE {name} (a String, b String) ENGINE = MergeTree PARTITION BY a ORDER BY b
then
INSERT INTO {name} VALUES ('../../../../../outside/x', 'x')
then
ALTER TABLE {name} FREEZE WITH NAME '../../outside/{name}'
then
ALTER TABLE {name} UNFREEZE WITH NAME '../../outside'
then
ALTER TABLE {name} ATTACH PART '../../../../../outside'
then
ALTER TABLE {name} DROP DETACHED PART '../../../../../outside' SETTINGS allow_drop_detached = 1
then
ALTER TABLE {name} DETACH PART '../../../../../outside'

SYSTEM UNFREEZE WITH NAME '../../outside'

CREATE FUNCTION `../../outside/{name}` AS a -> a

CREATE NAMED COLLECTION `../../outside/{name}` AS a = 1

CREATE TABLE {name} UUID '00000000-0000-0000-0000-00000000000{digit}' (a String) ENGINE = MergeTree ORDER BY a

ATTACH TABLE {name} FROM '{outside}/' (a String) ENGINE = MergeTree ORDER BY a

ATTACH TABLE {name} FROM '../../outside/' (a String) ENGINE = File(CSV)

RENAME TABLE {table} TO `../../outside/{name}`
then
RENAME TABLE `../../outside/{name}` TO {table}

CREATE TEMPORARY TABLE `../../outside/{name}` (a String) ENGINE = MergeTree ORDER BY a

SELECT * FROM system.remote_data_paths WHERE remote_path ILIKE '%outside%' SETTINGS traverse_shadow_remote_data_paths = 1

## expressions of columns

CREATE TABLE {name} (a Int64, b String DEFAULT file('{outside}/secret.txt')) ENGINE = Memory
then
INSERT INTO {name} (a) VALUES (1)

CREATE TABLE {name} (a Int64, b String MATERIALIZED file('{outside}/secret.txt')) ENGINE = Memory
then
INSERT INTO {name} (a) VALUES (1)
then
SELECT a, b FROM {name}

CREATE TABLE {name} (a Int64, b String ALIAS file('{outside}/secret.txt')) ENGINE = Memory
then
INSERT INTO {name} (a) VALUES (1)
then
SELECT a, b FROM {name}

CREATE TABLE {name} (a Int64, b String EPHEMERAL file('{outside}/secret.txt'), c String DEFAULT b) ENGINE = Memory
then
INSERT INTO {name} (a) VALUES (1)

CREATE TABLE {name} (a Int64, b Array(String) DEFAULT arrayMap(file, ['{outside}/secret.txt'])) ENGINE = Memory
then
INSERT INTO {name} (a) VALUES (1)

CREATE TABLE {name} (a Int64, CONSTRAINT c CHECK throwIf(1, file('{outside}/secret.txt')) = 0) ENGINE = Memory
then
INSERT INTO {name} (a) VALUES (1)

CREATE TABLE {name} (a DateTime, b String) ENGINE = MergeTree ORDER BY a TTL a + toIntervalSecond(length(file('{outside}/secret.txt')))

CREATE TABLE {name} (a Int64) ENGINE = MergeTree ORDER BY (a, file('{outside}/secret.txt'))

CREATE TABLE {name} (a Int64) ENGINE = MergeTree PARTITION BY file('{outside}/secret.txt') ORDER BY a
then
INSERT INTO {name} VALUES (1)
then
SELECT partition FROM system.parts WHERE table = '{name}'

CREATE TABLE {name} (a Int64, INDEX i file('{outside}/secret.txt') TYPE set(1)) ENGINE = MergeTree ORDER BY a

CREATE TABLE {name} (a Int64, PROJECTION p (SELECT file('{outside}/secret.txt'), count() GROUP BY 1)) ENGINE = MergeTree ORDER BY a

CREATE TABLE {name} (a Int64, b String) ENGINE = MergeTree ORDER BY a
then
INSERT INTO {name} VALUES (1, '')
then
ALTER TABLE {name} UPDATE b = file('{outside}/secret.txt') WHERE 1 SETTINGS mutations_sync = 1
then
ALTER TABLE {name} ADD COLUMN c String DEFAULT file('{outside}/secret.txt')
then
ALTER TABLE {name} MODIFY COLUMN b String DEFAULT file('{outside}/secret.txt')
then
ALTER TABLE {name} DELETE WHERE throwIf(1, file('{outside}/secret.txt'))
then
DELETE FROM {name} WHERE throwIf(1, file('{outside}/secret.txt'))
then
SELECT * FROM {name}

CREATE TABLE {name} (a String CODEC(ZSTD(1), file('{outside}/secret.txt'))) ENGINE = MergeTree ORDER BY a

CREATE TABLE {name} ENGINE = Memory AS SELECT file('{outside}/secret.txt') AS a

CREATE TABLE {name} (a String) ENGINE = Memory COMMENT file('{outside}/secret.txt')

## native code and memory

SELECT addressToLine(1) SETTINGS allow_introspection_functions = 1

SELECT addressToLineWithInlines(1) SETTINGS allow_introspection_functions = 1

SELECT addressToSymbol(1) SETTINGS allow_introspection_functions = 1

SELECT demangle('x') SETTINGS allow_introspection_functions = 1

SELECT arrayMap(addressToLine, trace) FROM system.stack_trace LIMIT 1 SETTINGS allow_introspection_functions = 1

SELECT catboostEvaluate('{outside}/secret.txt', 1)

SELECT showCertificate()

SELECT evalMLMethod('x', 1)

SELECT * FROM system.stack_trace FORMAT Null

SELECT * FROM system.symbols LIMIT 1 SETTINGS allow_introspection_functions = 1

SELECT count() FROM numbers(100000000) SETTINGS query_profiler_real_time_period_ns = 1000000, query_profiler_cpu_time_period_ns = 1000000

SELECT * FROM {table} SETTINGS local_filesystem_read_method = 'io_uring'

SELECT * FROM system.certificates

SELECT * FROM system.server_settings WHERE value ILIKE '%secret%'

SELECT getClientHTTPHeader('Authorization') SETTINGS allow_get_client_http_header = 1

SELECT getMacro('CLICKREEL_HOSTILE_SECRET'), getServerSetting('path')

## commands to the server

SYSTEM SHUTDOWN

SYSTEM KILL

EXECUTE AS default SYSTEM SHUTDOWN

EXECUTE AS default SELECT file('{outside}/secret.txt')

SYSTEM RELOAD CONFIG

SYSTEM RELOAD USERS

SYSTEM RELOAD DICTIONARIES

SYSTEM RELOAD FUNCTIONS

SYSTEM RELOAD MODELS

SYSTEM STOP LISTEN HTTP

SYSTEM START LISTEN TCP

SYSTEM ENABLE FAILPOINT dummy_failpoint

SYSTEM DISABLE FAILPOINT dummy_failpoint

SYSTEM START THREAD FUZZER

SYSTEM JEMALLOC FLUSH PROFILE

SYSTEM SUSPEND FOR 5 SECOND

SYSTEM DROP REPLICA 'x' FROM ZKPATH '/x'

SYSTEM RESTART DISK default

SYSTEM SYNC FILE CACHE

SYSTEM FLUSH LOGS

SYSTEM INSTRUMENT ADD 'x' LOG ENTRY 'y'

SYSTEM LOAD PRIMARY KEY

KILL QUERY WHERE 1 SYNC

KILL MUTATION WHERE 1

## users and rights

CREATE USER {name} IDENTIFIED BY 'x'

CREATE USER {name} IDENTIFIED WITH ssh_key BY KEY 'x' TYPE 'ssh-rsa'

ALTER USER default IDENTIFIED BY 'x'

DROP USER default

GRANT ALL ON *.* TO default

GRANT FILE ON *.* TO default WITH GRANT OPTION

CREATE ROLE {name}

CREATE ROW POLICY {name} ON {table} USING throwIf(1, file('{outside}/secret.txt')) TO ALL

CREATE MASKING POLICY {name} ON {table} UPDATE a = file('{outside}/secret.txt') TO ALL

CREATE QUOTA {name}

CREATE SETTINGS PROFILE {name} SETTINGS dialect = 'prql' TO default

CREATE NAMED COLLECTION {name} AS url = 'file://{outside}/secret.txt', format = 'LineAsString'
then
SELECT * FROM url({name})

CREATE RESOURCE {name} (READ ANY DISK)

CREATE WORKLOAD {name}

## several statements in one

SELECT 1; SELECT file('{outside}/secret.txt')

SELECT 1;;SELECT * FROM '{outside}/secret.csv'

INSERT INTO {table} VALUES ('x'); SELECT file('{outside}/secret.txt')

SELECT 1 FORMAT CSV; SELECT 1 INTO OUTFILE '{outside}/written-{name}'

CREATE TABLE {name}a (a String) ENGINE = Memory PARALLEL WITH CREATE TABLE {name}b (line String) ENGINE = File(LineAsString, '{outside}/secret.txt')
then
SELECT * FROM {name}b

CREATE TABLE {name}a (a String) ENGINE = Memory PARALLEL WITH SYSTEM SHUTDOWN

CREATE TABLE {name}a (a String) ENGINE = Memory PARALLEL WITH CREATE DICTIONARY {name}d (a UInt64, b String) PRIMARY KEY a SOURCE(FILE(PATH '{outside}/secret.csv' FORMAT 'CSV')) LAYOUT(FLAT()) LIFETIME(0)

DROP TABLE IF EXISTS {name} PARALLEL WITH INSERT INTO FUNCTION file('{outside}/written-{name}', 'CSV', 'a String') SELECT 'x'

(SELECT file('{outside}/secret.txt'))

((SELECT 1) UNION ALL (SELECT length(file('{outside}/secret.txt'))))

## long and deep statements

SELECT {brackets-open}file('{outside}/secret.txt'){brackets-close}

SELECT {deep-open}1{deep-close}

SELECT {deep-array-open}1{deep-array-close}

SELECT {deep-select-open}file('{outside}/secret.txt'){deep-select-close}

SELECT '{long}', file('{outside}/secret.txt')

SELECT 1 /*{long}*/, file('{outside}/secret.txt')

SELECT 1 WHERE {many} OR file('{outside}/secret.txt') = ''
