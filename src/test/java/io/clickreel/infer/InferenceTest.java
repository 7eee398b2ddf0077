package io.clickreel.infer;

import static org.assertj.core.api.Assertions.assertThat;

import io.clickreel.contract.ValueReader;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InferenceTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0|UInt16",
                "255|UInt16",
                "256|UInt32",
                "65536|UInt64",
                "18446744073709551615|UInt64",
                "18446744073709551616|Decimal(38, 0)",
                "-1|Int16",
                "-129|Int32",
                "-32769|Int64",
                "-2147483649|Int64",
                "-9223372036854775808|Int64",
                "-9223372036854775809|Decimal(38, 0)",
                "123456789012345678901234567890123456789012|Decimal(76, 0)",
                "1.5|Float64",
                "1e3|Float64",
                "0.1|Float64",
                "12345678901234567.25|Decimal(38, 4)",
                "1e300|Float64",
                "1e400|String",
                "1e999999999|String",
                "true|Bool",
                "\"84e0e977-9ee7-4eec-9cd6-f7655e481cb3\"|UUID",
                "\"84E0E977-9EE7-4EEC-9CD6-F7655E481CB3\"|UUID",
                "\"{84e0e977-9ee7-4eec-9cd6-f7655e481cb3}\"|String",
                "\"2025-12-27 12:18:51\"|DateTime64(3, 'UTC')",
                "\"2025-12-27T12:18:51Z\"|DateTime64(3, 'UTC')",
                "\"2025-12-27T12:18:51.766123+0200\"|DateTime64(6, 'UTC')",
                "\"2025-12-27T12:18:51.7661234+02\"|DateTime64(9, 'UTC')",
                "\"1900-01-01T00:00:00Z\"|DateTime64(3, 'UTC')",
                "\"0001-01-01T00:00:00Z\"|String",
                "\"9999-12-31T23:59:59Z\"|String",
                "\"2300-01-01T00:00:00.123456789Z\"|String",
                "\"2025-12-27\"|Date32",
                "\"2025-02-30\"|String",
                "\"192.0.2.1\"|IPv4",
                "\"2001:db8::1\"|IPv6",
                "\"12:18:51\"|String",
                "\"\"|String",
                "\"text\"|String",
                "[1, 2]|Array(UInt16)",
                "[\"a\"]|Array(String)",
                "[1, null]|Array(Nullable(UInt16))",
                "[[1.5], []]|Array(Array(Float64))",
                "[1, \"a\"]|Array(String)",
                "[]|String",
                "[{\"a\": 1}]|String",
                "[[1], null]|String",
                "{}|String"
            })
    void aValueGetsTheTypeThatHoldsIt(String value, String type) {
        Inferred inferred = Inferred.ofValues(value);
        assertThat(inferred.type()).isEqualTo(type);
        assertThat(inferred.wrong("{\"f\": " + value + "}")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "created_at|1766837931|DateTime64(3, 'UTC')|epoch-seconds",
                "createdAt|1766837931766|DateTime64(3, 'UTC')|epoch-millis",
                "ts|1766837931766123|DateTime64(6, 'UTC')|epoch-micros",
                "event_time|1766837931766123456|DateTime64(9, 'UTC')|epoch-nanos",
                "timestamp|1766837931.766|DateTime64(3, 'UTC')|epoch-seconds",
                "timestamp|946684800|DateTime64(3, 'UTC')|epoch-seconds",
                "timestamp|946684799|UInt64|",
                "count|1766837931|UInt64|",
                "phone|1766837931766|UInt64|"
            })
    void aNumberIsATimeIfItsNameAndItsRangeSaySo(String name, String value, String type, String unit) {
        Inferred inferred = Inferred.ofField(name, value);
        assertThat(inferred.type()).isEqualTo(type);
        assertThat(inferred.schema(name).path("x-time").asText(null)).isEqualTo(unit);
        assertThat(inferred.wrong("{\"" + name + "\": " + value + "}")).isEmpty();
    }

    @Test
    void aNumberThatCouldBeATimeButIsNotCalledSoIsADoubt() {
        assertThat(Inferred.ofField("sequence", "1766837931766").proposal().doubts())
                .anyMatch(doubt ->
                        doubt.startsWith("sequence has numbers (1766837931766 to 1766837931766) that could be times"
                                + " (epoch-millis)"));
        assertThat(Inferred.ofField("sent_at", "99999999999").proposal().doubts())
                .anyMatch(doubt -> doubt.startsWith("sent_at may be a time of a unit that its numbers"));
    }

    @Test
    void aFewWordsAmongManyRecordsAreOfLowCardinalityAndStayOpen() {
        String[] values = IntStream.range(0, 100)
                .mapToObj(i -> i % 3 == 0 ? "\"new\"" : "\"paid\"")
                .toArray(String[]::new);
        Inferred inferred = Inferred.ofField("status", values);
        assertThat(inferred.type()).isEqualTo("LowCardinality(String)");
        assertThat(inferred.schema("status").has("enum")).isFalse();
        assertThat(inferred.schema("status").path("examples").toString()).isEqualTo("[\"paid\",\"new\"]");
        assertThat(inferred.wrong("{\"status\": \"sent\"}")).isEmpty();

        Inferred id = Inferred.ofField("shop_id", values);
        assertThat(id.type()).isEqualTo("String");
        assertThat(id.proposal().doubts()).anyMatch(doubt -> doubt.contains("may be an id"));
        assertThat(Inferred.ofField("status", "\"new\"", "\"new\"").type()).isEqualTo("String");
    }

    @Test
    void whatIsOptionalOrNullIsNullableExceptTextsThatAreNeverEmpty() {
        Inferred inferred = Inferred.of(List.of(
                "{\"a\": 1, \"b\": \"x\", \"c\": null, \"d\": \"\", \"e\": [1]}",
                "{\"a\": 2, \"c\": 5}",
                "{\"a\": 3, \"c\": 6, \"d\": \"y\", \"n\": 7, \"e\": null}"));
        assertThat(inferred.type("a")).isEqualTo("UInt16");
        assertThat(inferred.type("b")).isEqualTo("String");
        assertThat(inferred.type("c")).isEqualTo("Nullable(UInt16)");
        assertThat(inferred.type("d")).isEqualTo("Nullable(String)");
        assertThat(inferred.type("e")).isEqualTo("Array(UInt16)");
        assertThat(inferred.type("n")).isEqualTo("Nullable(UInt16)");
        assertThat(inferred.schema("c").path("type").toString()).isEqualTo("[\"integer\",\"null\"]");
        assertThat(inferred.wrong("{\"a\": 1, \"c\": null}")).isEmpty();
        assertThat(inferred.wrong("{\"c\": null}")).contains("The record has no a.");
    }

    @Test
    void anObjectIsItsFieldsJoinedByUnderscoresAndOneWithManyNamesIsAMap() {
        Inferred nested = Inferred.of(List.of(
                "{\"user\": {\"id\": 1, \"geo\": {\"lat\": 1.5}}}",
                "{\"user\": {\"id\": 2, \"geo\": null}}",
                "{\"user\": {\"id\": 3}}"));
        assertThat(nested.proposal().columns())
                .extracting(Proposal.Column::name, Proposal.Column::type)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("user_id", "UInt16"),
                        org.assertj.core.groups.Tuple.tuple("user_geo_lat", "Nullable(Float64)"));
        assertThat(nested.wrong("{\"user\": {\"id\": 3, \"geo\": null}}")).isEmpty();

        String[] maps = IntStream.range(0, 60)
                .mapToObj(i -> "{\"k" + i + "\": " + i + ", \"l" + i % 7 + "\": null}")
                .toArray(String[]::new);
        assertThat(Inferred.ofValues(maps).type()).isEqualTo("Map(String, Nullable(UInt16))");
        String[] ofObjects = IntStream.range(0, 60)
                .mapToObj(i -> "{\"k" + i + "\": {\"a\": 1}}")
                .toArray(String[]::new);
        assertThat(Inferred.ofValues(ofObjects).type()).isEqualTo("String");
    }

    @Test
    void valuesOfSeveralTypesAreTextAndNumbersInQuotesBesideNumbersAreNumbers() {
        assertThat(Inferred.ofValues("1", "\"a\"").type()).isEqualTo("String");
        assertThat(Inferred.ofValues("true", "1").type()).isEqualTo("String");
        assertThat(Inferred.ofValues("{\"a\": 1}", "[1]", "2").type()).isEqualTo("String");
        Inferred both = Inferred.ofValues("1", "\"2\"");
        assertThat(both.type()).isEqualTo("UInt64");
        assertThat(both.wrong("{\"f\": \"7\"}")).isEmpty();
        assertThat(Inferred.ofValues("1", "\"007\"").type()).isEqualTo("String");
        assertThat(Inferred.ofValues("1", "2.5").type()).isEqualTo("Float64");
        assertThat(Inferred.ofValues("9007199254740993", "2.5").type()).isEqualTo("Decimal(38, 3)");
        assertThat(Inferred.ofValues("\"2025-12-27\"", "\"2025-12-27T01:00:00Z\"")
                        .type())
                .isEqualTo("String");
    }

    @Test
    void moneyThatIsWrittenWithFixedDecimalsIsADecimal() {
        assertThat(Inferred.ofField("price", "19.90", "5.00", "0.05").type()).isEqualTo("Decimal(18, 4)");
        Inferred floats = Inferred.ofField("price", "19.9", "5.25");
        assertThat(floats.type()).isEqualTo("Float64");
        assertThat(floats.proposal().doubts()).anyMatch(doubt -> doubt.contains("looks like money"));
    }

    @Test
    void theEventsTimeIsTheOneThatEachEventHasAndThatIsNamedLikeOne() {
        String time = "\"2025-12-27 12:18:51.766\"";
        Inferred several = Inferred.of(
                List.of("{\"updated_at\": " + time + ", \"event_ts\": " + time + ", \"birth_date\": " + time + "}"));
        assertThat(several.proposal().partitionKey()).isEqualTo("toYYYYMM(event_ts)");
        assertThat(several.proposal().doubts()).anyMatch(doubt -> doubt.contains("could also be updated_at"));
        Inferred optional = Inferred.of(List.of("{\"event_ts\": " + time + "}", "{\"a\": 1}"));
        assertThat(optional.proposal().partitionKey()).isEqualTo("toYYYYMM(_timestamp)");
        assertThat(optional.proposal().doubts())
                .contains("event_ts looks like the event's time, but not every event has it.");
        assertThat(Inferred.ofField("expires_at", time).proposal().timeColumn()).isEqualTo("_timestamp");
    }

    @Test
    void whatWasAlwaysNullOrEmptyIsToldAndNotGuessed() {
        Inferred inferred = Inferred.of(List.of("{\"a\": null, \"b\": 1, \"c\": []}"));
        assertThat(inferred.proposal().columns())
                .extracting(Proposal.Column::name)
                .containsExactly("b", "c");
        assertThat(inferred.proposal().doubts())
                .contains("a was always null, so nobody knows what it is; it goes to _rest.")
                .anyMatch(doubt -> doubt.startsWith("c was always empty"))
                .anyMatch(doubt -> doubt.startsWith("Only 1 events were read"));
        assertThat(inferred.wrong("{\"a\": 5, \"b\": 1, \"c\": [1, {}]}")).isEmpty();
    }

    @Test
    void aSampleTellsWhyAValueIsNoEvent() {
        Sample sample = new Sample(ValueReader.PLAIN);
        sample.add(null);
        for (String value : List.of("", "[1]", "null", "not json", "{\"a\":", "[".repeat(5_000))) {
            sample.add(java.nio.ByteBuffer.wrap(value.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        }
        sample.add(java.nio.ByteBuffer.wrap(new byte[2 << 20]));
        assertThat(sample.events()).isZero();
        assertThat(sample.unreadable().values().stream()
                        .mapToInt(count -> count)
                        .sum())
                .isEqualTo(8);
        assertThat(sample.unreadable().keySet()).allMatch(detail -> detail.endsWith("."));

        sample.add(java.nio.ByteBuffer.wrap("\0\0\0\0\7{\"id\": 7}".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        assertThat(sample.events()).isEqualTo(1);
        assertThat(Proposal.of(sample, "t").columns())
                .extracting(Proposal.Column::type)
                .containsExactly("UInt16");
    }

    @Test
    void deepAndWideEventsAreKeptWhole() {
        String deep = "{\"a\": ".repeat(40) + "1" + "}".repeat(40);
        Inferred inferred = Inferred.of(List.of(deep));
        assertThat(inferred.proposal().columns())
                .extracting(Proposal.Column::type)
                .containsExactly("String");
        assertThat(inferred.wrong(deep)).isEmpty();
        StringBuilder wide = new StringBuilder("{\"first\": 1");
        for (int i = 0; i < 3_000; i++) {
            wide.append(", \"").append(UUID.randomUUID()).append("\": ").append(i);
        }
        Inferred many = Inferred.of(List.of(wide + "}"));
        assertThat(many.proposal().columns()).hasSize(500);
        assertThat(many.wrong(wide + "}")).isEmpty();
    }
}
