package io.clickreel.embedded.clickhouse.http.format;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Bytes on their way from an input to an output: what is read passes on, unless it is removed or more is put between. */
final class NativePassage {
    private static final int BUFFER_BYTES = 64 * 1024;

    /** A column's name is at most as long as a statement; if it is longer, the walk has lost its way. */
    private static final int MAX_NAME_BYTES = 32 << 20;

    private final InputStream in;
    private final OutputStream out;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int unwritten;
    private int position;
    private int filled;

    NativePassage(InputStream in, OutputStream out) {
        this.in = in;
        this.out = out;
    }

    boolean atEnd() throws IOException {
        return position == filled && !fill();
    }

    private boolean fill() throws IOException {
        flush();
        unwritten = 0;
        position = 0;
        filled = Math.max(0, in.read(buffer, 0, buffer.length));
        return filled > 0;
    }

    /** Writes out what was read so far. */
    void flush() throws IOException {
        out.write(buffer, unwritten, position - unwritten);
        unwritten = position;
    }

    private EOFException cut() {
        return new EOFException("the data ends within a block");
    }

    int readByte() throws IOException {
        if (atEnd()) {
            throw cut();
        }
        return buffer[position++] & 0xff;
    }

    long readVarint() throws IOException {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int b = readByte();
            value |= (long) (b & 0x7f) << shift;
            if (b < 0x80) {
                break;
            }
        }
        return value;
    }

    long readLong() throws IOException {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 8) {
            value |= (long) readByte() << shift;
        }
        return value;
    }

    /** A text with its length in front, a character for each byte: ClickHouse compares names bytewise. */
    String readText() throws IOException {
        long length = readVarint();
        if (length < 0 || length > MAX_NAME_BYTES) {
            throw new IOException("a name claims " + length + " bytes");
        }
        byte[] bytes = new byte[(int) length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) readByte();
        }
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    void skip(long count) throws IOException {
        for (long left = count; left > 0; ) {
            if (atEnd()) {
                throw cut();
            }
            int n = (int) Math.min(left, filled - position);
            position += n;
            left -= n;
        }
    }

    /** Passes a fixed number of bytes for each row. */
    void skip(long rows, int width) throws IOException {
        skip(Math.multiplyExact(rows, width));
    }

    void skipTexts(long rows) throws IOException {
        for (long i = 0; i < rows; i++) {
            skip(readVarint());
        }
    }

    void insert(byte[] bytes) throws IOException {
        flush();
        out.write(bytes);
    }

    /** Takes a number out of the stream; what was read before it passes on. */
    long removeLong() throws IOException {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 8) {
            value |= (long) removeByte() << shift;
        }
        return value;
    }

    void removeVarint() throws IOException {
        while (removeByte() >= 0x80) {
            // The last byte of a number is the first one without the high bit.
        }
    }

    private int removeByte() throws IOException {
        flush();
        int removed = readByte();
        unwritten = position;
        return removed;
    }
}
