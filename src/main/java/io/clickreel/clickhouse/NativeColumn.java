package io.clickreel.clickhouse;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One column of a {@link NativeBlock}: its values in ClickHouse's binary form, one behind the other.
 *
 * <p>Layouts: <a href="https://clickhouse.com/docs/native-protocol/columns">Native protocol, columns</a>. Numbers are
 * little-endian. Not safe for use by several threads.
 */
public final class NativeColumn {
    private static final byte[] NOTHING = {};

    private final byte[] header;
    private final @Nullable NativeColumn arrayEnds;
    /** A byte for each value, 1 where there is none. */
    private final @Nullable NativeColumn nulls;

    private byte[] data = new byte[1024];
    private int length;
    private int values;

    /** @param type as in DDL, without LowCardinality: ClickHouse casts it on insert */
    NativeColumn(String name, String type, boolean array) {
        this.arrayEnds = array ? new NativeColumn() : null;
        this.nulls = type.contains("Nullable(") ? new NativeColumn() : null;
        byte[] nameBytes = name.getBytes(StandardCharsets.UTF_8);
        byte[] typeBytes = type.getBytes(StandardCharsets.UTF_8);
        ByteBuffer joined = ByteBuffer.allocate(2 + nameBytes.length + typeBytes.length);
        joined.put((byte) nameBytes.length).put(nameBytes);
        joined.put((byte) typeBytes.length).put(typeBytes);
        this.header = joined.array();
    }

    private NativeColumn() {
        this.header = new byte[0];
        this.arrayEnds = null;
        this.nulls = null;
    }

    public void addUInt16(int value) {
        reserve(2);
        data[length++] = (byte) value;
        data[length++] = (byte) (value >>> 8);
    }

    public void addUInt32(int value) {
        reserve(4);
        for (int shift = 0; shift < 32; shift += 8) {
            data[length++] = (byte) (value >>> shift);
        }
    }

    /** Also DateTime64, as ticks since 1970. */
    public void addUInt64(long value) {
        reserve(8);
        for (int shift = 0; shift < 64; shift += 8) {
            data[length++] = (byte) (value >>> shift);
        }
    }

    public void addUuid(long high, long low) {
        addUInt64(high);
        addUInt64(low);
    }

    public void addString(byte[] bytes) {
        addString(bytes, 0, bytes.length);
    }

    public void addString(byte[] bytes, int from, int count) {
        reserve(5 + count);
        int rest = count;
        while (rest >= 0x80) {
            data[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        data[length++] = (byte) rest;
        System.arraycopy(bytes, from, data, length, count);
        length += count;
        values++;
    }

    /** For a column of Nullable(String), or of arrays of them, which takes no other strings. */
    public void addNullableString(byte @Nullable [] bytes) {
        if (nulls == null) {
            throw new IllegalStateException("not a column of Nullable(String)");
        }
        nulls.reserve(1);
        nulls.data[nulls.length++] = (byte) (bytes == null ? 1 : 0);
        addString(bytes == null ? NOTHING : bytes);
    }

    /** Closes the row's array: what was added since the last call belongs to it. */
    public void endArray() {
        if (arrayEnds == null) {
            throw new IllegalStateException("not a column of arrays");
        }
        arrayEnds.addUInt64(values);
    }

    int byteCount() {
        return nulls == null ? length : length + nulls.length;
    }

    void clear() {
        length = 0;
        values = 0;
        if (arrayEnds != null) {
            arrayEnds.clear();
        }
        if (nulls != null) {
            nulls.clear();
        }
    }

    void writeTo(OutputStream out) throws IOException {
        out.write(header);
        if (arrayEnds != null) {
            arrayEnds.writeTo(out);
        }
        if (nulls != null) {
            nulls.writeTo(out);
        }
        out.write(data, 0, length);
    }

    private void reserve(int more) {
        if (data.length - length < more) {
            data = Arrays.copyOf(data, Math.max(data.length + (data.length >> 1), length + more));
        }
    }
}
