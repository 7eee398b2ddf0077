package io.clickreel.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.clickreel.Settings;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** What most people write first: poll, a JSON tree, a JDBC batch of 10,000 rows, commit. A thread for each partition. */
final class JdbcLoop implements Runnable {
    private static final int BATCH_ROWS = 10_000;
    private static final String INSERT = "INSERT INTO clicks (event_id, event_ts, user_id, session_id, film_id,"
            + " event_type, page, position, device, referrer, _topic, _partition, _offset, _timestamp, _key)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS").withZone(ZoneOffset.UTC);

    private final Settings settings;

    private JdbcLoop(Settings settings) {
        this.settings = settings;
    }

    public static void main(String[] arguments) throws Exception {
        Settings settings = Signals.settings();
        Signals.readyAndWait();
        for (int i = 0; i < ClickTopic.PARTITIONS; i++) {
            Thread thread = new Thread(new JdbcLoop(settings));
            thread.setDaemon(true);
            thread.start();
        }
        Signals.awaitEnd();
        System.exit(0);
    }

    @Override
    public void run() {
        Map<String, Object> kafka = Map.of(
                "bootstrap.servers",
                settings.text("kafka.broker-url"),
                "group.id",
                "jdbc-" + ProcessHandle.current().pid(),
                "auto.offset.reset",
                "earliest",
                "enable.auto.commit",
                "false",
                "max.poll.records",
                Integer.toString(BATCH_ROWS));
        ObjectMapper json = new ObjectMapper();
        try (var consumer = new KafkaConsumer<>(kafka, new StringDeserializer(), new ByteArrayDeserializer());
                Connection connection =
                        FreshClickHouse.connection(settings).dataSource().getConnection();
                PreparedStatement insert = connection.prepareStatement(INSERT)) {
            consumer.subscribe(List.of(settings.text("kafka.topic")));
            int rows = 0;
            while (true) {
                var fetched = consumer.poll(Duration.ofMillis(500));
                for (ConsumerRecord<String, byte[]> record : fetched) {
                    set(insert, json.readTree(record.value()), record);
                    insert.addBatch();
                    rows++;
                }
                if (rows >= BATCH_ROWS || rows > 0 && fetched.isEmpty()) {
                    insert.executeBatch();
                    consumer.commitSync();
                    rows = 0;
                }
            }
        } catch (Exception e) {
            Signals.fail(e);
        }
    }

    private static void set(PreparedStatement insert, JsonNode click, ConsumerRecord<String, byte[]> record)
            throws Exception {
        insert.setObject(1, UUID.fromString(click.get("event_id").asText()));
        // As text: the driver would write a time as a call of a function, which an embedded ClickHouse does not take in
        // VALUES.
        insert.setString(2, click.get("event_ts").asText());
        insert.setString(3, click.get("user_id").asText());
        insert.setString(4, click.get("session_id").asText());
        insert.setInt(5, click.get("film_id").asInt());
        insert.setString(6, click.get("event_type").asText());
        insert.setString(7, click.get("page").asText());
        insert.setInt(8, click.get("position").asInt());
        insert.setString(9, click.get("device").asText());
        insert.setString(10, click.get("referrer").asText());
        insert.setString(11, record.topic());
        insert.setInt(12, record.partition());
        insert.setLong(13, record.offset());
        insert.setString(14, TIME.format(Instant.ofEpochMilli(record.timestamp())));
        insert.setString(15, record.key().replace("\"", ""));
    }
}
