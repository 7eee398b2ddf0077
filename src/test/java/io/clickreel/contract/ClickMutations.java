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
        return SampleClicks.pick(ClickField.values(), random).jsonName();
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
