## addresses of files

SELECT * FROM url('file://{outside}/secret.txt', 'LineAsString')

SELECT * FROM url('FILE://{outside}/secret.txt', 'LineAsString', 'line String')

SELECT * FROM url('file:{outside}/secret.txt', 'LineAsString', 'line String')

SELECT * FROM url('{outside}/secret.txt', 'LineAsString', 'line String')

SELECT * FROM url('secret.txt', 'LineAsString', 'line String') SETTINGS url_base = 'file://{outside}/'

SELECT * FROM url('http://127.0.0.1:{allowed}/,file://{outside}/secret.txt', 'LineAsString', 'line String')

SELECT * FROM url('http://127.0.0.1:{allowed}/|file://{outside}/secret.txt', 'LineAsString', 'line String')

INSERT INTO FUNCTION url('file://{outside}/written-{name}', 'CSV', 'a String') VALUES ('x')

SELECT * FROM s3('file://{outside}/secret.txt', 'LineAsString')

SELECT * FROM urlCluster('default', 'file://{outside}/secret.txt', 'LineAsString')

SELECT * FROM azureBlobStorage('DefaultEndpointsProtocol=file;BlobEndpoint=file://{outside}', 'c', 'secret.txt')

## hosts

SELECT * FROM url('http://127.0.0.1:{port}/', 'LineAsString', 'line String')

SELECT * FROM url('http://localhost:{port}/', 'LineAsString', 'line String')

SELECT * FROM url('http://127.0.0.1:{allowed}@127.0.0.1:{port}/', 'LineAsString', 'line String')

SELECT * FROM url('http://127.0.0.1:{allowed}/,http://127.0.0.1:{port}/', 'LineAsString', 'line String')

SELECT * FROM url('http://127.0.0.1:{allowed}/|http://127.0.0.1:{port}/', 'LineAsString', 'line String')

SELECT * FROM url('http://127.0.0.1:{allowed}/,{http://127.0.0.1:{port}/a,http://127.0.0.1:{port}/b}', 'LineAsString', 'line String')

SELECT * FROM url('http://127.0.0.1:{allowed}/redirect/{port}', 'LineAsString', 'line String') SETTINGS max_http_get_redirects = 10

SELECT * FROM url('http://127.0.0.1:{allowed}/redirect/{port}', 'Values', 'line String')
? max_http_get_redirects=10

SELECT * FROM url('http://127.0.0.1:{allowed}/values', 'Values', 'line String')

SELECT * FROM url('x', 'LineAsString', 'line String') SETTINGS url_base = 'http://127.0.0.1:{port}/'

INSERT INTO FUNCTION url('http://127.0.0.1:{port}/', 'CSV', 'a String') SELECT 'x'

SELECT * FROM s3('http://127.0.0.1:{port}/b/x.csv', 'CSV', 'a String')

SELECT * FROM s3('http://127.0.0.1:{allowed}/,http://127.0.0.1:{port}/', NOSIGN, 'CSV', 'a String')

SELECT * FROM gcs('http://127.0.0.1:{port}/b/x.csv', 'CSV', 'a String')

SELECT * FROM s3Cluster('default', 'http://127.0.0.1:{port}/b/x.csv', 'CSV', 'a String')

SELECT * FROM remote('127.0.0.1:{port}', 'system.one')

SELECT * FROM remoteSecure('127.0.0.1:{port}', 'system.one')

SELECT * FROM mysql('127.0.0.1:{port}', 'd', 't', 'u', 'p')

SELECT * FROM postgresql('127.0.0.1:{port}', 'd', 't', 'u', 'p')

SELECT * FROM mongodb('127.0.0.1:{port}', 'd', 'c', 'u', 'p', 'a String')

SELECT * FROM redis('127.0.0.1:{port}', 'a', 'a String, b String')

SELECT * FROM odbc('DSN=x', 'd', 't')

SELECT * FROM jdbc('jdbc:sqlite:{outside}/written.db', 't')

SELECT * FROM hdfs('hdfs://127.0.0.1:{port}/x', 'CSV', 'a String')

SELECT * FROM ytsaurus('http://127.0.0.1:{port}', '//x', 'token', 'a String')

