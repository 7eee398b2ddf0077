package io.clickreel.delivery.batch;

import io.clickreel.clickhouse.RowsBody;
import io.clickreel.contract.ContractViolation;
import io.clickreel.deadletter.DeadLetter;
import io.clickreel.deadletter.DeadLetters;
import io.clickreel.delivery.ledger.LedgerRow;
import io.clickreel.kafka.Cut;
import io.clickreel.stream.Stream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Consecutive records of one partition that are stored together or not at all: one object from the poll to the
 * acknowledgement.
 *
 * <p>It is filled with records, which are decoded as they arrive: clicks become rows of columns, the others dead letters.
 * It is closed when its range of offsets is decided. Then it is tried, as often as it takes; each step of a try checks that
 * those before it are done. All of this happens in the consumer's own thread.
 */
public final class Batch implements RowsBody {
    private static final Logger LOG = LoggerFactory.getLogger(Batch.class);
    /** What a record that is kept as an object takes in memory beside its bytes, roughly. */
    private static final int OBJECT_BYTES = 400;

    private final Stream stream;
    private final TopicPartition partition;
    private final Uuid topicId;
    private final EventDecoder decoder;
    private final Fates fates;
    private final long arrivedAtMs;
    private final long unknownFieldsBefore;
    private final List<DeadLetter> letters = new ArrayList<>();
    private int size;
    private long bytes;
    private long letterBytes;
    private long firstTimestamp;
    private long lastTimestamp;
    private boolean cutIsTold;
    // The range of offsets: that of its records, until close decides it.
    private long firstOffset;
    private long endOffset;

    private String instance = "";
    private @Nullable DeadLetters deadLetters;
    private boolean rowsAreStored;
    private boolean deadLettersAreKept;
    private boolean isAcknowledged;
    private @Nullable Throwable failure;

    /**
     * @param topicId Kafka's id of the topic: a topic made again under the same name has another
     * @param decoder has no rows, and is used by this batch alone
     * @param fates what earlier tries have made of its records
     * @param arrivedAtMs when the first record came, by any clock that only moves forward
     */
    public Batch(
            Stream stream,
            TopicPartition partition,
            Uuid topicId,
            EventDecoder decoder,
            Fates fates,
            long arrivedAtMs) {
        this.stream = stream;
        this.partition = partition;
        this.topicId = topicId;
        this.decoder = decoder;
        this.fates = fates;
        this.arrivedAtMs = arrivedAtMs;
        this.unknownFieldsBefore = decoder.unknownFields();
    }

    // Filled

    /** @throws io.clickreel.contract.SchemaAwayException if nobody can say now what it is; nothing was added */
    public void add(ConsumerRecord<ByteBuffer, ByteBuffer> record) {
        ContractViolation violation = fates == Fates.OPEN
                ? decoder.add(record, topicId)
                : fates.of(record.offset(), () -> decoder.add(record, topicId));
        if (size++ == 0) {
            firstOffset = record.offset();
            firstTimestamp = record.timestamp();
        }
        endOffset = record.offset() + 1;
        lastTimestamp = record.timestamp();
        bytes += bytes(record);
        if (violation != null) {
            if (!cutIsTold && Cut.of(record) != null) {
                cutIsTold = true;
                LOG.warn("{} offset {}: {}", partition, record.offset(), violation.detail());
            }
            letters.add(DeadLetter.of(record, topicId, violation, decoder.plan().version()));
            letterBytes += OBJECT_BYTES
                    + bytes(record)
                    + 2L * (violation.field().length() + violation.detail().length());
        }
    }

    /** Size of key and value, in bytes. */
    public static long bytes(ConsumerRecord<?, ?> record) {
        return Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
    }

    /** Records: clicks and dead letters. */
    public int size() {
        return size;
    }

    /** Size of keys and values as they came, in bytes. */
    public long bytes() {
        return bytes;
    }

    /** What it takes in memory, roughly. */
    public long heldBytes() {
        return decoder.rows().allocatedBytes() + letterBytes;
    }

    /** Kafka's time of the first record, in milliseconds since 1970; 0 if there is no record. */
    public long firstTimestamp() {
        return firstTimestamp;
    }

