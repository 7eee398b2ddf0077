package io.clickreel.redrive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clickreel.StartupException;
import io.clickreel.clickhouse.ClickHouse;
import io.clickreel.contract.ValueReader;
import io.clickreel.stream.Contracts;
import io.clickreel.testing.PipelineTestSupport;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Dead letters back to the topic, through the real route, each once. */
class RedriveTest extends PipelineTestSupport {
    private static final RedriveRules ALL = new RedriveRules(false, Long.MAX_VALUE);
    private static final RedriveRules FORCED = new RedriveRules(true, Long.MAX_VALUE);
    private static final UUID TOPIC_ID = UUID.fromString("2b1e0000-0000-4000-8000-000000000000");

    private ClickHouse door;

    @Override
    protected Map<String, String> overrides() {
        return Map.of("ingest.batch-wait-ms", "100");
    }

    @BeforeEach
    void empty() {
        for (String table : List.of("clicks", "dead_letters", "redrives")) {
            query("TRUNCATE TABLE " + table);
        }
    }

    @AfterAll
    void close() {
        if (door != null) {
            door.close();
        }
    }

    @Test
    void aLetterThatAnOlderContractRefusedIsStoredOnceHoweverOftenItIsRedriven() {
        kept(0, 1_000, 20);

        assertThat(redrive(ALL).moved()).isEqualTo(20);
        assertThat(redrive(ALL)).matches(again -> again.selected() == 0 && again.moved() == 0);

        assertStoredOnce(20);
        assertThat(query("SELECT DISTINCT _header_keys FROM clicks WHERE user_id != 'u_end'"))
                .isEqualTo(
                        "['trace','trace','clickreel.redriven-from','clickreel.redrive-attempt','clickreel.redrive']");
        assertThat(query("SELECT _header_values[1], _header_values[3], _header_values[4], _key FROM clicks"
                        + " WHERE user_id = 'u_1000'"))
                .isEqualTo("0x00FF80\t" + new Origin(TOPIC_ID, 0, 1_000).header() + "\t1\tu_1000");
    }

    @Test
    void aRecordThatStaysBrokenIsADeadLetterAgainOnceAndKeepsItsBytes() {
        byte[] key = HexFormat.of().parseHex("00ff01fe");
        byte[] value = HexFormat.of().parseHex("0001020304fffefd");
        send(key, value);
        send((byte[]) null, bytes("{}"));
        send(key, null);
        flush();
        within(20).until(() -> letters() == 3);

        assertThat(redrive(ALL)).matches(report -> report.moved() == 0 && report.stillBrokenLetters() == 3);
        assertThat(redrive(FORCED).moved()).isEqualTo(3);
        within(20).until(() -> letters() == 6);
        assertThat(query("SELECT reason, hex(key), hex(value), key IS NULL, value IS NULL, count(),"
                        + " countIf(has(_header_keys, 'clickreel.redriven-from')) FROM dead_letters FINAL"
                        + " GROUP BY 1, 2, 3, 4, 5 HAVING count() != 2 OR 7 = 0"))
                .isEmpty();
        assertThat(
                        count(
                                "(SELECT uniqExact(reason, ifNull(hex(key), '-'), ifNull(hex(value), '-')) FROM dead_letters FINAL)"))
                .isEqualTo(3);

        // Again: only the three that came back are open, and they still name their first origin.
        assertThat(redrive(FORCED).moved()).isEqualTo(3);
        within(20).until(() -> letters() == 9);
        assertThat(query("SELECT count(), uniqExact(_header_values[indexOf(_header_keys, 'clickreel.redriven-from')])"
                        + " FROM dead_letters FINAL WHERE has(_header_values, '2')"))
                .isEqualTo("3\t3");
        assertThat(count("(SELECT max(length(_header_keys)) FROM dead_letters FINAL)"))
                .isEqualTo(3);
    }

