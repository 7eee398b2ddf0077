package io.clickreel.clickhouse;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A LowCardinality(String) column of a {@link NativeBlock}: each text once, and its number for each row.
 *
 * <p>Sent as plain strings, the server would look each of them up again. Layout: <a
 * href="https://clickhouse.com/docs/native-protocol/columns">Native protocol, columns</a>. Not safe for use by several
 * threads.
 */
public final class DictionaryColumn implements BlockColumn {
    private static final long VERSION = 1;
    /** The texts come before the numbers (bit 9), and replace those of an earlier block (bit 10). */
    private static final long WITH_TEXTS = 1L << 9 | 1L << 10;
    /** More texts than these are forgotten with the rows, but for those of a closed list: they may never come again. */
    private static final int MOST_KEPT = 256;

    private static final int PIECE = 2048;
    private static final int SHORT_BYTES = 2 * Long.BYTES;
    private static final VarHandle EIGHT_BYTES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final NativeColumn head;
    private byte[][] texts = new byte[16][];
    /** Of texts of up to 16 bytes: the first eight bytes, and the second. */
    private long[] firsts = new long[16];

    private long[] seconds = new long[16];
    private int[] lengths = new int[16];
    private int textCount;
    private boolean isClosed;
    /** By the hash of its text: the number of a text, plus one; 0: none. */
    private int[] table = new int[64];

    private int[] rows = new int[256];
    private int rowCount;
    private long textBytes;

    DictionaryColumn(String name) {
        this.head = new NativeColumn(name, "LowCardinality(String)");
    }

    /**
     * The number of a text of a closed list, for {@link #add}. It stays when the column is cleared; all of the list are
     * asked for before the first row.
     */
    public int word(byte[] text) {
        isClosed = true;
        return text(Arrays.copyOf(text, text.length + SHORT_BYTES), 0, text.length);
    }

    /** @param from where the text begins in the array, which is copied if the text is new */
    public int text(byte[] bytes, int from, int length) {
        if (length <= SHORT_BYTES && from + SHORT_BYTES <= bytes.length) {
            long first = (long) EIGHT_BYTES.get(bytes, from) & mask(length);
            long second = length <= Long.BYTES
                    ? 0
                    : (long) EIGHT_BYTES.get(bytes, from + Long.BYTES) & mask(length - Long.BYTES);
            return shortText(bytes, from, length, first, second);
        }
        int slot = slot(hash(bytes, from, length));
        while (table[slot] != 0) {
            if (Arrays.equals(texts[table[slot] - 1], 0, texts[table[slot] - 1].length, bytes, from, from + length)) {
                return table[slot] - 1;
            }
            slot = slot + 1 & table.length - 1;
        }
        return newText(bytes, from, length, slot);
    }

    private int shortText(byte[] bytes, int from, int length, long first, long second) {
        int slot = slot(hash(first, second, length));
        int number;
        while ((number = table[slot] - 1) >= 0) {
            if (firsts[number] == first && seconds[number] == second && lengths[number] == length) {
                return number;
            }
            slot = slot + 1 & table.length - 1;
        }
        return newText(bytes, from, length, slot);
    }

    private int slot(int hash) {
        return hash & table.length - 1;
    }

    /** Keeps so many bytes of eight, at least one. */
    private static long mask(int bytes) {
        return bytes >= Long.BYTES ? -1L : (1L << 8 * bytes) - 1;
    }

    /** @param text number of a text in the dictionary */
    public void add(int text) {
        if (rowCount == rows.length) {
            rows = Arrays.copyOf(rows, 2 * rowCount);
        }
        rows[rowCount++] = text;
    }

    @Override
    public int byteCount() {
        return (int) textBytes + rowCount * width();
    }

    @Override
    public long allocatedBytes() {
        return textBytes + Integer.BYTES * ((long) rows.length + table.length);
    }

    @Override
    public void clear() {
        rowCount = 0;
        if (textCount > MOST_KEPT && !isClosed) {
            textCount = 0;
            textBytes = 0;
            texts = new byte[16][];
            firsts = new long[16];
            seconds = new long[16];
            lengths = new int[16];
            table = new int[64];
        }
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        head.clear();
        head.addUInt64(VERSION);
        head.addUInt64(WITH_TEXTS | Integer.numberOfTrailingZeros(width()));
        head.addUInt64(textCount);
        for (int i = 0; i < textCount; i++) {
            head.addString(texts[i]);
        }
        head.addUInt64(rowCount);
        head.writeTo(out);
        writeRows(out, width());
    }

    private void writeRows(OutputStream out, int width) throws IOException {
        NativeColumn piece = new NativeColumn();
        for (int i = 0; i < rowCount; i++) {
            if (width == Byte.BYTES) {
                piece.addUInt8(rows[i]);
            } else if (width == Short.BYTES) {
                piece.addUInt16(rows[i]);
            } else {
                piece.addUInt32(rows[i]);
            }
            if (i % PIECE == PIECE - 1) {
                piece.writeTo(out);
                piece.clear();
            }
        }
        piece.writeTo(out);
    }

    /** Bytes of a number. */
    private int width() {
        return textCount <= 1 << 8 ? Byte.BYTES : textCount <= 1 << 16 ? Short.BYTES : Integer.BYTES;
    }

    private int newText(byte[] bytes, int from, int length, int slot) {
        if (textCount == texts.length) {
            texts = Arrays.copyOf(texts, 2 * textCount);
            firsts = Arrays.copyOf(firsts, 2 * textCount);
            seconds = Arrays.copyOf(seconds, 2 * textCount);
            lengths = Arrays.copyOf(lengths, 2 * textCount);
        }
        byte[] padded = Arrays.copyOfRange(bytes, from, from + Math.max(length, SHORT_BYTES));
        firsts[textCount] = (long) EIGHT_BYTES.get(padded, 0) & mask(length);
        seconds[textCount] =
                length <= Long.BYTES ? 0 : (long) EIGHT_BYTES.get(padded, Long.BYTES) & mask(length - Long.BYTES);
        texts[textCount] = Arrays.copyOf(padded, length);
        lengths[textCount] = length;
        textBytes += length + 1;
        table[slot] = ++textCount;
        if (2 * textCount > table.length) {
            grow();
        }
        return textCount - 1;
    }

    private void grow() {
        table = new int[4 * table.length];
        for (int i = 0; i < textCount; i++) {
            int slot = slot(hash(i));
            while (table[slot] != 0) {
                slot = slot + 1 & table.length - 1;
            }
            table[slot] = i + 1;
        }
    }

    private int hash(int number) {
        byte[] text = texts[number];
        return text.length <= SHORT_BYTES
                ? hash(firsts[number], seconds[number], text.length)
                : hash(text, 0, text.length);
    }

    private static int hash(long first, long second, int length) {
        long mixed = (first ^ Long.rotateLeft(second, 29) ^ length) * 0x9E37_79B9_7F4A_7C15L;
        return (int) (mixed >>> 40);
    }

    private static int hash(byte[] bytes, int from, int length) {
        int hash = length;
        for (int i = from; i < from + length; i++) {
            hash = 31 * hash + bytes[i];
        }
        return hash ^ hash >>> 15;
    }
}
