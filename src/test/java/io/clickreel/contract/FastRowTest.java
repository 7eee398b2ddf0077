package io.clickreel.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.clickreel.clickhouse.NativeBlock;
import io.clickreel.generate.ClickGeneratorSettings;
import io.clickreel.generate.ClickSource;
import io.clickreel.generate.ClickWriter;
import io.clickreel.generate.shared.EncodedEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What the pass over the bytes takes for a click has to be one, with the same row, for Jackson. */
class FastRowTest {
    private final Plan plan = ClickPlan.make();
    private final Slots fastSlots = new Slots(plan.leaves().size());
    private final Slots thoroughSlots = new Slots(plan.leaves().size());
    private final FastRow fast = new FastRow(plan, fastSlots);
    private final ThoroughRow thorough = new ThoroughRow(plan, thoroughSlots);
    private final Random random = new Random(20260131);
    private int taken;
    private int handedOver;

    @Test
    void whatTheGeneratorSendsIsNeverHandedOver() {
        ClickGeneratorSettings settings =
                ClickGeneratorSettings.defaults().withRatePerSecond(0).withBatchRows(20_000);
        for (EncodedEvent click : new ClickSource(settings, () -> Instant.parse("2026-01-31T12:00:00Z")).next()) {
            compare(click.value());
        }
        assertThat(taken).isEqualTo(20_000);
    }

    @Test
    void usualWaysOfWritingAClickAreNotHandedOver() {
        for (String click : List.of(
                SampleClicks.EXAMPLE,
                SampleClicks.EXAMPLE.replace(",", " ,\n\t").replace(":\"", " : \""),
                SampleClicks.EXAMPLE.replace("12:18:51.766", "12:18:51"),
                SampleClicks.EXAMPLE.replace("27 12:18:51.766", "27T12:18:51.766123+0200"),
                SampleClicks.EXAMPLE.replace("{", "{\"extra\":\"é\",\"more\":-7,\"x\":null,"),
                SampleClicks.EXAMPLE.replace("tablet", "smart tv").replace("browse", "/films?of=2025"))) {
            compare(SampleClicks.bytes(click));
        }
        assertThat(handedOver).isZero();
    }

    @Test
    void textBeyondAsciiIsNotHandedOver() {
        for (String id : List.of("é", "aé", "日本語", "😀", "x😀y", "12345678é")) {
            compare(SampleClicks.bytes(SampleClicks.EXAMPLE.replace("u_10", id)));
        }
        assertThat(handedOver).isZero();
    }

    @Test
    void textWithEscapesIsReadByJacksonAlone() {
        for (String id : List.of("a\\\"b", "\\\\", "\\/", "\\u00e9", "\\ud83d\\ude00")) {
            compare(SampleClicks.bytes(SampleClicks.EXAMPLE.replace("u_10", id)));
        }
        assertThat(taken).isZero();
    }

    @Test
    void whatStandsBehindAValueIsNotReadWithIt() {
        byte[] click = SampleClicks.bytes(SampleClicks.EXAMPLE);
        for (int length = 0; length < click.length; length++) {
            // The rest of the click is in the array, and in what was read before.
            assertThat(fast.reads(click, 0, click.length)).isTrue();
            assertThat(fast.reads(click, 0, length))
                    .as("the first %d bytes", length)
                    .isFalse();
            assertThat(fast.reads(Arrays.copyOf(click, length), 0, length)).isFalse();
        }
    }

    @Test
    void everyPieceInEveryPlaceOfAClickIsReadAlike() {
        byte[] click = ClickPieces.bytes(SampleClicks.EXAMPLE.replace("u_10", "u é\\u00e9😀"));
        for (byte[] piece : ClickPieces.PIECES) {
            for (int at = 0; at <= click.length; at++) {
                compare(spliced(click, at, at, piece));
                compare(spliced(click, at, Math.min(click.length, at + piece.length), piece));
            }
        }
        assertBothHappened();
    }

    @Test
    void everyOtherByteInEveryPlaceIsReadAlike() {
        byte[] click = ClickPieces.bytes(SampleClicks.EXAMPLE);
        for (int at = 0; at < click.length; at++) {
            for (int other = 0; other < 256; other++) {
                compare(spliced(click, at, at + 1, ClickPieces.raw(other)));
            }
            compare(spliced(click, at, at + 1, new byte[0]));
            compare(Arrays.copyOf(click, at));
        }
        assertBothHappened();
    }

    @Test
    void everyLengthOfAnIdIsReadAlike() {
        for (String letter : List.of("x", "é", "€", "😀", "\\u00e9", "\\ud83d\\ude00", "\\\"")) {
            for (int length = 0; length < 140; length++) {
                for (String front : List.of("", "y", "yyyyyyy", "é")) {
                    compare(ClickPieces.bytes(SampleClicks.EXAMPLE.replace("u_10", front + letter.repeat(length))));
                }
            }
        }
        assertBothHappened();
    }

