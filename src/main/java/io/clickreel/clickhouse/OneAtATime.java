package io.clickreel.clickhouse;

import com.clickhouse.client.api.ServerException;
import io.clickreel.RootCause;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends an insert whose answer nobody waits for any more, before the same one is tried again.
 *
 * <p>A client that gives up after its time limit ends nothing: the server goes on, and tries that follow each other would
 * pile up beside it and make each other slower. So each insert has a query id that is the same in each try, and the server
 * refuses the second as long as the first one runs.
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

    /** @param clickHouse which waits for an answer for some seconds only */
    OneAtATime(ClickHouse clickHouse) {
        this.clickHouse = clickHouse;
    }

    /** Whether it failed because an earlier try of it still runs. */
    static boolean isRunning(Exception failure) {
        return failure instanceof ServerException refused && refused.getCode() == ALREADY_RUNNING;
    }

    /** Whether the server may be at it still: it did not say that it has failed. */
    static boolean mayRun(Exception failure) {
        return !(failure instanceof ServerException);
    }

    /** Asks for its end, as well as that can be done now; the next try looks whether it has come. */
    void cancel(String queryId) {
        try {
            clickHouse.run(KILL.with("id", queryId));
        } catch (RuntimeException e) {
            LOG.debug("{} is not cancelled: {}", queryId, RootCause.of(e));
        }
    }

    /**
     * Cancels it and waits for its end.
     *
     * @throws IOException if it runs still
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
