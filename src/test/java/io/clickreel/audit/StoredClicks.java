package io.clickreel.audit;

import io.clickreel.TestDatabase;
import io.clickreel.kafka.CommitText;
import io.clickreel.kafka.PartitionOffsets;
import io.clickreel.kafka.TopicSurvey;
import io.clickreel.stream.SourcePartition;
import io.clickreel.stream.Stream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Uuid;

/** Clicks as a pipeline leaves them, and what Kafka says of them; each test then breaks something. */
final class StoredClicks implements AutoCloseable {
    static final UUID TOPIC_ID = new UUID(7, 7);

    static final Stream CLICKS = new Stream(
            "clicks", "dvd_clicks", "clicks-ingest", "dvd_clicks.dead", "clicks", Path.of("contracts/none"), true);
    private static final List<String> TABLES = List.of(
            "clicks",
            "film_clicks_per_minute",
            "user_clicks_per_minute",
            "device_events_per_minute",
            "sessions",
            "batches",
            "dead_letters",
            "deliveries");
    private static final Patience SHORT =
            new Patience(Duration.ofMillis(20), Duration.ofMillis(60), Duration.ofSeconds(5));

    private final TestDatabase database;
    private final Map<SourcePartition, PartitionOffsets> inKafka = new TreeMap<>();
    private final Map<SourcePartition, String> unanswered = new TreeMap<>();
    private boolean kafkaAnswers = true;

    StoredClicks(String name) {
        this(TestDatabase.withTables(name));
    }

    /** @param database has the shipped tables, and perhaps more */
    StoredClicks(TestDatabase database) {
        this.database = database;
    }

    void empty() {
        TABLES.forEach(table -> database.execute("TRUNCATE TABLE @." + table));
        inKafka.clear();
        unanswered.clear();
        kafkaAnswers = true;
    }

    void execute(String sql) {
        database.execute(sql);
    }

    long count(String sql) {
        return Long.parseLong(database.value("SELECT toString((" + sql + "))"));
    }

    /** One batch, stored and closed. */
    StoredClicks delivered(int partition, long first, long end) {
        insert(TOPIC_ID, partition, first, end);
        closed(TOPIC_ID, partition, first, end, end - first, 0);
        return this;
    }

    /** An insert of one click for each offset, ten a second. */
    void insert(UUID topicId, int partition, long first, long end) {
        insert(topicId, partition, "SELECT number AS o FROM numbers(" + first + ", " + (end - first) + ")");
    }

    /** An insert of one click for each o of a question. */
    void insert(UUID topicId, int partition, String offsets) {
        database.execute(
                "INSERT INTO @.clicks (event_id, event_ts, user_id, session_id, film_id, event_type, page, position,"
                        + " device, referrer, _topic, _topic_id, _partition, _offset, _timestamp, _key)"
                        + " SELECT generateUUIDv4(), toDateTime64('2026-01-31 12:00:00', 3, 'UTC') + o / 10, concat('u_', toString(o % 50)),"
                        + " concat('s_', toString(o % 50)), o % 300, 'view', 'browse', 1, 'web', 'homepage', 'dvd_clicks', '"
                        + topicId
                        + "', " + partition + ", o, toDateTime64('2026-01-31 12:00:00', 3, 'UTC') + o / 10, '' FROM ("
                        + offsets + ")");
    }

    /** An insert that one view does not see. */
    void insertPast(String view, UUID topicId, int partition, long first, long end) {
        database.execute("DETACH TABLE @." + view + "_mv");
        insert(topicId, partition, first, end);
        database.execute("ATTACH TABLE @." + view + "_mv");
    }

    void dead(int partition, long offset) {
        database.execute("INSERT INTO @.dead_letters (_topic, _topic_id, _partition, _offset, _timestamp, reason, key,"
                + " value) VALUES ('dvd_clicks', '" + TOPIC_ID + "', " + partition + ", " + offset
                + ", '2026-01-31 12:00:00', 'not_json', NULL, 'x')");
    }

    void closed(UUID topicId, int partition, long first, long end, long clicks, long deadLetters) {
        closed(topicId, partition, first, end, clicks, deadLetters, 0);
    }

    void closed(UUID topicId, int partition, long first, long end, long clicks, long deadLetters, long lost) {
        database.execute(
                "INSERT INTO @.deliveries (_topic, _topic_id, _partition, first_offset, end_offset, records, clicks,"
                        + " dead_letters, lost_offsets) VALUES ('dvd_clicks', '" + topicId + "', " + partition + ", "
                        + first + ", "
                        + end + ", " + (clicks + deadLetters) + ", " + clicks + ", " + deadLetters + ", " + lost + ")");
    }

    /** What Kafka has of the topic's life that is current. */
    StoredClicks kafka(int partition, long start, long end, long committed) {
        return kafka(TOPIC_ID, partition, start, end, committed, OptionalLong.empty());
    }

    StoredClicks kafka(UUID topicId, int partition, long start, long end, long committed, OptionalLong intentEnd) {
        return kafka("dvd_clicks", topicId, partition, start, end, committed, intentEnd);
    }

    /** What Kafka has of any topic. */
    StoredClicks kafka(
            String topic, UUID topicId, int partition, long start, long end, long committed, OptionalLong intentEnd) {
        Uuid id = new Uuid(topicId.getMostSignificantBits(), topicId.getLeastSignificantBits());
        String metadata = "clickreel/1 topic=" + id + (intentEnd.isPresent() ? " intent=" + intentEnd.getAsLong() : "");
        inKafka.put(
                new SourcePartition(topic, topicId, partition),
                new PartitionOffsets(start, end, CommitText.commit(committed, metadata)));
        return this;
    }

    /** Kafka has the topic under another id by now, read to its end. */
    void madeAnew(UUID topicId, long end) {
        inKafka.clear();
        kafka(topicId, 0, 0, end, end, OptionalLong.empty());
    }

    /** Kafka has the topic, and tells nothing of this partition. */
    void leaderAway(int partition) {
        SourcePartition away = new SourcePartition("dvd_clicks", TOPIC_ID, partition);
        inKafka.remove(away);
        unanswered.put(away, "there is no leader");
    }

    /** Kafka has no topic at all. */
    void topicDeleted() {
        inKafka.clear();
    }

    void kafkaAway() {
        kafkaAnswers = false;
    }

    AuditReport audit() {
        return audit(null);
    }

    AuditReport audit(DeepAudit deep) {
        return audit(CLICKS, List.of(CLICKS), deep);
    }

    AuditReport audit(Stream stream, List<Stream> streams, DeepAudit deep) {
        return new Audit(
                        database.clickHouse(),
                        topics -> {
                            if (!kafkaAnswers) {
                                throw new KafkaException("nobody is there");
                            }
                            Map<SourcePartition, PartitionOffsets> asked = new TreeMap<>(inKafka);
                            asked.keySet().removeIf(partition -> !topics.contains(partition.topic()));
                            return new TopicSurvey(asked, unanswered);
                        },
                        stream,
                        streams,
                        SHORT)
                .run(deep);
    }

    static List<String> violations(AuditReport report) {
        List<String> sentences = new ArrayList<>();
        report.findings().stream()
                .filter(finding -> finding.verdict() == Verdict.VIOLATED)
                .forEach(finding -> sentences.add(finding.sentence()));
        return sentences;
    }

    @Override
    public void close() throws Exception {
        database.close();
    }
}
