package io.clickreel.replay;

import io.clickreel.clickhouse.Row;
import io.clickreel.clickhouse.Sql;
import java.util.Map;

/** Rows of the stream's table at or behind the ledger's end: those of an open batch, and those that nothing accounts for. */
final class BeyondLedger {
    private static final Sql COUNT = new Sql("SELECT count() FROM {table:Identifier} WHERE ");
    private static final Sql BY_PARTITION =
            new Sql("SELECT _partition, min(_offset) AS first, count() AS n FROM {table:Identifier} WHERE ");

    private final Warehouse warehouse;
    private final TopicLog log;
    private final ReplayPlanner planner;

    BeyondLedger(Warehouse warehouse, TopicLog log, ReplayPlanner planner) {
        this.warehouse = warehouse;
        this.log = log;
        this.planner = planner;
    }

    long rows(ReplayPlan plan) {
        return warehouse.number(COUNT.plus(are(plan)));
    }

    /**
     * Checks that Kafka still has the rows that the replay takes out, so that they come back.
     *
     * @throws ReplayRefusedException if Kafka no longer has one of them
     */
    void requireInKafka(ReplayPlan plan) {
        if (!plan.toLedgerEnd()) {
            return;
        }
        Map<Integer, Long> starts = log.starts();
        for (Row row : warehouse.rows(BY_PARTITION.plus(are(plan)).plus(" GROUP BY _partition"))) {
            int partition = row.integer("_partition");
            long start = starts.getOrDefault(partition, Long.MAX_VALUE);
            if (row.number("first") < start) {
                throw new ReplayRefusedException(row.number("n") + " rows of partition " + partition
                        + " lie beyond the end of the ledger, from offset " + row.number("first")
                        + " on, but Kafka no longer has all of them: it begins with offset " + start
                        + ". Taken out they would be lost. Add a row to deliveries for the offsets that are stored, then"
                        + " run the replay again.");
            }
        }
    }

    private Sql are(ReplayPlan plan) {
        return ReplayPlanner.behind(plan, planner.ledgerEnds(plan));
    }
}
