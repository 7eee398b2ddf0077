package io.clickreel.clickhouse;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * A LowCardinality(String) column of a {@link NativeBlock}: each text once, and a byte for each row.
 *
 * <p>Sent as plain strings, the server would look each of them up again. Layout: <a
 * href="https://clickhouse.com/docs/native-protocol/columns">Native protocol, columns</a>. Not safe for use by several
 * threads.
 */
public final class DictionaryColumn implements BlockColumn {
    private static final int MOST_TEXTS = 256;
    private static final long VERSION = 1;
    /** Indexes are bytes (0), the texts come before them (bit 9), and replace those of an earlier block (bit 10). */
    private static final long BYTES_WITH_TEXTS = 1L << 9 | 1L << 10;

    private final NativeColumn head;
    private final NativeColumn texts = new NativeColumn();
    private final NativeColumn rowCount = new NativeColumn();
    private byte[] indexes = new byte[1024];
    private int rows;
    private int textCount;

    DictionaryColumn(String name) {
        this.head = new NativeColumn(name, "LowCardinality(String)");
    }

    /**
     * Adds a text to the dictionary, where it stays when the column is cleared.
     *
     * @return its index, for {@link #add}
     * @throws IllegalStateException if there are 256 of them already
     */
    public int text(byte[] text) {
        if (textCount == MOST_TEXTS) {
            throw new IllegalStateException("more than " + MOST_TEXTS + " texts in a dictionary");
        }
        texts.addString(text);
        return textCount++;
    }

    /** @param index of a text in the dictionary */
    public void add(int index) {
        if (rows == indexes.length) {
            indexes = Arrays.copyOf(indexes, 2 * rows);
        }
        indexes[rows++] = (byte) index;
    }

    @Override
    public int byteCount() {
        return texts.byteCount() + rows;
    }

    @Override
    public long allocatedBytes() {
        return texts.allocatedBytes() + indexes.length;
    }

    @Override
    public void clear() {
        rows = 0;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        head.clear();
        head.addUInt64(VERSION);
        head.addUInt64(BYTES_WITH_TEXTS);
        head.addUInt64(textCount);
        head.writeTo(out);
        texts.writeTo(out);
        rowCount.clear();
        rowCount.addUInt64(rows);
        rowCount.writeTo(out);
        out.write(indexes, 0, rows);
    }
}
