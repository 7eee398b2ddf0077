package io.clickreel.jmx;

import io.clickreel.health.LaneState;
import io.clickreel.health.PartitionLags.PartitionLag;
import io.clickreel.health.StreamState;
import io.clickreel.health.StreamState.Delay;
import io.clickreel.health.StreamState.LastError;
import io.clickreel.jmx.JmxTable.Column;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.management.openmbean.SimpleType;
import javax.management.openmbean.TabularData;
import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedOperation;
import org.apache.camel.api.management.ManagedResource;
import org.jspecify.annotations.Nullable;

/** One stream for JMX: {@code io.clickreel:type=Stream,name=clicks}. To read an attribute asks no service. */
@ManagedResource(description = "One stream: what this instance has stored of it since its start, and how it is")
public final class StreamBean {
    private final String name;
    private final Supplier<List<StreamState>> states;
    private final Supplier<List<LaneState>> lanes;
    private final Supplier<@Nullable List<PartitionLag>> lags;
    private final StreamOperations operations;

    StreamBean(
            String name,
            Supplier<List<StreamState>> states,
            Supplier<List<LaneState>> lanes,
            Supplier<@Nullable List<PartitionLag>> lags,
            StreamOperations operations) {
        this.name = name;
        this.states = states;
        this.lanes = lanes;
        this.lags = lags;
        this.operations = operations;
    }

    private <T> @Nullable T of(Function<StreamState, @Nullable T> what) {
        return states.get().stream()
                .filter(state -> state.name().equals(name))
                .findFirst()
                .map(what)
                .orElse(null);
    }

    private <T> @Nullable T ofDelay(Function<Delay, T> what) {
        Delay delay = of(StreamState::delay);
        return delay == null ? null : what.apply(delay);
    }

    private <T> @Nullable T ofError(Function<LastError, T> what) {
        LastError error = of(StreamState::lastError);
        return error == null ? null : what.apply(error);
    }

    @ManagedAttribute(
            description =
                    "RUNNING, HELD, RETRYING, FAILING, SUSPENDED, STOPPED or HALTED (docs/running.md says what each means)")
    public @Nullable String getState() {
        return of(state -> state.state().name());
    }

    @ManagedAttribute(description = "Why it is not RUNNING, and what to do; empty if it is")
    public @Nullable String getProblem() {
        return of(state -> state.problem() == null ? "" : state.problem());
    }

    @ManagedAttribute(description = "The id of the route that stores it")
    public @Nullable String getRoute() {
        return of(StreamState::route);
    }

    @ManagedAttribute(description = "Its topic in Kafka")
    public @Nullable String getTopic() {
        return of(StreamState::topic);
    }

    @ManagedAttribute(description = "Its table in ClickHouse")
    public @Nullable String getTable() {
        return of(StreamState::table);
    }

    @ManagedAttribute(description = "Rows stored by this instance since its start")
    public @Nullable Long getRowsStored() {
        return of(StreamState::rows);
    }

    @ManagedAttribute(description = "Rows stored by this instance in a second, over the last ten to fifteen seconds")
    public @Nullable Double getRowsPerSecond() {
        return of(StreamState::rowsPerSecond);
    }

    @ManagedAttribute(description = "Batches stored by this instance since its start")
    public @Nullable Long getBatches() {
        return of(StreamState::batches);
    }

    @ManagedAttribute(description = "Records that broke the contract, since the start of this instance")
    public @Nullable Long getDeadLetters() {
        return of(StreamState::allDeadLetters);
    }

    @ManagedAttribute(
            description =
                    "Records in Kafka that are not known to be stored, whichever instance reads them, as Kafka said"
                            + " last; null while it says nothing")
    public @Nullable Long getLag() {
        return of(StreamState::lag);
    }

    @ManagedAttribute(
            description =
                    "Seconds from the first record of a batch in Kafka to its acknowledgement by ClickHouse, the median"
                            + " over the batches of the last minute; null if there were none")
    public @Nullable Double getDelayP50Seconds() {
        return ofDelay(Delay::p50Seconds);
    }

    @ManagedAttribute(description = "As DelayP50Seconds, for 90 of 100 batches")
    public @Nullable Double getDelayP90Seconds() {
        return ofDelay(Delay::p90Seconds);
    }

    @ManagedAttribute(description = "As DelayP50Seconds, for 99 of 100 batches")
    public @Nullable Double getDelayP99Seconds() {
        return ofDelay(Delay::p99Seconds);
    }

