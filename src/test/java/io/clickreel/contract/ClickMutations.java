package io.clickreel.contract;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Damages clicks in the ways in which producers and networks do, and leaves some of them whole. */
final class ClickMutations {
    /** What tests put into fields: for each rule of the contract, values on both sides of it. */
    static final List<String> VALUES = List.of(
            "null",
            "true",
            "false",
            "{}",
            "[]",
            "[1]",
            "{\"a\":[1,{}]}",
            "\"\"",
            "\" \"",
            "\"331\"",
            "\"x\"",
            "0",
            "1",
            "-1",
            "-0",
            "0.0",
            "1.0",
            "1.5",
            "331.0",
            "3.31e2",
            "33100e-2",
            "1e0",
            "1000",
            "1000.0",
            "1001",
            "1e3",
            "1.001e3",
            "1000000",
            "1000001",
            "1e6",
            "1.0000001e6",
            "1E6",
            "2147483647",
            "2147483648",
            "1e400",
            "1e-400",
            "-1e400",
            "123456789012345678901234567890",
            "0.99999999999999999999",
            "1.00000000000000000001",
            "\"view\"",
            "\"VIEW\"",
            "\"view \"",
            "\"detail_view\"",
            "\"browse\"",
            "\"web\"",
            "\"search\"",
            "\"\\u0076iew\"",
            "\"view\\n\"",
            "\"view\\u0000\"",
            "\"a\\u0000b\"",
            "\"a\\n\"",
            "\"a\\r\\n\"",
            "\"a\\u0085\"",
            "\"a\\u2028\"",
            "\"\\u007f\"",
            "\"\\u00a0\"",
            "\"\\ud800\"",
            "\"\\udc00\\ud800\"",
            "\"\\ud83d\\ude00\"",
            "\"é€😀\"",
            '"' + "x".repeat(128) + '"',
            '"' + "x".repeat(129) + '"',
            '"' + "😀".repeat(128) + '"',
            '"' + "😀".repeat(129) + '"',
            '"' + "x".repeat(5000) + '"',
            "\"2025-12-27 12:18:51.766\"",
            "\"2025-12-27T12:18:51.766Z\"",
            "\"2025-12-27 12:18:51\"",
            "\"2025-12-27T12:18:51+02:00\"",
            "\"2025-12-27T12:18:51-23:59\"",
            "\"2025-12-27T12:18:51+24:00\"",
            "\"2025-12-27T12:18:51+0200\"",
            "\"2025-12-27T12:18:51.\"",
            "\"2025-12-27T12:18:51.123456789\"",
            "\"2025-12-27T12:18:51.123456789+01:30\"",
            "\"2025-12-27T12:18:51.1234567890\"",
            "\"2025-12-27t12:18:51z\"",
            "\"2025-12-27 12:18:51.766\\n\"",
            "\"2025-12-27 12:18:51Z\\r\\n\"",
            "\"2025-12-27 12:18:51.766\\u2028\"",
            "\"2025-12-27 24:00:00\"",
            "\"2025-12-27 23:59:60\"",
            "\"2025-12-27 12:60:00\"",
            "\"2025-12-27\"",
            "\"2025-00-27 12:00:00\"",
            "\"2025-13-27 12:00:00\"",
            "\"2025-12-00 12:00:00\"",
            "\"2025-12-32 12:00:00\"",
            "\"2000-01-01 00:00:00\"",
            "\"1999-12-31 23:59:59.999\"",
            "\"2099-12-31 23:59:59.999\"",
            "\"2100-01-01 00:00:00\"",
            "\"2000-01-01T00:00:00+02:00\"",
            "\"12025-12-27 12:18:51\"",
            "\"٢٠٢٥-12-27 12:18:51\"",
            "1766837931766",
            "\" 2025-12-27 12:18:51\"",
            "\"84e0e977-9ee7-4eec-9cd6-f7655e481cb3\"",
            "\"84E0E977-9EE7-4EEC-9CD6-F7655E481CB3\"",
            "\"84e0e9779ee74eec9cd6f7655e481cb3\"",
            "\"84e0e977-9ee7-4eec-9cd6-f7655e481cbg\"",
            "\"84e0e977-9ee7-4eec-9cd6-f7655e481cb3\\n\"",
            "\"84e0e977-9ee7-4eec-9cd6f-7655e481cb3\"",
            "\"{84e0e977-9ee7-4eec-9cd6-f7655e481cb}\"",
            "\"00000000-0000-0000-0000-000000000000\"");

    private static final String[] BYTES = {"\"", "{", "}", "[", "]", ",", ":", "\\", "0", "1", "-", ".", "e", " ", "\0"
    };

    private final Random random;
    private final List<String> values;

    ClickMutations(Random random, List<String> values) {
        this.random = random;
        this.values = values;
    }

    byte[] mutate(byte[] click) {
        return switch (random.nextInt(10)) {
            case 0 -> click;
            case 1, 2, 3 -> otherValue(click);
            case 4 -> withoutField(click);
            case 5 -> withUnknownField(click);
            case 6 -> Arrays.copyOf(click, random.nextInt(click.length));
            case 7 -> withInsertedByte(click);
            case 8 -> withFlippedBit(click);
            default -> joined(click, SampleClicks.bytes(SampleClicks.pick(BYTES, random)));
        };
    }

    private byte[] otherValue(byte[] click) {
        ObjectNode node = node(click);
        String marker = "@@";
        node.put(field(), marker);
        String value = values.get(random.nextInt(values.size()));
        return SampleClicks.bytes(node.toString().replace('"' + marker + '"', value));
    }

    private byte[] withoutField(byte[] click) {
        return SampleClicks.bytes(node(click).without(field()).toString());
    }

    private byte[] withUnknownField(byte[] click) {
        ObjectNode node = node(click);
        node.put("extra_" + random.nextInt(), "@@");
        String value = values.get(random.nextInt(values.size()));
        return SampleClicks.bytes(node.toString().replace("\"@@\"", value));
    }

    private byte[] withInsertedByte(byte[] click) {
        int at = random.nextInt(click.length + 1);
        byte[] inserted = SampleClicks.bytes(SampleClicks.pick(BYTES, random));
        return joined(Arrays.copyOf(click, at), inserted, Arrays.copyOfRange(click, at, click.length));
    }

    private byte[] withFlippedBit(byte[] click) {
        byte[] flipped = click.clone();
        flipped[random.nextInt(click.length)] ^= (byte) (1 << random.nextInt(8));
        return flipped;
    }

    private String field() {
        return ClickPlan.FIELDS.get(random.nextInt(ClickPlan.FIELDS.size()));
    }

    private static ObjectNode node(byte[] click) {
        try {
            return (ObjectNode) SampleClicks.JSON.readTree(click);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }
}