    @Test
    void aChunkThatWasOnlyIntendedIsMovedByTheNextCall() {
        kept(0, 2_000, 5);
        try (TopicAccess topic = topic()) {
            log().intended(chunk(2_000, 5));
        }

        assertThat(redrive(ALL).moved()).isEqualTo(5);
        assertStoredOnce(5);
        assertThat(count("(SELECT countIf(step = 'withdrawn') FROM redrives FINAL)"))
                .isEqualTo(5);
    }

    @Test
    void aChunkThatWasCommittedButNotMarkedIsNotMovedAgain() {
        kept(0, 3_000, 5);
        try (TopicAccess topic = topic()) {
            Chunk chunk = chunk(3_000, 5);
            log().intended(chunk);
            assertThat(topic.commit(chunk)).isEmpty();
        }

        assertThat(redrive(ALL).selected()).isZero();
        assertStoredOnce(5);
    }

    @Test
    void aLateIntentOfAnOlderRedriveChangesNothing() {
        kept(0, 4_000, 5);
        try (TopicAccess older = topic()) {
            assertThat(redrive(ALL).moved()).isEqualTo(5);
            Chunk late = chunk(4_000, 5);
            log().intended(late);
            assertThatThrownBy(() -> older.commit(late)).hasMessageContaining("Another re-drive");
        }

        assertThat(redrive(ALL).selected()).isZero();
        assertStoredOnce(5);
    }

    @Test
    void withoutKafkasWordTheTopicIsSearched() throws Exception {
        kept(0, 5_000, 6);
        Chunk moved = chunk(5_000, 3);
        try (TopicAccess topic = topic()) {
            log().intended(moved);
            topic.commit(moved);
            log().intended(chunk(5_003, 3));
        }
        try (Admin admin = Admin.create(kafka().admin("test"))) {
            admin.deleteConsumerGroups(Set.of(slot().group())).all().get();
        }

        assertThat(redrive(ALL).moved()).isEqualTo(3);
        assertStoredOnce(6);
    }

