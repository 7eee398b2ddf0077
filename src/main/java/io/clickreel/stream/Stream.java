package io.clickreel.stream;

import java.nio.file.Path;
import java.util.List;

/**
 * One stream of events from its topic into its table, as the route that stores it says.
 *
 * @param name the id of that route without {@code -ingest}
 * @param topic where its records come from
 * @param group Kafka's consumer group: its commits hold the stream's offsets and the batches that are begun
 * @param deadTopic where records go that break the contract
 * @param table where its events are stored, in the database that clickhouse.database names
 * @param contract the file that says what a valid record is
 * @param enabled whether its route starts with Clickreel: one that does not has a table, and perhaps no topic
 */
public record Stream(
        String name, String topic, String group, String deadTopic, String table, Path contract, boolean enabled) {
    /** Options of the route's {@code kafka:} endpoint, as {@code additionalProperties.}: the contract's file. */
    public static final String CONTRACT = "clickreel.contract";
    /** The table. */
    public static final String TABLE = "clickreel.table";
    /** The topic of dead letters; if it is not said, that of the events with {@code .dead} behind it. */
    public static final String DEAD_TOPIC = "clickreel.deadTopic";
    /** All of them. */
    public static final List<String> OPTIONS = List.of(CONTRACT, TABLE, DEAD_TOPIC);

    private static final String INGEST = "-ingest";

    /** The name of the stream that a route stores. */
    public static String nameOf(String routeId) {
        return routeId.endsWith(INGEST) ? routeId.substring(0, routeId.length() - INGEST.length()) : routeId;
    }
}
