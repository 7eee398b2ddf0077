package io.clickreel.embedded.clickhouse.http.body;

import java.io.IOException;
import java.io.InputStream;

/** Unpacks a packed input, one block after the other. */
abstract class UnpackedInput extends InputStream {
    /** The current block, unpacked: its bytes from {@link #position} to {@link #filled} are not read yet. */
    byte[] block = new byte[0];

    int position;
    int filled;

    /**
     * Reads the next block, which may be empty.
     *
     * @return false at the end of the input
     */
    abstract boolean next() throws IOException;

    @Override
    public final int read() throws IOException {
        return fill() ? block[position++] & 0xff : -1;
    }

    @Override
    public final int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int n = Math.min(length, filled - position);
        System.arraycopy(block, position, target, offset, n);
        position += n;
        return n;
    }

    private boolean fill() throws IOException {
        while (position == filled) {
            if (!next()) {
                return false;
            }
        }
        return true;
    }
}
