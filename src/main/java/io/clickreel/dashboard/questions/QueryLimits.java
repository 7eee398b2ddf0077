package io.clickreel.dashboard.questions;

/**
 * How much one question may cost.
 *
 * @param maxSeconds of execution
 * @param maxRows of the answer
 * @param maxMemoryBytes while it is answered
 * @param maxThreads that ClickHouse answers it with
 */
public record QueryLimits(int maxSeconds, int maxRows, long maxMemoryBytes, int maxThreads) {
    public static final QueryLimits DEFAULT = new QueryLimits(10, 20_000, 1L << 30, 2);

    public QueryLimits {
        if (maxSeconds < 1 || maxRows < 1 || maxMemoryBytes < 1 || maxThreads < 1) {
            throw new IllegalArgumentException("A question may take " + maxSeconds + " seconds, " + maxMemoryBytes
                    + " bytes and " + maxThreads + " threads, and answer " + maxRows
                    + " rows: it could never be answered. Set all above 0.");
        }
    }

    /** How long to wait for an answer: longer than ClickHouse's limit, at which it ends a question itself. */
    public long waitMs() {
        return (maxSeconds + 5) * 1_000L;
    }
}
