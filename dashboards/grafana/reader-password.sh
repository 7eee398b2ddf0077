#!/bin/bash
# Run once by the ClickHouse image, when its volume is new: gives clickreel_reader the password of the environment.
set -eu

case $CLICKHOUSE_READER_PASSWORD in
  *[\'\\]*)
    echo "CLICKHOUSE_READER_PASSWORD has a quote or a backslash, which this script does not write into SQL. Choose one without." >&2
    exit 1
    ;;
esac
clickhouse-client --user "$CLICKHOUSE_USER" --password "$CLICKHOUSE_PASSWORD" \
  --query "ALTER USER clickreel_reader IDENTIFIED WITH sha256_password BY '$CLICKHOUSE_READER_PASSWORD'"
