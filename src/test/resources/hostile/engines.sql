## table engines of files

CREATE TABLE {name} (line String) ENGINE = File(LineAsString, '{outside}/secret.txt')
then
SELECT * FROM {name}

CREATE TABLE {name} (a String) ENGINE = File('CSV', '{outside}/written-{name}.csv')
then
INSERT INTO {name} VALUES ('x')

CREATE TABLE {name} ENGINE = File('CSVWithNames', '{outside}/secret.csv')
then
SELECT * FROM {name}

CREATE TABLE {name} (a String) ENGINE File(CSV, 0)

CREATE TEMPORARY TABLE {name} (line String) ENGINE = File(LineAsString, '{outside}/secret.txt')

ATTACH TABLE {name} (line String) ENGINE = File(LineAsString, '{outside}/secret.txt')
then
SELECT * FROM {name}

CREATE OR REPLACE TABLE {name} ENGINE = File(LineAsString, '{outside}/secret.txt') AS SELECT 'x' AS line

REPLACE TABLE {name} ENGINE = File(LineAsString, '{outside}/written-{name}') AS SELECT 'x' AS line

CREATE MATERIALIZED VIEW {name} ENGINE = File(CSV, '{outside}/written-{name}') POPULATE AS SELECT 'x' AS a

CREATE TABLE {name} (line String) ENGINE = FileLog('{outside}/', 'LineAsString')
then
SELECT * FROM {name} SETTINGS stream_like_engine_allow_direct_select = 1

CREATE TABLE {name} (a String) ENGINE = SQLite('{outside}/written-{name}.db', 't')
then
SELECT * FROM {name}

SELECT * FROM sqlite('{outside}/written.db', 't')

CREATE TABLE {name} (k String, v String) ENGINE = EmbeddedRocksDB(0, '{outside}/rocks-{name}') PRIMARY KEY k
then
INSERT INTO {name} VALUES ('a', 'b')

CREATE TABLE {name} (a String) ENGINE = Executable('hostile.sh', 'TabSeparated')
then
SELECT * FROM {name}

CREATE TABLE {name} (a String) ENGINE = ExecutablePool('hostile.sh', 'TabSeparated')
then
SELECT * FROM {name}

SELECT * FROM executable('hostile.sh', 'TabSeparated', 'a String')

SELECT * FROM executable('hostile.sh', 'TabSeparated', 'a String', (SELECT 1))

SELECT * FROM executable('../../outside/hostile.sh', 'TabSeparated', 'a String')

CREATE TABLE {name} (a String) ENGINE = URL('file://{outside}/secret.txt', 'LineAsString')
then
SELECT * FROM {name}

CREATE TABLE {name} (k UInt64, s String) ENGINE = Set SETTINGS disk = '{outside}'

CREATE TABLE {name} (a Int64) ENGINE = TimeSeries

CREATE TABLE {name} (a Int64) ENGINE = FuzzQuery('SELECT 1')

## lakes in a folder

SELECT * FROM icebergLocal('{outside}')

SELECT * FROM icebergLocal('{outside}/lake', 'Parquet', 'a String')

CREATE TABLE {name} (a String) ENGINE = IcebergLocal('{outside}/lake-{name}')
then
INSERT INTO {name} VALUES ('x')

CREATE TABLE {name} (a String) ENGINE = Iceberg(path = '{outside}/lake-{name}') SETTINGS allow_experimental_insert_into_iceberg = 1

SELECT * FROM deltaLakeLocal('{outside}')

CREATE TABLE {name} (a String) ENGINE = DeltaLakeLocal('{outside}/delta-{name}')
then
SELECT * FROM {name}

CREATE TABLE {name} (a String) ENGINE = PaimonLocal('{outside}/paimon')

SELECT * FROM paimonLocal('{outside}/paimon')

SELECT * FROM hudi('http://127.0.0.1:{port}/lake/', 'CSV')

CREATE TABLE {name} (a String) ENGINE = Hudi('http://127.0.0.1:{port}/lake/')

SELECT * FROM iceberg('http://127.0.0.1:{port}/lake/')

SELECT * FROM deltaLake('http://127.0.0.1:{port}/lake/')

SELECT * FROM icebergLocalCluster('default', '{outside}')

## databases of files and hosts

CREATE DATABASE {name} ENGINE = Filesystem('{outside}')
then
SELECT * FROM {name}.`secret.csv`