    @Test
    void numbersNamesAndIgnoredValuesAreReadAlike() {
        for (String number : ClickPieces.NUMBERS) {
            compare(ClickPieces.bytes(SampleClicks.EXAMPLE.replace("331", number)));
            compare(ClickPieces.bytes(SampleClicks.EXAMPLE.replace(":9,", ":" + number + ',')));
        }
        for (String name : ClickPieces.NAMES) {
            compare(ClickPieces.bytes(SampleClicks.EXAMPLE.replace("{", "{\"" + name + "\":1,")));
            compare(ClickPieces.bytes(SampleClicks.EXAMPLE.replace("user_id", name)));
            for (String value : ClickPieces.IGNORED) {
                compare(ClickPieces.bytes(SampleClicks.EXAMPLE.replace("}", ",\"" + name + "\":" + value + "}")));
            }
        }
        assertBothHappened();
    }

    @Test
    void theBytesOfARegistryAndLongValuesAreReadAlike() {
        compare(ClickPieces.bytes("\0\0\0\1\2" + SampleClicks.EXAMPLE));
        for (int room = 7_000; room < 70_000; room += room < 9_000 || room > 64_900 && room < 66_000 ? 7 : 1_000) {
            compare(ClickPieces.bytes(SampleClicks.EXAMPLE.replace("{", "{\"x\":\"" + "y".repeat(room) + "\",")));
            compare(ClickPieces.bytes(SampleClicks.EXAMPLE + " ".repeat(room)));
        }
        assertBothHappened();
    }

    @Test
    void clicksDamagedAtRandomAreReadAlike() {
        ClickWriter writer = new ClickWriter();
        for (int i = 0; i < 60_000; i++) {
            byte[] value = random.nextBoolean()
                    ? writer.value(SampleClicks.random(random))
                    : shuffled(new String(writer.value(SampleClicks.random(random)), StandardCharsets.US_ASCII));
            for (int rounds = random.nextInt(3); rounds > 0; rounds--) {
                value = damaged(value);
            }
            compare(value);
        }
        assertBothHappened();
    }

    /** Another order, blanks between all parts, and perhaps one field twice or one that is unknown. */
    private byte[] shuffled(String click) {
        List<String> fields = new ArrayList<>(
                Arrays.asList(click.substring(1, click.length() - 1).split(",(?=\"[a-z_]+\":)", -1)));
        Collections.shuffle(fields, random);
        if (random.nextInt(4) == 0) {
            fields.add(fields.get(random.nextInt(fields.size())));
        }
        if (random.nextInt(4) == 0) {
            fields.add(
                    random.nextInt(fields.size()), "\"new_" + random.nextInt(9) + "\" :\t" + pick(ClickPieces.IGNORED));
        }
        return ClickPieces.bytes(
                blank() + '{' + blank() + String.join(blank() + ',' + blank(), fields) + blank() + '}' + blank());
    }

    private String blank() {
        return random.nextInt(4) == 0 ? pick(List.of(" ", "\n", "\r\n", "\t\t", "  ")) : "";
    }

    private byte[] damaged(byte[] value) {
        int at = random.nextInt(value.length + 1);
        int to = Math.min(value.length, at + random.nextInt(3));
        return switch (random.nextInt(4)) {
            case 0 -> spliced(value, at, to, ClickPieces.raw(random.nextInt(256)));
            case 1 -> spliced(value, at, to, new byte[0]);
            case 2 -> spliced(value, at, at, Arrays.copyOfRange(value, random.nextInt(at + 1), at));
            default -> spliced(value, at, to, SampleClicks.pick(ClickPieces.PIECES, random));
        };
    }

    private String pick(List<String> texts) {
        return texts.get(random.nextInt(texts.size()));
    }

    private void compare(byte[] value) {
        int start = ContractLimits.registryPrefix(value, 0, value.length);
        int length = value.length - start;
        long unknownBefore = fast.unknownFields();
        long thoroughUnknownBefore = thorough.unknownFields();
        if (!fast.reads(value, start, length)) {
            handedOver++;
            assertThat(fast.unknownFields()).isEqualTo(unknownBefore);
            return;
        }
        taken++;
        String shown = new String(value, 0, Math.min(value.length, 1_000), StandardCharsets.UTF_8);
        assertThat(thorough.read(value, start, length)).as(shown).isNull();
        assertThat(row(plan, fastSlots)).as(shown).isEqualTo(row(plan, thoroughSlots));
        assertThat(fast.unknownFields() - unknownBefore)
                .as("unknown fields of %s", shown)
                .isEqualTo(thorough.unknownFields() - thoroughUnknownBefore);
    }

    static byte[] row(Plan plan, Slots slots) {
        NativeBlock block = new NativeBlock();
        RowWriter writer = new RowWriter(plan, slots, block);
        writer.write();
        block.endRow();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            block.writeTo(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private void assertBothHappened() {
        assertThat(taken).isPositive();
        assertThat(handedOver).isPositive();
    }

    static byte[] spliced(byte[] value, int from, int to, byte[] piece) {
        byte[] result = new byte[from + piece.length + value.length - to];
        System.arraycopy(value, 0, result, 0, from);
        System.arraycopy(piece, 0, result, from, piece.length);
        System.arraycopy(value, to, result, from + piece.length, value.length - to);
        return result;
    }
}
