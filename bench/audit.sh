#!/usr/bin/env bash
# How long does the audit take? Fills an embedded ClickHouse in FOLDER with ROWS clicks, 100,000 an insert, through all
# views, with their ledger; then times `./clickreel audit -Dclickreel.data-dir=FOLDER`, with and without --deep.
#   bench/audit.sh FOLDER [ROWS]     FOLDER is not removed; some 10 GB for 100 million rows
set -euo pipefail
cd "$(dirname "$0")/.."
folder=$(realpath -m "${1:?FOLDER}")
rows=${2:-100000000}
port=18123
store=$folder/clickhouse
library=$(find .libchdb -name libchdb.so | head -n 1)

ask() { curl -sS --fail-with-body "http://127.0.0.1:$port/?user=default&database=${database:-clickreel}" --data-binary @-; }

[ -f target/clickreel.jar ] || ./clickreel help >/dev/null
if [ ! -d "$store" ]; then
  mkdir -p "$store"
  # The server ends with its standard input, as it would with its parent.
  mkfifo "$folder/stop"
  java -Xmx256m -cp target/clickreel.jar io.clickreel.embedded.clickhouse.ClickHouseServerMain \
    "--library=$library" "--path=$store" --host=127.0.0.1 "--port=$port" --max-memory-mb=2048 \
    < "$folder/stop" > "$folder/server.log" 2>&1 &
  server=$!
  exec 9> "$folder/stop"
  until grep -q ready "$folder/server.log"; do sleep 0.2; done
  database=default ask <<<'CREATE DATABASE IF NOT EXISTS clickreel'
  for file in ddl/*.sql; do ask <"$file"; done
  half=$((rows / 2))
  for ((first = 0; first < half; first += 100000)); do
    for partition in 0 1; do
      # 200 clicks a second of 20,000 people, half of them in each partition.
      ask <<EOF
INSERT INTO clicks (event_id, event_ts, user_id, session_id, film_id, event_type, page, position, device, referrer, _topic,
_topic_id, _partition, _offset, _timestamp, _key) SELECT generateUUIDv4(), (toDateTime64('2026-01-01 00:00:00', 3, 'UTC') +
number / 100) AS ts, concat('u_', toString(intHash32(number) % 10000 * 2 + $partition)) AS u, concat('s_', u, '_',
toString(intDiv(number, 180000))), intHash32(number + 1) % 1000, ['view', 'detail_view', 'watch_trailer'][1 + number % 3],
'browse', 1, ['web', 'mobile', 'tablet'][1 + number % 3], 'homepage', 'dvd_clicks', '00000000-0000-0007-0000-000000000007',
$partition, number, ts, u FROM numbers($first, 100000)
SETTINGS max_threads = 1, max_block_size = 100000, min_insert_block_size_rows = 100000
EOF
      ask <<EOF
INSERT INTO deliveries (_topic, _topic_id, _partition, first_offset, end_offset, records, clicks) VALUES ('dvd_clicks',
'00000000-0000-0007-0000-000000000007', $partition, $first, $((first + 100000)), 100000, 100000)
EOF
    done
  done
  echo 'SELECT count() FROM clicks' | ask
  echo 'SELECT count() FROM user_clicks_per_minute' | ask
  exec 9>&-
  wait "$server" || true
fi
uptime
time ./clickreel audit "-Dclickreel.data-dir=$folder" || true
time ./clickreel audit --deep --restart "-Dclickreel.data-dir=$folder" || true
