package io.clickreel.replay;

import io.clickreel.clickhouse.NativeBlock;
import io.clickreel.clickhouse.Sql;
import io.clickreel.clickhouse.StreamedBody;
import io.clickreel.contract.ContractViolation;
import io.clickreel.contract.Plan;
import io.clickreel.deadletter.DeadLetter;
import io.clickreel.deadletter.DeadLetterRows;
import io.clickreel.delivery.batch.EventDecoder;
import io.clickreel.delivery.batch.RowsByTime;
import io.clickreel.delivery.ledger.LedgerRow;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads offsets from Kafka again into the staging tables: a row stays a row, a dead letter a dead letter. */
final class RangeReader {
    private static final int INSERT_BYTES = 32 << 20;
    /** The most numbers in one parameter: ClickHouse takes 128 KB of them. */
    private static final int MOST_NUMBERS = 10_000;

    private final Warehouse warehouse;
    private final TopicLog log;
    private final String stream;
    private final String job;
    private final EventDecoder decoder;
    private long keptRows;
    private long newDeadLetters;

    /** @param stream its name */
    RangeReader(Warehouse warehouse, TopicLog log, Plan contract, String stream, String job) {
        this.stream = stream;
        this.warehouse = warehouse;
        this.log = log;
        this.decoder = new EventDecoder(contract);
        this.job = job;
    }

    /** How many rows break today's contract; they stay rows. */
    long keptRows() {
        return keptRows;
    }

    /** How many records were neither row nor dead letter before, and are dead letters now. */
    long newDeadLetters() {
        return newDeadLetters;
    }

    /** Writes the rows of a step and its row of the ledger. Done again, it changes nothing. */
    void read(ReplayStep step, ReplayPlan plan) {
        Chunk chunk = new Chunk(step, plan);
        log.read(step.partition(), step.first(), step.end(), chunk::take);
        chunk.end();
    }

    private final class Chunk {
        private final ReplayStep step;
        private final Sql origin;
        private final Set<Long> dead;
        private final List<DeadLetter> broken = new ArrayList<>();
        private int inserts;
        private long records;
        private long stored;
        private long firstTimestamp;
        private long lastTimestamp;

        Chunk(ReplayStep step, ReplayPlan plan) {
            this.step = step;
            this.origin = plan.ofTopic()
                    .plus(
                            " AND _partition = {stepPartition:UInt32} AND _offset >= {stepFirst:UInt64} AND _offset < {stepEnd:UInt64}")
                    .with(Map.of("stepPartition", step.partition(), "stepFirst", step.first(), "stepEnd", step.end()));
            this.dead = offsets("dead_letters");
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
                broken.add(DeadLetter.of(
                        record, log.id(), violation, decoder.plan().version()));
            } else if (decoder.rows().byteCount() >= INSERT_BYTES) {
                store();
            }
        }

        void end() {
            store();
            settleBroken();
            NativeBlock row = LedgerRow.delivered(
                    stream,
                    log.partition(step.partition()),
                    log.id(),
                    step.first(),
                    step.end(),
                    new LedgerRow.Counts(records, stored, firstTimestamp, lastTimestamp),
                    job,
                    "");
            warehouse.stage("deliveries", row, token("ledger"));
        }

        private void store() {
            RowsByTime rows = decoder.rows();
            for (StreamedBody.Part part : rows.parts()) {
                warehouse.stage(
                        warehouse.table(), rows.columnNames(), part.writer(), token(Integer.toString(inserts++)));
            }
            stored += rows.rows();
            rows.clear();
        }

        /** Settles records that break today's contract: former rows stay rows; the rest become dead letters. */
        private void settleBroken() {
            if (broken.isEmpty()) {
                return;
            }
            Set<Long> wereRows = offsets(warehouse.table());
            wereRows.retainAll(
                    broken.stream().map(letter -> letter.record().offset()).collect(Collectors.toSet()));
            List<Long> numbers = wereRows.stream()
                    .map(offset -> offset - step.first())
                    .sorted()
                    .toList();
            for (int i = 0; i < numbers.size(); i += MOST_NUMBERS) {
                warehouse.copy(
                        origin.plus(" AND _offset - {stepFirst:UInt64} IN {kept:Array(UInt32)} LIMIT 1 BY _offset")
                                .with("kept", numbers.subList(i, Math.min(numbers.size(), i + MOST_NUMBERS))),
                        token("kept" + i));
            }
            stored += numbers.size();
            keptRows += numbers.size();
            List<DeadLetter> letters = broken.stream()
                    .filter(letter -> !wereRows.contains(letter.record().offset()))
                    .toList();
            if (!letters.isEmpty()) {
                warehouse.insert("dead_letters", DeadLetterRows.of(letters), token("dead"));
                newDeadLetters += letters.size();
            }
        }

        private String token(String part) {
            return job + ":" + step.number() + ":" + part;
        }

        /** The step's offsets that a live table has. */
        private Set<Long> offsets(String table) {
            Sql sql = new Sql("SELECT DISTINCT _offset FROM {from:Identifier} WHERE ", Map.of("from", table));
            return warehouse.rows(sql.plus(origin)).stream()
                    .map(row -> row.number("_offset"))
                    .collect(Collectors.toCollection(HashSet::new));
        }
    }
}