    @ManagedAttribute(
            description = "Why a batch could not be stored, or a partition not be opened, the last time; null if never")
    public @Nullable String getLastError() {
        return ofError(LastError::sentence);
    }

    @ManagedAttribute(description = "When that was, in ISO 8601; null if never")
    public @Nullable String getLastErrorAt() {
        return ofError(LastError::at);
    }

    @ManagedAttribute(description = "Dead letters since the start of this instance, by reason")
    public TabularData getDeadLettersByReason() {
        JmxTable table = JmxTable.of(
                "DeadLetters",
                "Dead letters by reason",
                new Column("reason", "What of the contract they broke", SimpleType.STRING),
                new Column("count", "How many, since the start of this instance", SimpleType.LONG));
        StreamState now = of(state -> state);
        if (now != null) {
            now.deadLetters().forEach(table::add);
        }
        return table.data();
    }

    @ManagedAttribute(
            description = "Tries since the start that stored no batch, which comes again, by what stood in the way")
    public TabularData getRetriesByCause() {
        JmxTable table = JmxTable.of(
                "Retries",
                "Retries by cause",
                new Column("cause", "What stood in the way", SimpleType.STRING),
                new Column("count", "How many tries, since the start of this instance", SimpleType.LONG));
        StreamState now = of(state -> state);
        if (now != null) {
            now.retries().forEach(table::add);
        }
        return table.data();
    }

    @ManagedAttribute(description = "When a batch was stored last, in ISO 8601; null if none since the start")
    public @Nullable String getLastStoredAt() {
        return of(StreamState::lastStoredAt);
    }

    @ManagedAttribute(description = "The partitions that this instance reads: what is done with each, and its lag")
    public TabularData getPartitions() {
        JmxTable table = JmxTable.of(
                "Partitions",
                "The partitions that this instance reads",
                new Column("partition", "Its number", SimpleType.INTEGER),
                new Column("state", "OPENING, IDLE, FORMING, HELD, IN_FLIGHT or RETRYING", SimpleType.STRING),
                new Column("since", "When that began, in ISO 8601", SimpleType.STRING),
                new Column("nextOffset", "The first offset that is not known to be stored", SimpleType.LONG),
                new Column("endOffset", "The offset after the batch that is at work", SimpleType.LONG),
                new Column("lag", "Records that are not known to be stored; null: not known", SimpleType.LONG),
                new Column("failures", "Failed tries of the batch, in a row", SimpleType.INTEGER),
                new Column("lastError", "Why the last try failed, or why it is held; null: neither", SimpleType.STRING),
                new Column("sentence", "All of it in words", SimpleType.STRING));
        List<PartitionLag> known = lags.get();
        for (LaneState lane : lanes.get()) {
            if (lane.stream().equals(name)) {
                table.add(
                        lane.partition(),
                        lane.phase().name(),
                        lane.since().toString(),
                        lane.nextOffset(),
                        lane.endOffset(),
                        lag(known, lane.partition()),
                        lane.failures(),
                        lane.lastError(),
                        lane.toString());
            }
        }
        return table.data();
    }

    private @Nullable Long lag(@Nullable List<PartitionLag> known, int partition) {
        return known == null
                ? null
                : known.stream()
                        .filter(lag -> lag.stream().equals(name) && lag.partition() == partition)
                        .map(PartitionLag::lag)
                        .findFirst()
                        .orElse(null);
    }

    @ManagedOperation(
            description = "Suspends its route: the batch at work is ended, and the records that come wait in Kafka")
    public String pause() throws Exception {
        return operations.pause(of(StreamState::route));
    }

    @ManagedOperation(description = "Lets its route run again after pause, a stop, or because it was halted")
    public String resume() throws Exception {
        return operations.resume(of(StreamState::route));
    }

    @ManagedOperation(
            description =
                    "Closes the batches that are being filled now, instead of at their rows, bytes or time; they are"
                            + " stored exactly once as any other")
    public String flush() {
        return operations.flush(name);
    }

    @ManagedOperation(
            description =
                    "Moves the open dead letters of one reason back to the topic (as missing_field; * for all reasons),"
                            + " each once, and says how many; those that would break the contract again stay. It returns when it is done")
    public String redrive(String reason) {
        return operations.redrive(name, reason);
    }
}