    public long arrivedAtMs() {
        return arrivedAtMs;
    }

    /** How many fields its records have that the contract does not know. */
    public long unknownFields() {
        return decoder.unknownFields() - unknownFieldsBefore;
    }

    @Override
    public RowsByTime rows() {
        return decoder.rows();
    }

    public List<DeadLetter> letters() {
        return Collections.unmodifiableList(letters);
    }

    /** Hash of the contract that its records are read under. */
    public String contract() {
        return decoder.plan().hash();
    }

    public EventDecoder decoder() {
        return decoder;
    }

    // Closed

    /**
     * Decides its range of offsets: the batch has all records of the range, which may have gaps.
     *
     * @param endOffset the offset after the last one
     */
    public void close(long firstOffset, long endOffset) {
        this.firstOffset = firstOffset;
        this.endOffset = endOffset;
    }

    public Stream stream() {
        return stream;
    }

    public Uuid topicId() {
        return topicId;
    }

    public TopicPartition partition() {
        return partition;
    }

    public long firstOffset() {
        return firstOffset;
    }

    /** The offset after the last one. */
    public long endOffset() {
        return endOffset;
    }

    /** Names exactly these records, so that ClickHouse knows a repeated insert of them. */
    public String getToken() {
        return topicId + ":" + partition.partition() + ":" + firstOffset + "-" + endOffset;
    }

    // Tried

    /**
     * Begins a try: nothing of the batch counts as delivered yet.
     *
     * @param instance who tries, for the ledger
     */
    public void begin(String instance) {
        this.instance = instance;
        deadLetters = new DeadLetters(partition, topicId, getToken(), stream.deadTopic());
        letters.forEach(deadLetters::add);
        rowsAreStored = getRowCount() == 0;
        deadLettersAreKept = letters.isEmpty();
        failure = null;
    }

    // A route asks for these by ${body.rowCount} and so on. Camel would call a method of that name without "get"
    // instead.

    public int getRowCount() {
        return rows().rows();
    }

    public String getTable() {
        return stream.table();
    }

    /** @throws IllegalStateException before a try has begun */
    public DeadLetters getDeadLetters() {
        if (deadLetters == null) {
            throw outOfOrder("it was not admitted");
        }
        return deadLetters;
    }

    /** Takes note that topic and table have its dead letters. */
    public void deadLettersKept() {
        deadLettersAreKept = true;
    }

    @Override
    public Destination destination() {
        return new Destination(stream.table(), getToken());
    }

    /** Takes note that ClickHouse has its rows. */
    @Override
    public void acknowledged() {
        rowsAreStored = true;
    }

    /**
     * Its row of the ledger, which says that the whole batch is delivered.
     *
     * @throws IllegalStateException if it is not
     */
    public Delivery getDelivery() {
        if (deadLetters == null || !deadLettersAreKept) {
            throw outOfOrder("its dead letters were not kept");
        }
        if (!rowsAreStored) {
            throw outOfOrder("ClickHouse did not acknowledge its rows");
        }
        return new Delivery(
                this,
                LedgerRow.delivered(
                        stream.name(),
                        partition,
                        topicId,
                        firstOffset,
                        endOffset,
                        new LedgerRow.Counts(size, getRowCount(), firstTimestamp, lastTimestamp),
                        instance,
                        contract()));
    }

    /** Lets the consumer commit its end. */
    void acknowledge() {
        isAcknowledged = true;
    }

    /** Takes note of why a try has failed. */
    public void failed(@Nullable Throwable cause) {
        failure = cause;
    }

    public @Nullable Throwable failure() {
        return failure;
    }

    /** Whether all of it is stored; if not, it is handed out again. */
    public boolean isAcknowledged() {
        return isAcknowledged;
    }

    IllegalStateException outOfOrder(String what) {
        return new IllegalStateException(this + " would be closed although " + what
                + ". In the route that stores them (routes/*-ingest.camel.yaml), \"admit\", the dead letters, the rows,"
                + " the row of deliveries and \"acknowledge\" have to follow each other in this order, and no step may"
                + " swallow an error.");
    }

    @Override
    public String toString() {
        return partition + " offsets " + firstOffset + " to " + (endOffset - 1);
    }
}
