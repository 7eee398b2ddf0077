package io.clickreel.clickhouse;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One column of a {@link NativeBlock}: its values in ClickHouse's binary form, one after the other.
 *
 * <p>Layouts: <a href="https://clickhouse.com/docs/native-protocol/columns">Native protocol, columns</a>. Numbers are
 * little-endian. Not safe for use by several threads.
 */
public final class NativeColumn implements BlockColumn {
    private static final byte[] NOTHING = {};
    private static final int SHORT_BYTES = 2 * Long.BYTES;
    private static final VarHandle TWO_BYTES = littleEndian(short[].class);
    private static final VarHandle FOUR_BYTES = littleEndian(int[].class);
    private static final VarHandle EIGHT_BYTES = littleEndian(long[].class);

    private final byte[] header;
    /** The number of elements up to the end of each row's array: for an empty one, the previous row's. */
    private final @Nullable RunColumn arrayEnds;

    private long lastArrayEnd = -1;
    /** A byte for each value: 1 where it is null. */
    private final @Nullable NativeColumn nulls;

    private byte[] data = new byte[1024];
    private int length;
    private int values;

    /** @param type as in DDL; ClickHouse casts strings to LowCardinality on insert */
    NativeColumn(String name, String type) {
        this(name, type, null);
    }

    NativeColumn(String name, String type, @Nullable RunColumn arrayEnds) {
        this.arrayEnds = arrayEnds;
        this.nulls = type.contains("Nullable(") ? new NativeColumn() : null;
        this.header = BlockColumn.header(name, type);
    }

    /** Values without name and type, as a part of another column. */
    NativeColumn() {
        this(false);
    }

    /** Values without name and type, as a part of another column. */
    NativeColumn(boolean nullable) {
        this.header = new byte[0];
        this.arrayEnds = null;
        this.nulls = nullable ? new NativeColumn() : null;
    }

    public void addUInt8(int value) {
        reserve(1);
        data[length++] = (byte) value;
    }

    public void addUInt16(int value) {
        reserve(Short.BYTES);
        TWO_BYTES.set(data, length, (short) value);
        length += Short.BYTES;
    }

    public void addUInt32(int value) {
        reserve(Integer.BYTES);
        FOUR_BYTES.set(data, length, value);
        length += Integer.BYTES;
    }

    /** Adds a UInt64, or a DateTime64 as ticks since 1970. */
    public void addUInt64(long value) {
        reserve(Long.BYTES);
        EIGHT_BYTES.set(data, length, value);
        length += Long.BYTES;
    }

    public void addUuid(long high, long low) {
        reserve(2 * Long.BYTES);
        EIGHT_BYTES.set(data, length, high);
        EIGHT_BYTES.set(data, length + Long.BYTES, low);
        length += 2 * Long.BYTES;
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
        if (count <= SHORT_BYTES && from + SHORT_BYTES <= bytes.length && length + SHORT_BYTES <= data.length) {
            // Short texts are copied eight bytes at a time; the surplus is overwritten by the next value.
            EIGHT_BYTES.set(data, length, (long) EIGHT_BYTES.get(bytes, from));
            EIGHT_BYTES.set(data, length + Long.BYTES, (long) EIGHT_BYTES.get(bytes, from + Long.BYTES));
        } else {
            System.arraycopy(bytes, from, data, length, count);
        }
        length += count;
        values++;
    }

    /** Adds bytes as they are: a value of a fixed width, in the order that ClickHouse has. */
    public void addBytes(byte[] bytes, int from, int count) {
        reserve(count);
        System.arraycopy(bytes, from, data, length, count);
        length += count;
    }

    /** Adds the value of so many bytes that a column has by itself. */
    public void addZeros(int count) {
        reserve(count);
        Arrays.fill(data, length, length + count, (byte) 0);
        length += count;
    }

    /** Says whether the next value is null, in a column that may have nulls. The value itself follows, whatever it is. */
    public void addNull(boolean isNull) {
        if (nulls == null) {
            throw new IllegalStateException("not a Nullable column");
        }
        nulls.addUInt8(isNull ? 1 : 0);
    }

    /** Adds to a column of Nullable(String), or of arrays of them, which takes no other strings. */
    public void addNullableString(byte @Nullable [] bytes) {
        addNull(bytes == null);
        addString(bytes == null ? NOTHING : bytes);
    }

    /** Closes the row's array: what was added since the last call belongs to it. The block's row ends after it. */
    public void endArray() {
        if (arrayEnds == null) {
            throw new IllegalStateException("not a column of arrays");
        }
        if (values != lastArrayEnd) {
            arrayEnds.begin().addUInt64(values);
            lastArrayEnd = values;
        }
    }

    @Override
    public int byteCount() {
        return length + (nulls == null ? 0 : nulls.length) + (arrayEnds == null ? 0 : arrayEnds.byteCount());
    }

    @Override
    public long allocatedBytes() {
        return data.length
                + (nulls == null ? 0 : nulls.allocatedBytes())
                + (arrayEnds == null ? 0 : arrayEnds.allocatedBytes());
    }

    @Override
    public void clear() {
        length = 0;
        values = 0;
        if (arrayEnds != null) {
            arrayEnds.clear();
            lastArrayEnd = -1;
        }
        if (nulls != null) {
            nulls.clear();
        }
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        out.write(header);
        if (arrayEnds != null) {
            arrayEnds.writeTo(out);
        }
        if (nulls != null) {
            nulls.writeTo(out);
        }
        out.write(data, 0, length);
    }

    /**
     * Writes one value many times.
     *
     * @param from where the value begins
     * @param piece room for some of them at a time
     */
    void writeRepeated(OutputStream out, int from, int count, int times, byte[] piece) throws IOException {
        int most = Math.min(times, piece.length / Math.max(1, count));
        for (int i = 0; i < most; i++) {
            System.arraycopy(data, from, piece, i * count, count);
        }
        int left = times;
        while (left > 0) {
            if (most == 0) {
                out.write(data, from, count);
                left--;
            } else {
                int now = Math.min(left, most);
                out.write(piece, 0, now * count);
                left -= now;
            }
        }
    }

    private static VarHandle littleEndian(Class<?> arrayOfNumbers) {
        return MethodHandles.byteArrayViewVarHandle(arrayOfNumbers, ByteOrder.LITTLE_ENDIAN);
    }

    private void reserve(int more) {
        if (data.length - length < more) {
            data = Arrays.copyOf(data, Math.max(data.length + (data.length >> 1), length + more));
        }
    }
}
