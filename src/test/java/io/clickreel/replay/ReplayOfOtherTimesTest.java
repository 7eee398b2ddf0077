package io.clickreel.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clickreel.audit.AuditReports;
import io.clickreel.audit.Audits;
import io.clickreel.clickhouse.ClickHouse;
import io.clickreel.contract.ValueReader;
import io.clickreel.kafka.KafkaAdmin;
import io.clickreel.schema.SchemaRunner;
import io.clickreel.stream.Stream;
import io.clickreel.testing.DeliveryTestSupport;
import io.clickreel.testing.NewTopics;
import io.clickreel.testing.OrdersStream;
import io.clickreel.testing.Services;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Tables whose event's time is no DateTime64 of UTC, or that have none: they are audited and replayed, or a sentence says why not. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ReplayOfOtherTimesTest extends DeliveryTestSupport {
    private static final Path ROUTES = Services.copyOfRoutes();
    private static final int EVENTS = 600;

    /** A stream each, by the time by which its table is partitioned. */
    enum Kind {
        DAY("Date", "toYYYYMM(at)", "date", true),
        OLD_DAY("Date32", "toYYYYMM(at)", "date", true),
        SECOND("DateTime('UTC')", "toYYYYMM(at)", "date-time", true),
        /** The month in New York begins hours later than that of UTC. */
        ZONED("DateTime('America/New_York')", "toYYYYMM(at)", "date-time", true),
        /** There is no time but that of Kafka, as for a stream in which {@code streams new} has found none. */
        KAFKAS("String", "toYYYYMM(_timestamp)", "", true),
        UNPARTITIONED("String", "", "", false),
        BY_NUMBER("String", "intDiv(id, 100)", "", false),
        BY_DAY("Date", "at", "date", false);

        final String type;
        final String key;
        final String format;
        final boolean hasMonths;

        Kind(String type, String key, String format, boolean hasMonths) {
            this.type = type;
            this.key = key;
            this.format = format;
            this.hasMonths = hasMonths;
        }

        String table() {
            return "by_" + name().toLowerCase(Locale.ROOT);
        }

        String stream() {
            return table().replace('_', '-');
        }

        String time() {
            return key.contains("_timestamp") || format.isEmpty() ? "_timestamp" : "at";
        }

        List<String> ddl() {
            String partition = key.isEmpty() ? "" : " PARTITION BY " + key;
            List<String> steps = new ArrayList<>(List.of(
                    "CREATE TABLE IF NOT EXISTS %s (id UInt64, at %s, _topic LowCardinality(String), _topic_id UUID,"
                                    .formatted(table(), type)
                            + " _partition UInt32, _offset UInt64, _timestamp DateTime64(3, 'UTC'), _key String,"
                            + " _header_keys Array(String), _header_values Array(String),"
                            + " _ingested_at DateTime64(3, 'UTC') DEFAULT now64(3, 'UTC')) ENGINE = MergeTree"
                            + partition
                            + " ORDER BY (_partition, " + time() + ")"
                            + " SETTINGS non_replicated_deduplication_window = 10000",
                    ("CREATE MATERIALIZED VIEW IF NOT EXISTS %1$s_batches_mv TO batches AS SELECT _topic, _topic_id,"
                                    + " _partition, min(_offset) AS first_offset, max(_offset) AS last_offset, count() AS rows,"
                                    + " min(_timestamp) AS first_timestamp, max(_timestamp) AS last_timestamp,"
                                    + " min(%2$s) AS first_event_ts, max(%2$s) AS last_event_ts,"
                                    + " max(_ingested_at) AS ingested_at FROM %1$s GROUP BY _topic, _topic_id, _partition")
                            .formatted(table(), time())));
            if (hasMonths) {
                steps.add("CREATE TABLE IF NOT EXISTS %1$s_days (day Date, n UInt64 COMMENT 'rows')".formatted(table())
                        + " ENGINE = SummingMergeTree PARTITION BY toYYYYMM(day) ORDER BY day"
                        + " SETTINGS non_replicated_deduplication_window = 10000");
                steps.add(("CREATE MATERIALIZED VIEW IF NOT EXISTS %1$s_days_mv TO %1$s_days AS"
                                + " SELECT toDate(%2$s) AS day, count() AS n FROM %1$s GROUP BY day")
                        .formatted(table(), time()));
            }
            return steps;
        }

        String contract() {
            return "{\"type\":\"object\",\"required\":[\"id\",\"at\"],\"properties\":{\"id\":{\"type\":\"integer\"},\"at\":"
                    + "{\"type\":\"string\"" + (format.isEmpty() ? "" : ",\"format\":\"" + format + "\"") + "}}}";
        }

        /** Around the end of a month. */
        String event(int id) {
            String day = id % 2 == 0 ? "2026-01-31" : "2026-02-01";
            return "{\"id\":%d,\"at\":\"%s%s\"}"
                    .formatted(id, day, format.equals("date") ? "" : "T%02d:%02d:17Z".formatted(id % 24, id % 60));
        }
    }

    @Override
    protected Map<String, String> overrides() {
        return editing(ROUTES, "ingest.batch-rows=200", "ingest.batch-wait-ms=100", "clicks.enabled=false");
    }

    @Test
    @Order(1)
    void allAreStoredAndAudited() throws Exception {
        Path steps = OrdersStream.ddl(Services.folder());
        int number = 9_100;
        for (Kind kind : Kind.values()) {
            NewTopics.create(kafka().admin("test"), new NewTopic(topic(kind), 1, (short) 1));
            for (String step : kind.ddl()) {
                Files.writeString(steps.resolve(number++ + "_create_" + kind.table() + ".sql"), step + "\n");
            }
        }
        try (ClickHouse clickHouse = clickHouse().open()) {
            new SchemaRunner(clickHouse).apply(steps);
        }
        for (Kind kind : Kind.values()) {
            addRoute(kind);
            send(kind);
        }
        for (Kind kind : Kind.values()) {
            within(90)
                    .until(() ->
                            count("(SELECT sum(records) FROM deliveries FINAL WHERE _topic = '" + topic(kind) + "')")
                                    == EVENTS);
        }
        assertThat(query("SELECT DISTINCT _topic, reason, detail FROM dead_letters"))
                .isEmpty();
        for (Kind kind : Kind.values()) {
            assertHolds(kind);
        }
    }

    @ParameterizedTest
    @Order(2)
    @EnumSource(names = {"DAY", "OLD_DAY", "SECOND", "ZONED", "KAFKAS"})
    void whatIsLostIsFoundAndMadeAgain(Kind kind) throws Exception {
        String before = rows(kind);
        query("ALTER TABLE " + kind.table() + " DELETE WHERE _offset % 7 = 0 SETTINGS mutations_sync = 2");
        query("TRUNCATE TABLE " + kind.table() + "_days");
        assertThat(audit(kind).verdict().exitCode()).isEqualTo(1);

        try (Replay replay = replay(kind)) {
            assertThat(replay.run(ReplayRequest.parse("1970-01-01", null, null), false))
                    .isTrue();
        }

        assertThat(rows(kind)).isEqualTo(before);
        assertHolds(kind);
    }

    @ParameterizedTest
    @Order(3)
    @EnumSource(names = {"DAY", "ZONED"})
    void aPartOfTheOffsetsIsMadeAgainBesideTheOthers(Kind kind) throws Exception {
        String before = rows(kind);
        query("ALTER TABLE " + kind.table() + " DELETE WHERE _offset IN (250, 333) SETTINGS mutations_sync = 2");

        try (Replay replay = replay(kind)) {
            assertThat(replay.run(ReplayRequest.parse("200", "400", 0), false)).isTrue();
        }

        assertThat(rows(kind)).isEqualTo(before);
        assertHolds(kind);
    }

    @ParameterizedTest
    @Order(4)
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"DAY", "OLD_DAY", "SECOND", "ZONED", "KAFKAS"})
    void aTableWithoutMonthsIsRefusedBeforeAnythingBegins(Kind kind) {
        String before = rows(kind);
        long replays = count("(SELECT count() FROM replays)");
        try (Replay replay = replay(kind)) {
            assertThatThrownBy(() -> replay.run(ReplayRequest.parse("1970-01-01", null, null), false))
                    .isInstanceOf(ReplayRefusedException.class)
                    .hasMessageContaining("Table " + kind.table())
                    .hasMessageContaining("a replay swaps by the month of the event")
                    .hasMessageContaining("PARTITION BY toYYYYMM of");
            assertThatThrownBy(() -> replay.dryRun(ReplayRequest.parse("1970-01-01", null, null)))
                    .isInstanceOf(ReplayRefusedException.class);
        }
        assertThat(rows(kind)).isEqualTo(before);
        assertThat(count("(SELECT count() FROM replays)")).isEqualTo(replays);
        assertThat(count("(SELECT count() FROM ingest_holds FINAL WHERE held_until > now64(3))"))
                .isZero();
        assertThat(query("SELECT name FROM system.databases WHERE name LIKE '"
                        + settings().text("clickhouse.database") + "%'"))
                .isEqualTo(settings().text("clickhouse.database"));
        assertHolds(kind);
    }

    private void assertHolds(Kind kind) {
        AuditReports reports = audit(kind);
        assertThat(reports.verdict().exitCode()).as(reports.text()).isZero();
        if (kind.hasMonths) {
            assertThat(reports.text()).containsPattern(kind.table() + "_days +" + EVENTS + " +" + EVENTS + "  holds");
        }
        assertThat(reports.text()).containsPattern("batches +" + EVENTS + " +" + EVENTS + "  holds");
    }

    private AuditReports audit(Kind kind) {
        try (ClickHouse clickHouse = clickHouse().open();
                KafkaAdmin kafka = new KafkaAdmin(kafka().admin("audit"))) {
            return new Audits(clickHouse, kafka, streams()).run(List.of(stream(kind.stream())), stream -> null);
        }
    }

    /** All that is stored, but for the time at which it was. */
    private String rows(Kind kind) {
        return query("SELECT count(), uniqExact(_offset), sum(cityHash64(* EXCEPT (_ingested_at))) FROM "
                        + kind.table())
                + (kind.hasMonths
                        ? query("SELECT sum(n), sum(cityHash64(*)) FROM " + kind.table() + "_days FINAL")
                        : "");
    }

    private Replay replay(Kind kind) {
        List<Stream> streams = streams();
        return new Replay(
                clickHouse(),
                kafka(),
                stream(kind.stream()),
                streams,
                ValueReader.PLAIN,
                progress -> {},
                said -> {},
                () -> false);
    }

    private String topic(Kind kind) {
        return settings().text("kafka.topic") + "_" + kind.table();
    }

    private void addRoute(Kind kind) throws Exception {
        String clicks = Files.readString(ROUTES.resolve("clicks-ingest.camel.yaml"));
        String id = kind.stream() + "-ingest";
        Path contract = Files.writeString(Services.folder().resolve(kind.table() + ".schema.json"), kind.contract());
        Files.writeString(
                ROUTES.resolve(id + ".camel.yaml"),
                clicks.replace("id: clicks-ingest", "id: " + id)
                        .replace("groupId: clicks-ingest", "groupId: " + id)
                        .replace("{{clicks.enabled}}", "true")
                        .replace("kafka:{{kafka.topic}}", "kafka:" + topic(kind))
                        .replace("clickreel.table: clicks", "clickreel.table: " + kind.table())
                        .replace("contracts/dvd_clicks-value.schema.json", contract.toString())
                        .replace("{{kafka.dead-topic}}", topic(kind) + ".dead"));
        within(60).until(() -> context.getRoute(id) != null);
    }

    private void send(Kind kind) {
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(kafka().producer(Map.of()), new StringSerializer(), new StringSerializer())) {
            for (int i = 0; i < EVENTS; i++) {
                producer.send(new ProducerRecord<>(topic(kind), kind.event(i)));
            }
        }
    }
}
