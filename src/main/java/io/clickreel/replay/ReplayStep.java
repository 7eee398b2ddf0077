package io.clickreel.replay;

import io.clickreel.clickhouse.Sql;

/**
 * One piece of a replay's work, small enough to be repeated.
 *
 * @param condition selects the rows of the table that it copies; empty if it reads from Kafka
 * @param first the first of the offsets that are read from Kafka
 * @param rows about how many rows it writes
 */
record ReplayStep(int number, Kind kind, Sql condition, int partition, long first, long end, long rows) {
    enum Kind {
        /** Reads records of the range from Kafka. */
        READ,
        /** Keeps rows of the range that only the table has. */
        KEEP,
        /** Copies rows beside the range, in the months that are swapped. */
        COPY
    }
}