CREATE DATABASE {name} ENGINE = SQLite('{outside}/written-{name}.db')

CREATE DATABASE {name} ENGINE = Backup('default', File('{outside}/written-{name}'))

CREATE DATABASE {name} ENGINE = DataLakeCatalog('http://127.0.0.1:{port}/') SETTINGS catalog_type = 'rest', warehouse = 'w'
then
SHOW TABLES FROM {name}

CREATE DATABASE {name} ENGINE = MySQL('127.0.0.1:{port}', 'd', 'u', 'p')
then
SHOW TABLES FROM {name}

CREATE DATABASE {name} ENGINE = PostgreSQL('127.0.0.1:{port}', 'd', 'u', 'p')
then
SHOW TABLES FROM {name}

CREATE DATABASE {name} ENGINE = MaterializedPostgreSQL('127.0.0.1:{port}', 'd', 'u', 'p')

CREATE DATABASE {name} ENGINE = S3('http://127.0.0.1:{port}/b/')
then
SELECT * FROM {name}.`x.csv`

CREATE DATABASE {name} ENGINE = HDFS('hdfs://127.0.0.1:{port}')

CREATE DATABASE {name} ENGINE = Replicated('/x', 's', 'r')

CREATE DATABASE {name} ENGINE = Dictionary

CREATE DATABASE {name} ENGINE = Atomic SETTINGS disk = disk(type = 'local', path = '{outside}/db-{name}/')

CREATE DATABASE {name} ENGINE = Ordinary SETTINGS allow_deprecated_database_ordinary = 1

ATTACH DATABASE {name} ENGINE = Filesystem('{outside}')

CREATE DATABASE {name} ENGINE = Overlay('default')

## dictionaries

CREATE DICTIONARY {name} (a String, b String) PRIMARY KEY a SOURCE(FILE(PATH '{outside}/secret.csv' FORMAT 'CSV')) LAYOUT(COMPLEX_KEY_HASHED()) LIFETIME(0)
then
SELECT * FROM {name}

CREATE DICTIONARY {name} (a UInt64, b String) PRIMARY KEY a SOURCE(EXECUTABLE(COMMAND '{outside}/hostile.sh' FORMAT 'CSV')) LAYOUT(FLAT()) LIFETIME(0)
then
SELECT * FROM {name}

CREATE DICTIONARY {name} (a UInt64, b String) PRIMARY KEY a SOURCE(EXECUTABLE_POOL(COMMAND 'hostile.sh' FORMAT 'CSV')) LAYOUT(CACHE(SIZE_IN_CELLS 10)) LIFETIME(0)
then
SELECT dictGet('{name}', 'b', 1)

CREATE DICTIONARY {name} (a UInt64, b String) PRIMARY KEY a SOURCE(HTTP(URL 'file://{outside}/secret.csv' FORMAT 'CSV')) LAYOUT(FLAT()) LIFETIME(0)
then
SELECT * FROM {name}

CREATE DICTIONARY {name} (a UInt64, b String) PRIMARY KEY a SOURCE(HTTP(URL 'http://127.0.0.1:{port}/' FORMAT 'CSV')) LAYOUT(FLAT()) LIFETIME(0)
then
SELECT * FROM {name}

CREATE DICTIONARY {name} (a UInt64, b String) PRIMARY KEY a SOURCE(LIBRARY(PATH '{outside}/evil.so')) LAYOUT(FLAT()) LIFETIME(0)
then
SELECT * FROM {name}

CREATE DICTIONARY {name} (a UInt64, b String) PRIMARY KEY a SOURCE(CLICKHOUSE(QUERY 'SELECT 1, file(\'{outside}/secret.txt\')')) LAYOUT(FLAT()) LIFETIME(0)
then
SELECT * FROM {name}

CREATE DICTIONARY {name} (a UInt64, b String) PRIMARY KEY a SOURCE(CLICKHOUSE(HOST '127.0.0.1' PORT {port} TABLE 't')) LAYOUT(FLAT()) LIFETIME(0)
then
SELECT * FROM {name}

CREATE DICTIONARY {name} (a UInt64, b String) PRIMARY KEY a SOURCE(ODBC(CONNECTION_STRING 'x' TABLE 't')) LAYOUT(FLAT()) LIFETIME(0)
then
SELECT * FROM {name}

