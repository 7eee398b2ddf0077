package io.clickreel.stream;

import io.clickreel.clickhouse.ClickHouse;
import io.clickreel.clickhouse.Sql;
import io.clickreel.clickhouse.Tables;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Whose the rows of each topic are in the tables that all streams share: {@code deliveries}, {@code batches} and
 * {@code dead_letters}. Group, topic, table and route of a stream may be renamed, and one topic may follow another.
 *
 * @param streams name of the stream of each topic of which there are rows
 * @param unknown topics that belong to none of the streams, each with the name under which it was delivered; an empty
 *     one if nobody has noted it
 */
public record StreamTopics(Map<String, String> streams, Map<String, String> unknown) {
    // A row that an earlier Clickreel wrote names no stream, as do batches and dead_letters.
    private static final Sql NAMED = new Sql("""
            SELECT _topic, argMaxIf(name, at, name != '') AS named
            FROM
            (
                SELECT _topic, stream AS name, delivered_at AS at FROM deliveries
                UNION ALL SELECT DISTINCT _topic, '', toDateTime64(0, 3, 'UTC') FROM batches
                UNION ALL SELECT DISTINCT _topic, '', toDateTime64(0, 3, 'UTC') FROM dead_letters
            )
            GROUP BY _topic
            """);
    private static final Sql STORED =
            new Sql("SELECT DISTINCT _topic FROM {table:Identifier} WHERE _topic IN {topics:Array(String)}");

    /**
     * Reads them.
     *
     * @param streams all that the routes store, also those that are not started
     */
    public static StreamTopics read(ClickHouse clickHouse, Tables tables, List<Stream> streams) {
        Map<String, String> owners = new TreeMap<>();
        Map<String, String> former = new TreeMap<>();
        clickHouse.read(NAMED, row -> {
            String topic = row.text("_topic");
            String named = row.text("named");
            Optional<Stream> owner = streams.stream()
                    .filter(stream -> stream.topic().equals(topic))
                    .reduce((one, other) -> one.enabled() ? one : other)
                    .or(() -> streams.stream()
                            .filter(stream -> stream.name().equals(named))
                            .findFirst());
            owner.ifPresentOrElse(stream -> owners.put(topic, stream.name()), () -> former.put(topic, named));
        });
        for (Stream stream : streams) {
            if (streams.size() == 1) {
                former.keySet().forEach(topic -> owners.put(topic, stream.name()));
            } else if (!former.isEmpty() && tables.has(List.of(stream.table()))) {
                clickHouse.read(
                        STORED.with(Map.of("table", stream.table(), "topics", List.copyOf(former.keySet()))),
                        row -> owners.putIfAbsent(row.text("_topic"), stream.name()));
            }
        }
        former.keySet().removeAll(owners.keySet());
        return new StreamTopics(owners, former);
    }

    /** The topics of a stream: the one that it has now, unless another stream has it, and those it had before. */
    public List<String> of(Stream stream) {
        Map<String, String> all = new TreeMap<>(streams);
        all.putIfAbsent(stream.topic(), stream.name());
        all.values().removeIf(name -> !name.equals(stream.name()));
        return List.copyOf(all.keySet());
    }
}
