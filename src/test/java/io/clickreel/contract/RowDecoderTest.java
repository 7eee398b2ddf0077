package io.clickreel.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.clickreel.contract.ContractViolation.Reason;
import io.clickreel.generate.ClickWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RowDecoderTest {
    private final ClickReading reader = new ClickReading();

    @Test
    void aRecordWithoutAValueIsRefused() {
        assertRefused(null, Reason.NULL_VALUE);
    }

    @Test
    void theFiveBytesOfASchemaRegistryAreSkipped() {
        byte[] value = SampleClicks.bytes("\0\0\0\1\2" + SampleClicks.EXAMPLE);
        assertThat(reader.read(value)).isNull();
        assertThat(reader.row().userId()).isEqualTo("u_10");
    }

    @Test
    void aSchemaRegistrysBytesAloneAreNotJson() {
        for (int length = 1; length <= 5; length++) {
            assertRefused(new byte[length], Reason.NOT_JSON);
        }
    }

    @Test
    void aValueAmongOtherBytesIsReadAsByItself() {
        ClickMutations mutations = new ClickMutations(new Random(5), List.of("7", "\"u\\\"1\"", "null", "{}"));
        ClickReading other = new ClickReading();
        for (int i = 0; i < 5_000; i++) {
            byte[] click = mutations.mutate(SampleClicks.bytes(SampleClicks.EXAMPLE));
            byte[] value = new byte[click.length + (i % 7 == 0 ? 5 : 0)]; // with a schema registry's, or without
            System.arraycopy(click, 0, value, value.length - click.length, click.length);
            byte[] fetched = new byte[value.length + 20];
            Arrays.fill(fetched, (byte) '1');
            System.arraycopy(value, 0, fetched, 7, value.length);
            ByteBuffer buffer = ByteBuffer.wrap(fetched, 3, fetched.length - 3).slice();
            buffer.position(4).limit(4 + value.length);
            ContractViolation violation = reader.read(buffer);
            assertThat(violation).isEqualTo(other.read(value));
            if (violation == null) {
                assertThat(reader.row()).isEqualTo(other.row());
            }
        }
    }

    @Test
    void otherEncodingsThanUtf8AreRefused() {
        assertRefused(SampleClicks.EXAMPLE.getBytes(StandardCharsets.UTF_16LE), Reason.NOT_JSON);
        assertRefused(SampleClicks.EXAMPLE.getBytes(StandardCharsets.UTF_16BE), Reason.NOT_JSON);
        assertRefused(SampleClicks.EXAMPLE.getBytes(StandardCharsets.UTF_16), Reason.NOT_JSON);
        assertRefused(
                SampleClicks.EXAMPLE.replace("u_10", "u_é").getBytes(StandardCharsets.ISO_8859_1), Reason.NOT_JSON);
    }

    @Test
    void brokenUtf8IsRefusedEvenInFieldsThatAreIgnored() {
        // An overlong slash and a surrogate written as three bytes: lenient decoders take both for characters.
        for (byte[] broken :
                List.of(new byte[] {(byte) 0xC0, (byte) 0xAF}, new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80})) {
            String marked = SampleClicks.EXAMPLE.replace("{\"event_id", "{\"extra\":\"@\",\"event_id");
            assertThat(reader.read(SampleClicks.bytes(marked))).isNull();
            byte[] value = SampleClicks.bytes(marked.replace("@", "@".repeat(broken.length)));
            System.arraycopy(broken, 0, value, marked.indexOf('@'), broken.length);
            assertRefused(value, Reason.NOT_JSON);
        }
    }

    @Test
    void aByteOrderMarkInFrontIsAccepted() {
        assertThat(reader.read(SampleClicks.bytes("\uFEFF" + SampleClicks.EXAMPLE)))
                .isNull();
    }

    @Test
    void twoMegabytesOfRubbishAreTooLarge() {
        byte[] rubbish = new byte[2 << 20];
        new Random(1).nextBytes(rubbish);
        rubbish[0] = '{';
        assertRefused(rubbish, Reason.TOO_LARGE);
    }

    @Test
    void aValueOfExactlyTheLimitIsStillRead() {
        int room = ContractLimits.MAX_VALUE_BYTES - SampleClicks.EXAMPLE.length() - "\"extra\":\"\",".length();
        String value = withExtra('"' + "x".repeat(room) + '"');
        assertThat(value).hasSize(ContractLimits.MAX_VALUE_BYTES);
        assertThat(reader.read(SampleClicks.bytes(value))).isNull();
        assertRefused(SampleClicks.bytes(value + " "), Reason.TOO_LARGE);
    }

    @Test
    void deepNestingIsRefusedAndOverflowsNoStack() {
        assertRefused(SampleClicks.bytes("[".repeat(100_000)), Reason.NOT_AN_OBJECT);
        assertRefused(SampleClicks.bytes(withExtra("[".repeat(100_000))), Reason.TOO_LARGE);
        assertThat(reader.read(SampleClicks.bytes(withExtra("[".repeat(999) + "]".repeat(999)))))
                .isNull();
    }

    @Test
    void hugeNumbersAreRefusedWithoutBeingComputed() {
        for (String number : List.of("1e999", "1e999999999", "1e99999999999", "-5e2147483647", "9".repeat(900))) {
            String value = SampleClicks.EXAMPLE.replace("331", number);
            assertThat(reader.refused(value))
                    .extracting(ContractViolation::reason, ContractViolation::field)
                    .containsExactly(Reason.OUT_OF_RANGE, "film_id");
        }
        assertRefused(SampleClicks.bytes(SampleClicks.EXAMPLE.replace("331", "9".repeat(5_000))), Reason.TOO_LARGE);
        assertThat(reader.refused(SampleClicks.EXAMPLE.replace("331", "1e-999999999"))
                        .reason())
                .isEqualTo(Reason.WRONG_TYPE);
    }

    @Test
    void theVerdictDoesNotDependOnTheOrderOfTheFields() {
        ObjectNode click = SampleClicks.example();
        click.put("session_id", "");
        click.put("film_id", "x");
        click.put("device", "WEB");
        click.remove("position");
        ContractViolation expected = reader.refused(click.toString());
        assertThat(expected.field()).isEqualTo("session_id");
        List<Map.Entry<String, com.fasterxml.jackson.databind.JsonNode>> fields = new ArrayList<>(click.properties());
        Random random = new Random(7);
        for (int i = 0; i < 200; i++) {
            Collections.shuffle(fields, random);
            ObjectNode shuffled = SampleClicks.JSON.createObjectNode();
            fields.forEach(field -> shuffled.set(field.getKey(), field.getValue()));
            assertThat(reader.refused(shuffled.toString())).isEqualTo(expected);
        }
    }

    @Test
    void aFieldThatStandsTwiceIsRefusedWhereverItStands() {
        ContractViolation last = reader.refused(SampleClicks.EXAMPLE.replace("}", ",\"user_id\":\"u_11\"}"));
        ContractViolation first = reader.refused(SampleClicks.EXAMPLE.replace("{", "{\"user_id\":7,"));
        assertThat(last).isEqualTo(first);
        assertThat(last.reason()).isEqualTo(Reason.DUPLICATE_FIELD);
    }

    @Test
    void theTimeOfTheEventIsThatOfTheRow() {
        assertThat(reader.read(SampleClicks.bytes(SampleClicks.EXAMPLE))).isNull();
        assertThat(reader.eventTimeMs()).isEqualTo(reader.row().eventTimeMs());
        assertThat(reader.eventTimeMs()).isEqualTo(1_766_837_931_766L);
    }

    @Test
    void eachMomentOfTheContractsRangeIsTakenAndNoneBeyond() {
        String first = SampleClicks.EXAMPLE.replace("2025-12-27 12:18:51.766", "2000-01-01T00:00:00Z");
        assertThat(reader.read(SampleClicks.bytes(first))).isNull();
        assertThat(reader.row().eventTimeMs()).isEqualTo(946_684_800_000L);
        for (String time : List.of(
                "1999-12-31T23:59:59.999999999Z",
                "2000-01-01T01:59:59+02:00",
                "2100-01-01T00:00:00Z",
                "2099-12-31T23:59:59-00:01",
                "0001-01-01 00:00:00",
                "9999-12-31 00:00:00")) {
            assertThat(reader.refused(SampleClicks.EXAMPLE.replace("2025-12-27 12:18:51.766", time))
                            .reason())
                    .as(time)
                    .isEqualTo(Reason.OUT_OF_RANGE);
        }
        assertThat(reader.read(SampleClicks.bytes(
                        SampleClicks.EXAMPLE.replace("2025-12-27 12:18:51.766", "2099-12-31T23:59:59.999999999Z"))))
                .isNull();
        assertThat(reader.row().eventTimeMs()).isEqualTo(4_102_444_799_999L);
    }

    @Test
    void unknownFieldsAreCounted() {
        reader.read(SampleClicks.bytes(withExtra("{\"film_id\":[1,2]}")));
        reader.read(SampleClicks.bytes(withExtra("1")));
        assertThat(reader.unknownFields()).isEqualTo(2);
    }

    @Test
    void aBadClickLeavesNothingBehindForTheNext() {
        reader.refused("{\"film_id\":0,\"film_id\":0");
        assertThat(reader.read(SampleClicks.bytes(SampleClicks.EXAMPLE))).isNull();
        assertThat(reader.refused("{}").reason()).isEqualTo(Reason.MISSING_FIELD);
    }

    @Test
    void rubbishOfEveryKindEndsInAVerdictThatIsTheSameTwice() {
        Random random = new Random(20251227);
        ClickMutations mutations = new ClickMutations(random, List.of("\"\\ud800\"", "[[{}]]", "1e999", "null", "-0"));
        ClickWriter writer = new ClickWriter();
        ClickReading other = new ClickReading();
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] value = writer.value(SampleClicks.random(random));
            for (int rounds = random.nextInt(4); rounds >= 0; rounds--) {
                value[random.nextInt(value.length)] = (byte) random.nextInt();
                value = i % 3 == 0 && value[0] == '{' ? tryMutate(mutations, value) : value;
                if (value.length == 0) {
                    break;
                }
            }
            ContractViolation violation = reader.read(value);
            assertThat(other.read(Arrays.copyOf(value, value.length))).isEqualTo(violation);
            if (violation != null) {
                refused++;
                assertThat(violation.detail())
                        .endsWith(".")
                        .hasSizeLessThan(800)
                        .doesNotContainPattern("[\\x00-\\x1f\\x7f]");
            }
        }
        assertThat(refused).isGreaterThan(12_000);
    }

    private static byte[] tryMutate(ClickMutations mutations, byte[] value) {
        try {
            return mutations.mutate(value);
        } catch (java.io.UncheckedIOException | ClassCastException e) {
            return value; // Broken already: it cannot be changed field by field any more.
        }
    }

    private static String withExtra(String json) {
        return SampleClicks.EXAMPLE.replace("{\"event_id", "{\"extra\":" + json + ",\"event_id");
    }

    private void assertRefused(byte[] value, Reason reason) {
        assertThat(reader.read(value))
                .isNotNull()
                .extracting(ContractViolation::reason)
                .isEqualTo(reason);
    }
}
