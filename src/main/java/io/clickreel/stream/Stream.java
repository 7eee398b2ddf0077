package io.clickreel.stream;

/**
 * One stream of events from its topic into its table, as the route that stores it says.
 *
 * @param name the id of that route without {@code -ingest}
 * @param topic where its records come from
 * @param group Kafka's consumer group: its commits hold the stream's offsets and the batches that are begun
 * @param deadTopic where records go that break the contract; empty if there is none
 * @param table where its events are stored, in the database that clickhouse.database names
 */
public record Stream(String name, String topic, String group, String deadTopic, String table) {
    private static final String INGEST = "-ingest";

    /** The name of the stream that a route stores. */
    public static String nameOf(String routeId) {
        return routeId.endsWith(INGEST) ? routeId.substring(0, routeId.length() - INGEST.length()) : routeId;
    }
}
