package io.clickreel.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.clickreel.generate.ClickWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What the fast parser takes for a click has to be one, the same one, for Jackson. */
class FastClickParserTest {
    private static final byte[][] PIECES = {
        bytes("\""),
        bytes("\\"),
        bytes("{"),
        bytes("}"),
        bytes("["),
        bytes(","),
        bytes(":"),
        bytes(" "),
        bytes("\t\r\n"),
        bytes("\0"),
        bytes("\b"),
        bytes("\f"),
        bytes("\u007f"),
        bytes("\u0080"),
        bytes("\u00a0"),
        bytes("\u2028"),
        bytes("\uFEFF"),
        bytes("é"),
        bytes("€"),
        bytes("😀"),
        bytes("\uFFFF"),
        bytes("\\u0041"),
        bytes("\\u00e9"),
        bytes("\\u007f"),
        bytes("\\u001f"),
        bytes("\\ud83d\\ude00"),
        bytes("\\ud83d"),
        bytes("\\ude00\\ud83d"),
        bytes("\\ud83d\\u0041"),
        bytes("\\uD83D\\uDE00"),
        bytes("\\\""),
        bytes("\\\\"),
        bytes("\\/"),
        bytes("\\n"),
        bytes("\\x"),
        bytes("\\u12"),
        bytes("\\U0041"),
        bytes("\\u00g0"),
        bytes("//x\n"),
        bytes("/**/"),
        bytes("#"),
        bytes("+"),
        bytes("-"),
        bytes("0"),
        bytes(".0"),
        bytes("e2"),
        bytes("E+0"),
        bytes("9999999999"),
        bytes("NaN"),
        bytes("null"),
        bytes("true"),
        bytes("'"),
        bytes("{}"),
        bytes(SampleClicks.EXAMPLE),
        raw(0xC0, 0xAF),
        raw(0xC1, 0xBF),
        raw(0xE0, 0x80, 0xAF),
        raw(0xE0, 0x9F, 0xBF),
        raw(0xED, 0xA0, 0x80),
        raw(0xED, 0xBF, 0xBF),
        raw(0xF0, 0x8F, 0xBF, 0xBF),
        raw(0xF4, 0x90, 0x80, 0x80),
        raw(0xF5, 0x80, 0x80, 0x80),
        raw(0xF8, 0x88, 0x80, 0x80, 0x80),
        raw(0x80),
        raw(0xBF),
        raw(0xC3),
        raw(0xE2, 0x82),
        raw(0xF0, 0x9F, 0x98),
        raw(0xFE),
        raw(0xFF),
        raw(0xF4, 0x8F, 0xBF, 0xBF),
        raw(0xC2, 0x9F),
        raw(0xC2, 0x7F),
        raw(0xE2, 0x28, 0xA1),
    };

    private static final List<String> NUMBERS = List.of(
            "331.0",
            "1e2",
            "1E2",
            "3.31e2",
            "-0",
            "0",
            "-1",
            "007",
            "+1",
            "1.",
            ".5",
            "1e",
            "0x10",
            "1000",
            "1001",
            "1000000",
            "1000001",
            "9999999",
            "10000000",
            "4294967297",
            "18446744073709551617",
            "9".repeat(400),
            "\"5\"",
            "NaN",
            "Infinity",
            "null",
            "1_000",
            "1 ",
            " 1",
            "1\u00a0",
            "1f",
            "01",
            "[1]",
            "1//",
            "1/**/");

    private static final List<String> IGNORED = List.of(
            "0",
            "-0",
            "-7",
            "--7",
            "-",
            "007",
            "1.5",
            "1e5",
            "1e999",
            "9".repeat(18),
            "9".repeat(19),
            "9".repeat(1001),
            "true",
            "false",
            "null",
            "nul",
            "tru",
            "True",
            "nullx",
            "truefalse",
            "NaN",
            "-Infinity",
            "\"\"",
            "\"é😀\"",
            "\"\u007f\"",
            "\"\u0085\"",
            "\"a\\nb\"",
            "\"\\ud800\"",
            "\"a\nb\"",
            "\"\\x\"",
            "'a'",
            "{}",
            "[]",
            "[1,{\"a\":[]}]",
            "{\"user_id\":1}",
            "[",
            "]",
            "",
            "\"a\" \"b\"",
            "1 2",
            "\"a",
            "undefined");

    private static final List<String> NAMES = List.of(
            "user_id",
            "user\\u005fid",
            "USER_ID",
            "user_id ",
            "user_i",
            "user_idx",
            "",
            "x",
            "é",
            "a\\nb",
            "a\u007fb",
            "a\tb",
            "event_type_",
            "page\u0000",
            "film_id\\",
            "x".repeat(60_000),
            "\\ud800",
            "add_to_watchlists");

    private final ClickFields fastFields = new ClickFields();
    private final ClickFields slowFields = new ClickFields();
    private final FastClickParser fast = new FastClickParser(fastFields);
    private final JacksonClickParser slow = new JacksonClickParser(slowFields);
    private final Random random = new Random(20260131);
    private int taken;
    private int handedOver;

    @Test
    void whatTheWriterWritesIsNeverHandedOver() {
        ClickWriter writer = new ClickWriter();
        for (int i = 0; i < 30_000; i++) {
            Click click = SampleClicks.random(random);
            byte[] value = writer.value(click);
            compare(value);
            assertThat(fastFields.toClick()).isEqualTo(click);
        }
        assertThat(handedOver).isZero();
    }

