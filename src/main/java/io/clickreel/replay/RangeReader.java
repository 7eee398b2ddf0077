package io.clickreel.replay;

import com.clickhouse.client.api.query.GenericRecord;
import com.clickhouse.data.ClickHouseFormat;
import io.clickreel.clickhouse.NativeBlock;
import io.clickreel.clickhouse.StreamedBody;
import io.clickreel.contract.ContractViolation;
import io.clickreel.deadletter.DeadLetter;
import io.clickreel.deadletter.DeadLetterRows;
import io.clickreel.delivery.batch.ClickDecoder;
import io.clickreel.delivery.batch.ClicksByTime;
import io.clickreel.delivery.ledger.LedgerRow;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads offsets from Kafka again into the staging tables, each record with the fate that it had. */
final class RangeReader {
    private static final int INSERT_BYTES = 32 << 20;

    private final Warehouse warehouse;
    private final TopicLog log;
    private final String job;
    private final ClickDecoder decoder = new ClickDecoder();
    private long keptClicks;
    private long newDeadLetters;

    RangeReader(Warehouse warehouse, TopicLog log, String job) {
        this.warehouse = warehouse;
        this.log = log;
        this.job = job;
    }

    /** Clicks that break today's contract; they stay clicks. */
    long keptClicks() {
        return keptClicks;
    }

    /** Records that were neither click nor dead letter, and are no clicks. */
    long newDeadLetters() {
        return newDeadLetters;
    }

    /** Writes the clicks of a step and its row of the ledger. Done again, it changes nothing. */
    void read(ReplayStep step, ReplayPlan plan) {
        Chunk chunk = new Chunk(step, plan);
        log.read(step.partition(), step.first(), step.end(), chunk::take);
        chunk.end();
    }

    private final class Chunk {
        private final ReplayStep step;
        private final String origin;
        private final Set<Long> dead;
        private final List<DeadLetter> broken = new ArrayList<>();
        private int inserts;
        private long records;
        private long clicks;
        private long firstTimestamp;
        private long lastTimestamp;

        Chunk(ReplayStep step, ReplayPlan plan) {
            this.step = step;
            this.origin = plan.ofTopic() + " AND _partition = " + step.partition();
            this.dead = offsets("dead_letters", " AND _offset >= " + step.first() + " AND _offset < " + step.end());
            decoder.rows().clear();
        }

        void take(ConsumerRecord<ByteBuffer, ByteBuffer> record) {
            if (records++ == 0) {
                firstTimestamp = record.timestamp();
            }
            lastTimestamp = record.timestamp();
            if (dead.contains(record.offset())) {
                return;
            }
            ContractViolation violation = decoder.add(record, log.id());
            if (violation != null) {
                broken.add(DeadLetter.of(record, log.id(), violation));
            } else if (decoder.rows().byteCount() >= INSERT_BYTES) {
                store();
            }
        }

        void end() {
            store();
            settleBroken();
            NativeBlock row = LedgerRow.delivered(
                    log.partition(step.partition()),
                    log.id(),
                    step.first(),
                    step.end(),
                    new LedgerRow.Counts(records, clicks, firstTimestamp, lastTimestamp),
                    job);
            insert("deliveries", row, token("ledger"));
        }

        private void store() {
            ClicksByTime rows = decoder.rows();
            for (StreamedBody.Part part : rows.parts()) {
                warehouse.insert(
                        warehouse.stagingDatabase(),
                        warehouse.table(),
                        rows.columnNames(),
                        part.writer()::writeTo,
                        ClickHouseFormat.Native,
                        token(Integer.toString(inserts++)));
            }
            clicks += rows.rows();
            rows.clear();
        }

        /** What was a click under an older contract stays one; the rest goes where the route would put it. */
        private void settleBroken() {
            if (broken.isEmpty()) {
                return;
            }
            String among = " AND _offset IN ("
                    + broken.stream()
                            .map(letter -> Long.toString(letter.record().offset()))
                            .collect(Collectors.joining(", "))
                    + ")";
            Set<Long> wereClicks = offsets(warehouse.table(), among);
            if (!wereClicks.isEmpty()) {
                warehouse.copy(
                        "SELECT * FROM " + warehouse.live() + " WHERE " + origin + among + " LIMIT 1 BY _offset",
                        token("kept"));
                clicks += wereClicks.size();
                keptClicks += wereClicks.size();
            }
            List<DeadLetter> letters = broken.stream()
                    .filter(letter -> !wereClicks.contains(letter.record().offset()))
                    .toList();
            if (!letters.isEmpty()) {
                insert(warehouse.database(), "dead_letters", DeadLetterRows.of(letters), token("dead"));
                newDeadLetters += letters.size();
            }
        }

        private void insert(String table, NativeBlock rows, String token) {
            insert(warehouse.stagingDatabase(), table, rows, token);
        }

        private void insert(String database, String table, NativeBlock rows, String token) {
            warehouse.insert(database, table, rows.columnNames(), rows::writeTo, ClickHouseFormat.Native, token);
        }

        private String token(String part) {
            return job + ":" + step.number() + ":" + part;
        }

        private Set<Long> offsets(String table, String condition) {
            Set<Long> offsets = new HashSet<>();
            for (GenericRecord row : warehouse.ask(
                    "SELECT DISTINCT _offset FROM " + warehouse.live(table) + " WHERE " + origin + condition)) {
                offsets.add(row.getLong(1));
            }
            return offsets;
        }
    }
}
