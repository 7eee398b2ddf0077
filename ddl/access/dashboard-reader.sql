-- A user for the dashboard, for Superset and for Grafana that may read Clickreel's tables and nothing else, within limits.
--
-- Clickreel does not run this file: who may make users is not who delivers clicks. Run it once on your server, as a
-- user with access_management, and change the password:
--   clickhouse-client --multiquery < ddl/access/dashboard-reader.sql
-- Then set dashboard.clickhouse-user=clickreel_reader and, in the environment, DASHBOARD_CLICKHOUSE_PASSWORD.
-- readonly = 2: it may choose settings for a question, but write nothing, not even with a statement of its own.
-- The limits are the highest that it may ask for.
CREATE SETTINGS PROFILE IF NOT EXISTS clickreel_reader SETTINGS
    readonly = 2,
    max_execution_time = 10 MAX 60,
    max_memory_usage = 1073741824 MAX 2147483648,
    max_threads = 2 MAX 4,
    max_result_rows = 20000 MAX 1000000;

CREATE USER IF NOT EXISTS clickreel_reader IDENTIFIED WITH sha256_password BY 'change-me' SETTINGS PROFILE 'clickreel_reader';

GRANT SELECT ON clickreel.* TO clickreel_reader;
