package io.clickreel.replay;

import io.clickreel.clickhouse.Sql;

/**
 * One piece of a replay's work, small enough to be done again.
 *
 * @param condition which rows of {@code clicks} it writes; empty for what is read from Kafka
 * @param first of the offsets that are read from Kafka
 * @param rows about how many it writes
 */
record ReplayStep(int number, Kind kind, Sql condition, int partition, long first, long end, long rows) {
    enum Kind {
        /** Records of the range, from Kafka. */
        READ,
        /** Rows of the range that only {@code clicks} has. */
        KEEP,
        /** Rows beside the range, in the months that are swapped. */
        COPY
    }
}
