package io.clickreel.dashboard;

/**
 * How much one question may cost.
 *
 * @param maxSeconds of execution
 * @param maxRows of the answer
 */
public record QueryLimits(int maxSeconds, int maxRows) {
    public static final QueryLimits DEFAULT = new QueryLimits(10, 10_000);

    public QueryLimits {
        if (maxSeconds < 1 || maxRows < 1) {
            throw new IllegalArgumentException("A question may take " + maxSeconds + " seconds and answer " + maxRows
                    + " rows: it could never be answered. Set both above 0.");
        }
    }
}
