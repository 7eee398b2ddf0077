package io.clickreel.health;

import io.clickreel.RootCause;
import io.clickreel.clickhouse.ClickHouse;
import io.clickreel.clickhouse.Sql;
import io.clickreel.clickhouse.Tables;
import io.clickreel.schema.SchemaCheck;
import io.clickreel.schema.SchemaFault;
import io.clickreel.stream.Stream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks in the background whether the tables and views are still as the steps of the schema have made them, and still
 * keep the guarantee: within two seconds of a change of any of them, and every twenty seconds. The health check
 * {@code tables}.
 *
 * <p>While ClickHouse does not answer it keeps its last result: another check tells that ClickHouse is away.
 */
public final class TablesHealth extends AbstractHealthCheck implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TablesHealth.class);
    private static final long PERIOD_MS = 20_000;

    /** A glance is one cheap question, a look is a dozen. */
    private static final long GLANCE_MS = 2_000;

    /** The timestamp of the oldest record of some streams delivered since a time, or that time if it is earlier. */
    private static final Sql FIRST_RECORD = new Sql("""
            WITH toDateTime64({since: Int64}, 3, 'UTC') AS since
            SELECT formatDateTime(least(since, coalesce(min(record), since)), '%F %T') AS from
            FROM
            (
                SELECT toNullable(first_timestamp) AS record FROM deliveries
                WHERE records > 0 AND delivered_at >= since AND (stream = '' OR stream IN {streams: Array(String)})
            )
            """);

    private static final Sql NOW = new Sql("SELECT toUnixTimestamp(now())");

    /** What the tables have to guarantee besides their definitions. */
    public interface Guarantee {
        /** A sentence for each table that does not, with the statement that mends it. */
        List<String> problems();
    }

    private final ClickHouse clickHouse;
    private final SchemaCheck schema;
    private final Supplier<List<Stream>> streams;
    private final Guarantee guarantee;
    private final Runnable onChange;
    private final BooleanSupplier prepared;
    private final ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "tables");
        thread.setDaemon(true);
        return thread;
    });
    private volatile List<String> problems = List.of();
    private @Nullable Instant lastGood;
    private String unseen = "";
    private String lookedAt = "";
    private long lookedNs;

    /**
     * @param clickHouse fails within seconds if it does not answer
     * @param onChange told that a table or a view may have changed
     * @param prepared whether the schema was applied since the start
     */
    public TablesHealth(
            ClickHouse clickHouse,
            Guarantee guarantee,
            Supplier<List<Stream>> streams,
            Runnable onChange,
            BooleanSupplier prepared) {
        super("clickreel", "tables");
        this.clickHouse = clickHouse;
        this.schema = new SchemaCheck(clickHouse, streams);
        this.streams = streams;
        this.guarantee = guarantee;
        this.onChange = onChange;
        this.prepared = prepared;
    }

    public void start() {
        looking.scheduleWithFixedDelay(this::glance, 0, GLANCE_MS, TimeUnit.MILLISECONDS);
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        List<String> now = problems;
        if (now.isEmpty()) {
            builder.up();
        } else {
            builder.down().message(String.join(" ", now));
        }
    }

    @Override
    public boolean isLiveness() {
        // Starting the process again would not bring a view back.
        return false;
    }

    @Override
    public boolean isReadiness() {
        // A view that lacks keeps nothing from being taken and answered.
        return false;
    }

    @Override
    public void close() {
        looking.shutdownNow();
    }

    private void glance() {
        if (!prepared.getAsBoolean()) {
            return;
        }
        try {
            String state = Tables.state(clickHouse) + streams.get();
            boolean isOld = System.nanoTime() - lookedNs >= TimeUnit.MILLISECONDS.toNanos(PERIOD_MS);
            if (!state.equals(lookedAt)) {
                onChange.run();
            }
            if (isOld || !state.equals(lookedAt)) {
                look();
                lookedAt = state;
                lookedNs = System.nanoTime();
            }
            unseen = "";
        } catch (RuntimeException e) {
            String reason = RootCause.of(e);
            if (!reason.equals(unseen)) {
                LOG.warn("ClickHouse does not tell of its tables and views: {}. It is asked again.", reason);
            }
            unseen = reason;
        }
    }

    private void look() {
        Instant began = Instant.ofEpochSecond(clickHouse.number(NOW));
        List<String> found = found();
        if (found.isEmpty()) {
            lastGood = began;
        }
        tell(found);
    }

    private List<String> found() {
        Optional<List<SchemaFault>> faults = schema.faults();
        if (faults.isEmpty()) {
            return List.of("The table schema_history is gone or empty, so nothing says which tables and views should be"
                    + " there. Start Clickreel again: it applies ddl/ again and writes it.");
        }
        List<String> found = new ArrayList<>();
        for (SchemaFault fault : faults.get()) {
            found.add(fault.text(from(fault)) + ".");
        }
        found.addAll(guarantee.problems());
        return found;
    }

    /** The time of the first record that may have been delivered since the tables were last seen as they should be. */
    private String from(SchemaFault fault) {
        Instant since = fault.since();
        if (since == null || lastGood != null && lastGood.isAfter(since)) {
            since = lastGood;
        }
        if (since == null || fault.mend() != SchemaFault.Mend.REPLAY) {
            return SchemaFault.EVERYTHING;
        }
        try {
            // A record is older than its delivery by the pipeline's lag.
            return clickHouse
                    .row(FIRST_RECORD.with(Map.of("since", since.getEpochSecond(), "streams", fault.streams())))
                    .text("from");
        } catch (RuntimeException e) {
            return SchemaFault.EVERYTHING;
        }
    }

    private void tell(List<String> found) {
        if (found.isEmpty() && !problems.isEmpty()) {
            LOG.info("All tables and views are as they should be again");
        }
        found.stream().filter(problem -> !problems.contains(problem)).forEach(problem -> LOG.error("{}", problem));
        problems = List.copyOf(found);
    }
}
