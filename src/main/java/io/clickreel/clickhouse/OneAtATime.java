package io.clickreel.clickhouse;

import com.clickhouse.client.api.ServerException;
import io.clickreel.RootCause;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends an insert whose answer nobody waits for any more, before the same one is tried again.
 *
 * <p>A client that gives up at its time limit does not end the insert: the server keeps working, and each further try
 * would run beside it and slow it down. So every try has the same query id, and the server refuses the second one while
 * the first one runs.
 */
final class OneAtATime {
    private static final Logger LOG = LoggerFactory.getLogger(OneAtATime.class);
    private static final int ALREADY_RUNNING = 216;
    private static final long WAIT_MS = 10_000;
    private static final long LOOK_MS = 100;

    private static final Sql KILL = new Sql("KILL QUERY WHERE query_id = {id:String} ASYNC");
    private static final Sql RUNNING = new Sql(
            "SELECT count() AS running, toUInt64(max(elapsed)) AS seconds FROM system.processes WHERE query_id = {id:String}");

    private final ClickHouse clickHouse;

    /** @param clickHouse with a time limit of a few seconds */
    OneAtATime(ClickHouse clickHouse) {
        this.clickHouse = clickHouse;
    }

    /** Whether the insert failed because an earlier try of it still runs. */
    static boolean isRunning(Exception failure) {
        return failure instanceof ServerException refused && refused.getCode() == ALREADY_RUNNING;
    }

    /** Whether the server may still be running the insert: it did not report a failure. */
    static boolean mayRun(Exception failure) {
        return !(failure instanceof ServerException);
    }

    /** Asks the server to cancel the insert, without waiting; the next try checks whether it is gone. */
    void cancel(String queryId) {
        try {
            clickHouse.run(KILL.with("id", queryId));
        } catch (RuntimeException e) {
            LOG.debug("{} is not cancelled: {}", queryId, RootCause.of(e));
        }
    }

    /**
     * Cancels the insert and waits until it is gone.
     *
     * @throws IOException if it still runs
     * @throws RuntimeException if ClickHouse does not answer
     */
    void end(String queryId) throws IOException, InterruptedException {
        LOG.info("Insert {} still runs in ClickHouse since an earlier try; it is cancelled", queryId);
        cancel(queryId);
        long untilNanos = System.nanoTime() + WAIT_MS * 1_000_000;
        while (true) {
            Row row = clickHouse.row(RUNNING.with("id", queryId));
            if (row.number("running") == 0) {
                return;
            }
            if (System.nanoTime() > untilNanos) {
                throw new IOException("An earlier try of insert " + queryId + " runs in ClickHouse for "
                        + row.number("seconds")
                        + " s and does not end, though it was cancelled. Until it does, the same"
                        + " is not inserted again. See it in system.processes.");
            }
            Thread.sleep(LOOK_MS);
        }
    }
}