    @Test
    void twoRedrivesAtOnceMoveEachLetterOnce() throws Exception {
        kept(0, 10_000, 12_000);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            threads.add(new Thread(() -> {
                try {
                    redrive(ALL);
                } catch (StartupException e) {
                    // The one that the other has stopped.
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }

        redrive(ALL);
        assertStoredOnce(12_000);
        assertThat(new LetterTable(door(), settings().text("kafka.topic")).groups(Selection.ALL))
                .singleElement()
                .matches(group -> group.redriven() == 12_000 && group.open() == 0);
    }

    @Test
    void itStopsAfterTheChunkAtHandAndTheNextCallGoesOn() {
        kept(0, 30_000, 7_000);
        try (Redrive redrive = open()) {
            boolean[] begun = {false};
            RedriveReport first = redrive.run(Selection.ALL, ALL, progress -> begun[0] = true, () -> begun[0]);
            assertThat(first).matches(report -> report.stopped() && report.moved() == Redrive.CHUNK_ROWS);
        }

        assertThat(redrive(ALL).moved()).isEqualTo(7_000 - Redrive.CHUNK_ROWS);
        assertStoredOnce(7_000);
    }

    @Test
    void aSelectionAndALimitMoveNoMoreThanTheyName() {
        kept(0, 40_000, 20);
        kept(1, 40_000, 20);
        Selection some = new Selection(List.of("bad_format"), List.of("page"), null, null, 1, 40_005L, 40_014L);

        assertThat(run(some, new RedriveRules(false, 4)).moved()).isEqualTo(4);
        assertThat(run(some, ALL).moved()).isEqualTo(6);
        assertThat(run(new Selection(List.of("not_json"), List.of(), null, null, null, null, null), ALL)
                        .selected())
                .isZero();
        assertStoredOnce(10);
    }

    @Test
    void aLetterThatTheTopicDoesNotTakeStaysAndTheOthersGo() {
        kept(0, 50_000, 3);
        query("INSERT INTO dead_letters (_topic, _topic_id, _partition, _offset, reason, value) SELECT '"
                + settings().text("kafka.topic") + "', '" + TOPIC_ID
                + "', 0, 50001, 'too_large', randomString(12000000)");

        RedriveReport report = redrive(FORCED);
        assertThat(report.tooLarge()).containsExactly("0:50001");
        assertThat(report.moved()).isEqualTo(2);
        assertStoredOnce(2);
        query("TRUNCATE TABLE dead_letters");
    }

    /** Good clicks that stand among the dead letters, as a stricter contract would have put them there. */
    private void kept(int partition, long firstOffset, int count) {
        String value = """
                {"event_id": "', toString(generateUUIDv4(number)), '", "event_ts": "2026-01-31 12:18:51.766",
                 "user_id": "u_', toString(number), '", "session_id": "s_1", "film_id": 331, "event_type": "view",
                 "page": "browse", "position": 9, "device": "tablet", "referrer": "recommendation"}""";
        query("INSERT INTO dead_letters (_topic, _topic_id, _partition, _offset, reason, field, key, value,"
                + " _header_keys, _header_values) SELECT '"
                + settings().text("kafka.topic") + "', '" + TOPIC_ID
                + "', " + partition
                + ", number, 'bad_format', 'page', concat('u_', toString(number)), concat('" + value
                + "'), ['trace', 'trace', 'clickreel.reason'], [unhex('00FF80'), NULL, 'x'] FROM numbers(" + firstOffset
                + ", " + count + ")");
        assertThat(letters()).isGreaterThanOrEqualTo(count);
    }

    private void assertStoredOnce(int clicks) {
        within(30).until(() -> count("(SELECT count() FROM clicks)") >= clicks);
        // What would come twice stands before these, which are stored last.
        String end = """
                {"event_id": "%s", "event_ts": "2026-01-31 12:18:51.766", "user_id": "u_end", "session_id": "s_1",
                 "film_id": 331, "event_type": "view", "page": "browse", "position": 9, "device": "tablet",
                 "referrer": "recommendation"}""".formatted(UUID.randomUUID());
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(kafka().producer(Map.of()), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int partition = 0; partition < 2; partition++) {
                producer.send(new ProducerRecord<>(settings().text("kafka.topic"), partition, null, bytes(end)));
            }
        }
        within(20).until(() -> count("(SELECT count() FROM clicks WHERE user_id = 'u_end')") == 2);
        assertThat(query("SELECT count(), uniqExact(event_id) FROM clicks WHERE user_id != 'u_end'"))
                .isEqualTo(clicks + "\t" + clicks);
    }

    private long letters() {
        return count("(SELECT count() FROM dead_letters FINAL)");
    }

    private RedriveReport redrive(RedriveRules rules) {
        return run(Selection.ALL, rules);
    }

    private RedriveReport run(Selection selection, RedriveRules rules) {
        try (Redrive redrive = open()) {
            return redrive.run(selection, rules, progress -> {}, () -> false);
        }
    }

    private Redrive open() {
        return Redrive.open(
                kafka(),
                door(),
                settings().text("kafka.topic"),
                new Contracts(door(), ValueReader.PLAIN).compile(stream()));
    }

    private Chunk chunk(long first, int count) {
        Set<Long> offsets = new TreeSet<>();
        for (long offset = first; offset < first + count; offset++) {
            offsets.add(offset);
        }
        return new Chunk(new LetterTable(door(), settings().text("kafka.topic")).whole(TOPIC_ID, 0, offsets));
    }

    private RedriveSlot slot() {
        return new RedriveSlot(settings().text("kafka.topic"), settings().text("clickhouse.database"));
    }

    private TopicAccess topic() {
        return TopicAccess.open(kafka(), slot());
    }

    private RedriveLog log() {
        return new RedriveLog(door(), settings().text("kafka.topic"));
    }

    private ClickHouse door() {
        if (door == null) {
            door = clickHouse().open();
        }
        return door;
    }
}
