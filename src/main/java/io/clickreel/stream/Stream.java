package io.clickreel.stream;

/**
 * One stream of events from its topic into its table, as the route that stores it says.
 *
 * @param name the id of that route without {@code -ingest}
 * @param topic that it reads
 * @param group under whose name it commits: where its offsets and its open batches are found
 * @param deadTopic that takes records which break the contract; empty if none does
 * @param table in the database of clickhouse.database
 */
public record Stream(String name, String topic, String group, String deadTopic, String table) {
    private static final String INGEST = "-ingest";

    /** The name of the stream that a route stores. */
    public static String nameOf(String routeId) {
        return routeId.endsWith(INGEST) ? routeId.substring(0, routeId.length() - INGEST.length()) : routeId;
    }
}