SELECT * FROM azureBlobStorage('http://127.0.0.1:{port}/account', 'c', 'b', 'account', 'a2V5', 'CSV', 'auto', 'a String')

SELECT * FROM prometheusQuery('{name}', 'up', now())

SELECT hasColumnInTable('127.0.0.1:{port}', 'u', 'p', 'd', 't', 'c')

SELECT aiGenerate('x', 'hello') SETTINGS allow_experimental_ai_functions = 1

CREATE TABLE {name} (a String) ENGINE = URL('http://127.0.0.1:{port}/', 'CSV')
then
SELECT * FROM {name}

CREATE TABLE {name} (a String) ENGINE = S3('http://127.0.0.1:{port}/b/x.csv', 'CSV')
then
SELECT * FROM {name}

CREATE TABLE {name} (a String) ENGINE = S3Queue('http://127.0.0.1:{port}/b/*', 'CSV') SETTINGS mode = 'unordered'

CREATE TABLE {name} (a String) ENGINE = AzureQueue('http://127.0.0.1:{port}/account', 'c', '*', 'CSV') SETTINGS mode = 'unordered'

CREATE TABLE {name} (a String) ENGINE = Kafka('127.0.0.1:{port}', 't', 'g', 'CSV')
then
SELECT * FROM {name} SETTINGS stream_like_engine_allow_direct_select = 1

CREATE TABLE {name} (a String) ENGINE = MySQL('127.0.0.1:{port}', 'd', 't', 'u', 'p')
then
SELECT * FROM {name}

CREATE TABLE {name} (a String) ENGINE = PostgreSQL('127.0.0.1:{port}', 'd', 't', 'u', 'p')
then
SELECT * FROM {name}

CREATE TABLE {name} (a String) ENGINE = MaterializedPostgreSQL('127.0.0.1:{port}', 'd', 't', 'u', 'p') PRIMARY KEY a

CREATE TABLE {name} (a String) ENGINE = MongoDB('127.0.0.1:{port}', 'd', 'c', 'u', 'p')
then
SELECT * FROM {name}

CREATE TABLE {name} (a String) ENGINE = Redis('127.0.0.1:{port}') PRIMARY KEY a
then
SELECT * FROM {name}

CREATE TABLE {name} (a String) ENGINE = ODBC('DSN=x', 'd', 't')

CREATE TABLE {name} (a String) ENGINE = JDBC('jdbc:x', 'd', 't')

CREATE TABLE {name} (a String) ENGINE = HDFS('hdfs://127.0.0.1:{port}/x', 'CSV')

CREATE TABLE {name} (a String) ENGINE = YTsaurus('http://127.0.0.1:{port}', '//x', 'token')

CREATE TABLE {name} (a String) ENGINE = RabbitMQ SETTINGS rabbitmq_host_port = '127.0.0.1:{port}', rabbitmq_exchange_name = 'x', rabbitmq_format = 'CSV'

CREATE TABLE {name} (a String) ENGINE = NATS SETTINGS nats_url = '127.0.0.1:{port}', nats_subjects = 'x', nats_format = 'CSV'

CREATE TABLE {name} (a String) ENGINE = KeeperMap('/x') PRIMARY KEY a

CREATE TABLE {name} (a String) ENGINE = ReplicatedMergeTree('/x', 'r') ORDER BY a

CREATE TABLE {name} (a String) ENGINE = Distributed('default', 'system', 'one')
then
SELECT * FROM {name}

CREATE TABLE {name} (a String) ENGINE = Remote('127.0.0.1:{port}', 'system', 'one')
then
SELECT * FROM {name}

CREATE TABLE {name} (a String) ENGINE = Iceberg('http://127.0.0.1:{port}/lake/')

CREATE TABLE {name} (a String) ENGINE = DeltaLake('http://127.0.0.1:{port}/lake/')

SELECT * FROM format(AvroConfluent, 'a String', unhex('0000000001')) SETTINGS format_avro_schema_registry_url = 'http://127.0.0.1:{port}/'

INSERT INTO {table} FORMAT AvroConfluent {long}
? format_avro_schema_registry_url=http://127.0.0.1:{port}/

SELECT * FROM system.zookeeper WHERE path = '/'

CREATE TABLE {name} ON CLUSTER default (a String) ENGINE = Memory
