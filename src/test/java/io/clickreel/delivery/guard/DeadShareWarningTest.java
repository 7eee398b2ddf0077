package io.clickreel.delivery.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.clickreel.delivery.TestRecords;
import io.clickreel.delivery.batch.Batch;
import io.clickreel.health.Degraded;
import io.clickreel.health.DegradedCheck;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.health.HealthCheck;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeadShareWarningTest {
    private static final String BAD = "hello";

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final DeadShare share = share(0.05, meters);
    private final HealthCheck check = new DegradedCheck("dead-letters", share::sentence);
    private long nextOffset;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    not_json        |            | hello
                    not_json        |            | ''
                    not_an_object   |            | [1]
                    trailing_data   |            | {}{}
                    missing_field   | event_id   | {}
                    wrong_type      | position   | "position": "9"
                    bad_format      | event_ts   | "event_ts": "yesterday"
                    unknown_value   | event_type | "event_type": "toasted"
                    out_of_range    | film_id    | "film_id": 0
                    """)
    void aProducerWhoseRecordsAllAreDeadIsNamedWithReasonAndExample(String reason, String field, String value) {
        String record = value.startsWith("\"") ? with(value) : value;
        add(500, 500, record);
        assertDegraded("of topic dvd_clicks break the contract: 500 of the last 500, 100.0 % (500 " + reason + ")");
        assertThat(message())
                .contains(
                        "The newest: partition 3 offset 499, " + reason + (field == null ? "," : " of " + field + ","))
                .contains("ingest.dead-share-warn=0.05")
                .contains("./clickreel dead-letters list");
        assertThat(gauge()).isEqualTo(1);
    }

    @Test
    void aLongDetailIsCutShort() {
        add(500, 500, with("\"event_type\": \"" + "toasted".repeat(200) + "\""));
        assertDegraded("500 unknown_value");
        assertThat(message()).hasSizeLessThan(800);
    }

    @Test
    void upToTheShareAllIsWell() {
        add(1_000, 50, BAD);
        assertWell();
        assertThat(gauge()).isEqualTo(0.05);
        add(20, 1, BAD);
        add(1, 1, BAD);
        assertDegraded("51 of the last 1,000, 5.1 %");
    }

    @Test
    void aHandfulOfBadRecordsIsNoNews() {
        add(3, 1, BAD);
        assertWell();
        add(96, 96, BAD);
        assertWell();
        add(1, 1, BAD);
        assertDegraded("98 of the last 100, 98.0 %");
    }

    @Test
    void itIsOverWhenTheProducerIsMendedAlsoIfRecordsComeOneByOne() {
        add(40_000, 40_000, BAD);
        String degraded = message();
        int good = 0;
        while (Degraded.is(check())) {
            assertThat(message()).startsWith(degraded.substring(0, degraded.indexOf(" too many")));
            add(1, 0, BAD);
            good++;
        }
        assertThat(good).isEqualTo(950);
        assertThat(message()).isNull();
        add(950, 0, BAD);
        assertThat(gauge()).isZero();
    }

    @Test
    void aBadProducerAmongGoodOnesIsNamed() {
        for (int i = 0; i < 30; i++) {
            add(100, i % 10 == 0 ? 70 : 0, BAD);
        }
        assertDegraded("70 of the last 1,000, 7.0 %");
    }

    @Test
    void reasonsAreToldByTheirNumber() {
        add(100, 10, BAD);
        add(100, 40, "{}");
        add(100, 20, "[]");
        assertDegraded("70 of the last 300, 23.3 % (40 missing_field, 20 not_an_object, 10 not_json)");
        assertThat(message()).contains("not_an_object");
    }

    @Test
    void ofALargeBatchItsEndCounts() {
        // The dead ones come first in it.
        add(50_000, 45_000, BAD);
        assertWell();
        Batch deadAtItsEnd = batch(10_000, 0, BAD);
        List<ConsumerRecord<ByteBuffer, ByteBuffer>> records = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            records.add(record(deadAtItsEnd.firstOffset() + i, i < 9_500 ? TestRecords.CLICK : BAD));
        }
        share.add(TestRecords.batch(records));
        assertDegraded("500 of the last 1,000, 50.0 %");
    }

    @Test
    void marksOfTransactionsAreNoRecords() {
        List<ConsumerRecord<ByteBuffer, ByteBuffer>> records = new ArrayList<>();
        for (int i = 0; i < 4_000; i++) {
            records.add(record(2L * i, i % 10 == 0 ? BAD : TestRecords.CLICK));
        }
        share.add(TestRecords.batch(records));
        assertDegraded("100 of the last 1,000, 10.0 %");
    }

    @Test
    void aBatchThatIsTriedAgainCountsOnce() {
        add(950, 0, BAD);
        Batch bad = batch(45, 45, BAD);
        for (int i = 0; i < 10; i++) {
            share.add(bad);
        }
        assertWell();
    }

    @Test
    void aShareOfOneIsNeverExceeded() {
        DeadShare never = share(1, new SimpleMeterRegistry());
        never.add(batch(1_000, 1_000, BAD));
        assertThat(never.sentence()).isEmpty();
    }

    private static DeadShare share(double warn, MeterRegistry meters) {
        return new DeadShare(TestRecords.STREAM.name(), new DeadShare.Limits(1, warn), meters);
    }

    private void assertDegraded(String part) {
        assertThat(check().getState()).isEqualTo(HealthCheck.State.UP);
        assertThat(check().getDetails()).containsEntry("level", "DEGRADED");
        assertThat(message()).startsWith("DEGRADED: since 20").contains(part);
    }

    private void assertWell() {
        assertThat(check().getState()).isEqualTo(HealthCheck.State.UP);
        assertThat(Degraded.is(check())).isFalse();
        assertThat(message()).isNull();
    }

    private HealthCheck.Result check() {
        return check.call();
    }

    private String message() {
        return check().getMessage().orElse(null);
    }

    private double gauge() {
        return meters.get("clickreel.ingest.dead.share")
                .tag("stream", TestRecords.STREAM.name())
                .gauge()
                .value();
    }

    private void add(int records, int dead, String bad) {
        share.add(batch(records, dead, bad));
    }

    /** The dead ones come first. */
    private Batch batch(int records, int dead, String bad) {
        List<ConsumerRecord<ByteBuffer, ByteBuffer>> all = new ArrayList<>();
        for (int i = 0; i < records; i++) {
            all.add(record(nextOffset++, i < dead ? bad : TestRecords.CLICK));
        }
        return TestRecords.batch(all);
    }

    private static ConsumerRecord<ByteBuffer, ByteBuffer> record(long offset, String value) {
        return TestRecords.record(
                offset,
                "u_1".getBytes(StandardCharsets.UTF_8),
                value.getBytes(StandardCharsets.UTF_8),
                new RecordHeaders());
    }

    /** A click with one field that is otherwise. */
    private static String with(String field) {
        String name = field.substring(0, field.indexOf(':'));
        return TestRecords.CLICK.replaceFirst(name + ": (\"[^\"]*\"|\\d+)", field);
    }
}