    @Test
    void textBeyondAsciiAndSimpleEscapesAreNotHandedOver() {
        for (String id : List.of(
                "é", "aé", "日本語", "😀", "x😀y", "12345678é", "a\\\"b", "\\\\", "\\/", "\\u00e9", "\\ud83d\\ude00")) {
            compare(SampleClicks.bytes(SampleClicks.EXAMPLE.replace("u_10", id)));
        }
        assertThat(handedOver).isZero();
    }

    @Test
    void everyPieceInEveryPlaceOfAClickIsReadAlike() {
        byte[] click = bytes(SampleClicks.EXAMPLE.replace("u_10", "u é\\u00e9😀"));
        for (byte[] piece : PIECES) {
            for (int at = 0; at <= click.length; at++) {
                compare(spliced(click, at, at, piece));
                compare(spliced(click, at, Math.min(click.length, at + piece.length), piece));
            }
        }
        assertBothHappened();
    }

    @Test
    void everyOtherByteInEveryPlaceIsReadAlike() {
        byte[] click = bytes(SampleClicks.EXAMPLE);
        for (int at = 0; at < click.length; at++) {
            for (int other = 0; other < 256; other++) {
                compare(spliced(click, at, at + 1, raw(other)));
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
                    compare(bytes(SampleClicks.EXAMPLE.replace("u_10", front + letter.repeat(length))));
                }
            }
        }
        assertBothHappened();
    }

    @Test
    void numbersNamesAndIgnoredValuesAreReadAlike() {
        for (String number : NUMBERS) {
            compare(bytes(SampleClicks.EXAMPLE.replace("331", number)));
            compare(bytes(SampleClicks.EXAMPLE.replace(":9,", ":" + number + ',')));
        }
        for (String name : NAMES) {
            compare(bytes(SampleClicks.EXAMPLE.replace("{", "{\"" + name + "\":1,")));
            compare(bytes(SampleClicks.EXAMPLE.replace("user_id", name)));
            for (String value : IGNORED) {
                compare(bytes(SampleClicks.EXAMPLE.replace("}", ",\"" + name + "\":" + value + "}")));
            }
        }
        assertBothHappened();
    }

    @Test
    void theBytesOfARegistryAndLongValuesAreReadAlike() {
        compare(bytes("\0\0\0\1\2" + SampleClicks.EXAMPLE));
        for (int room = 7_000; room < 9_000; room += 7) {
            compare(bytes(SampleClicks.EXAMPLE.replace("{", "{\"x\":\"" + "y".repeat(room) + "\",")));
            compare(bytes(SampleClicks.EXAMPLE + " ".repeat(room)));
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
            fields.add(random.nextInt(fields.size()), "\"new_" + random.nextInt(9) + "\" :\t" + pick(IGNORED));
        }
        return bytes(blank() + '{' + blank() + String.join(blank() + ',' + blank(), fields) + blank() + '}' + blank());
    }

    private String blank() {
        return random.nextInt(4) == 0 ? pick(List.of(" ", "\n", "\r\n", "\t\t", "  ")) : "";
    }

    private byte[] damaged(byte[] value) {
        int at = random.nextInt(value.length + 1);
        int to = Math.min(value.length, at + random.nextInt(3));
        return switch (random.nextInt(4)) {
            case 0 -> spliced(value, at, to, raw(random.nextInt(256)));
            case 1 -> spliced(value, at, to, new byte[0]);
            case 2 -> spliced(value, at, at, Arrays.copyOfRange(value, random.nextInt(at + 1), at));
            default -> spliced(value, at, to, SampleClicks.pick(PIECES, random));
        };
    }

    private String pick(List<String> texts) {
        return texts.get(random.nextInt(texts.size()));
    }

    private void compare(byte[] value) {
        int start = ClickContract.registryPrefix(value, 0, value.length);
        int length = value.length - start;
        long unknownBefore = fast.unknownFields();
        long slowUnknownBefore = slow.unknownFields();
        if (!fast.isClick(value, start, length)) {
            handedOver++;
            assertThat(fast.unknownFields()).isEqualTo(unknownBefore);
            return;
        }
        taken++;
        ContractViolation violation = slow.read(value, start, length);
        if (violation != null
                || !slowFields.toClick().equals(fastFields.toClick())
                || fast.unknownFields() - unknownBefore != slow.unknownFields() - slowUnknownBefore) {
            assertThat(fastFields.toClick() + ", unknown fields: " + (fast.unknownFields() - unknownBefore))
                    .as(new String(value, StandardCharsets.UTF_8))
                    .isEqualTo((violation == null ? slowFields.toClick() : violation) + ", unknown fields: "
                            + (slow.unknownFields() - slowUnknownBefore));
        }
    }

    private void assertBothHappened() {
        assertThat(taken).isPositive();
        assertThat(handedOver).isPositive();
    }

    private static byte[] spliced(byte[] value, int from, int to, byte[] piece) {
        byte[] result = new byte[from + piece.length + value.length - to];
        System.arraycopy(value, 0, result, 0, from);
        System.arraycopy(piece, 0, result, from, piece.length);
        System.arraycopy(value, to, result, from + piece.length, value.length - to);
        return result;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] raw(int... bytes) {
        byte[] raw = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            raw[i] = (byte) bytes[i];
        }
        return raw;
    }
}