CREATE DICTIONARY {name} (a UInt64, b String) PRIMARY KEY a SOURCE(MYSQL(HOST '127.0.0.1' PORT {port} USER 'u' PASSWORD 'p' DB 'd' TABLE 't')) LAYOUT(FLAT()) LIFETIME(0)
then
SELECT * FROM {name}

CREATE DICTIONARY {name} (a UInt64, b String) PRIMARY KEY a SOURCE(REDIS(HOST '127.0.0.1' PORT {port})) LAYOUT(FLAT()) LIFETIME(0)
then
SELECT * FROM {name}

CREATE DICTIONARY {name} (a UInt64, b String DEFAULT '') PRIMARY KEY a SOURCE(NULL()) LAYOUT(SSD_CACHE(PATH '{outside}/ssd-{name}')) LIFETIME(0)
then
SELECT dictGet('{name}', 'b', 1)

CREATE OR REPLACE DICTIONARY {name} (a UInt64, b String) PRIMARY KEY a SOURCE(FILE(PATH '{outside}/secret.csv' FORMAT 'CSV')) LAYOUT(FLAT()) LIFETIME(0)

ATTACH DICTIONARY {name} (a UInt64, b String) PRIMARY KEY a SOURCE(FILE(PATH '{outside}/secret.csv' FORMAT 'CSV')) LAYOUT(FLAT()) LIFETIME(0)

CREATE DICTIONARY {name} (a UInt64, b String EXPRESSION file('{outside}/secret.txt')) PRIMARY KEY a SOURCE(CLICKHOUSE(TABLE 'one' DB 'system')) LAYOUT(FLAT()) LIFETIME(0)

## disks

CREATE TABLE {name} (a String) ENGINE = MergeTree ORDER BY a SETTINGS disk = disk(type = 'local', path = '{outside}/disk-{name}/')
then
INSERT INTO {name} VALUES ('x')

CREATE TABLE {name} (a String) ENGINE = MergeTree ORDER BY a SETTINGS disk = disk(name = 'd{name}', type = local, path = '{outside}/disk-{name}/')

CREATE TABLE {name} (a String) ENGINE = MergeTree ORDER BY a SETTINGS disk = disk(type = 'encrypted', disk = disk(type = 'local', path = '{outside}/disk-{name}/'), key = '1234567812345678')

CREATE TABLE {name} (a String) ENGINE = MergeTree ORDER BY a SETTINGS disk = disk(type = 'cache', path = '{outside}/cache-{name}/', max_size = '1Mi', disk = 'default')

CREATE TABLE {name} (a String) ENGINE = MergeTree ORDER BY a SETTINGS disk = disk(type = 'web', endpoint = 'http://127.0.0.1:{port}/')

CREATE TABLE {name} (a String) ENGINE = MergeTree ORDER BY a SETTINGS disk = disk(type = 's3', endpoint = 'http://127.0.0.1:{port}/b/', access_key_id = 'from_env CLICKREEL_HOSTILE_SECRET', secret_access_key = 'x', retry_attempts = 0, connect_timeout_ms = 200, request_timeout_ms = 200)

CREATE TABLE {name} (a String) ENGINE = MergeTree ORDER BY a SETTINGS disk = disk(type = 'local', path = 'from_env CLICKREEL_HOSTILE_SECRET')
then
SELECT * FROM system.disks

CREATE TABLE {name} (a String) ENGINE = MergeTree ORDER BY a SETTINGS table_disk = 1, disk = disk(type = 'local', path = '{outside}/disk-{name}/')

ATTACH TABLE {name} (a String) ENGINE = MergeTree ORDER BY a SETTINGS disk = disk(type = object_storage, object_storage_type = local, metadata_type = plain, path = '{outside}/')

CREATE TABLE {name} (a String) ENGINE = Log SETTINGS disk = disk(type = 'local', path = '{outside}/disk-{name}/')

CREATE TABLE {name} (a String) ENGINE = MergeTree ORDER BY a SETTINGS storage_policy = '{outside}'

CREATE TABLE {name} (a String) ENGINE = MergeTree ORDER BY a SETTINGS disk = '{outside}'

CREATE TABLE {name} (a String) ENGINE = MergeTree ORDER BY a
then
ALTER TABLE {name} MODIFY SETTING disk = disk(type = 'local', path = '{outside}/disk-{name}/')
then
ALTER TABLE {name} MOVE PARTITION tuple() TO DISK '{outside}'
then
ALTER TABLE {name} FETCH PARTITION tuple() FROM '{outside}'
