package io.clickreel.contract;

import io.clickreel.contract.json.EightBytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A property of an object, with all that one pass over the bytes needs of it, in one place of the memory. For one thread:
 * it keeps what was read last.
 */
final class FastField {
    /** Bytes that must be readable from the start of a name, whatever its length. */
    private static final int COMPARED_BYTES = 2 * Long.BYTES;

    private final byte[] name;
    private final long first;
    private final long firstMask;
    private final long second;
    private final long secondMask;
    final int nameLength;
    final boolean required;
    /** Null: it is an object, whose properties have columns of their own. */
    final @Nullable Leaf leaf;

    final @Nullable FastObject object;
    /** How the value is read, one of {@link FastForm}. */
    final int form;

    final Slots.Slot slot;
    /** The number of the record that had it last. */
    long seenIn;

    FastField(ObjectPlan.Property property, Slots slots) {
        name = property.name().getBytes(StandardCharsets.UTF_8);
        nameLength = name.length;
        byte[] mask = new byte[COMPARED_BYTES];
        Arrays.fill(mask, 0, Math.min(name.length, COMPARED_BYTES), (byte) 0xFF);
        byte[] letters = Arrays.copyOf(name, COMPARED_BYTES);
        first = EightBytes.get(letters, 0);
        firstMask = EightBytes.get(mask, 0);
        second = EightBytes.get(letters, Long.BYTES);
        secondMask = EightBytes.get(mask, Long.BYTES);
        required = property.required();
        leaf = property.leaf();
        object = property.object() == null ? null : new FastObject(property.object(), slots);
        form = leaf == null ? FastForm.NONE : leaf.fast;
        slot = leaf == null ? new Slots.Slot() : slots.of(leaf);
    }

    /** Whether its name is there, followed by a quotation mark. */
    boolean isAt(byte[] json, int at) {
        return ((EightBytes.get(json, at) & firstMask) ^ first
                                | (EightBytes.get(json, at + Long.BYTES) & secondMask) ^ second)
                        == 0
                && (nameLength <= COMPARED_BYTES || endsAt(json, at))
                && json[at + nameLength] == '"';
    }

    private boolean endsAt(byte[] json, int at) {
        return at + nameLength < json.length
                && Arrays.equals(json, at + COMPARED_BYTES, at + nameLength, name, COMPARED_BYTES, nameLength);
    }
}
