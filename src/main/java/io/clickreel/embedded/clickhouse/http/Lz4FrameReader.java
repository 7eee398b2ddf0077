package io.clickreel.embedded.clickhouse.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import net.jpountz.xxhash.StreamingXXHash32;
import net.jpountz.xxhash.XXHashFactory;

/**
 * Reads LZ4 frames, those with linked blocks too.
 *
 * <p>Python's clients write linked blocks by default, and the reader that comes with lz4-java refuses them.
 */
final class Lz4FrameReader extends InputStream {
    private static final int MAGIC = 0x184D2204;
    private static final int HISTORY_BYTES = 64 * 1024;

    private final InputStream in;
    private byte[] window = new byte[0];
    private byte[] packed = new byte[0];
    private int position;
    private int filled;
    private boolean inFrame;
    private boolean blockChecksum;
    private boolean contentChecksum;
    private StreamingXXHash32 content = XXHashFactory.fastestInstance().newStreamingHash32(0);

    Lz4FrameReader(InputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        return fill() ? window[position++] & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int n = Math.min(length, filled - position);
        System.arraycopy(window, position, target, offset, n);
        position += n;
        return n;
    }

    private boolean fill() throws IOException {
        while (position == filled) {
            if (!inFrame && !openFrame()) {
                return false;
            }
            readBlock();
        }
        return true;
    }

    private boolean openFrame() throws IOException {
        byte[] magic = in.readNBytes(4);
        if (magic.length == 0) {
            return false;
        }
        if (magic.length < 4 || littleEndian(magic) != MAGIC) {
            throw new IOException("this is no LZ4 frame");
        }
        byte[] descriptor = exactly(2);
        int flags = descriptor[0];
        int sizeCode = (descriptor[1] >> 4) & 7;
        if ((flags & 0xc0) != 0x40 || sizeCode < 4 || (flags & 1) != 0) {
            throw new IOException("this kind of LZ4 frame is not supported");
        }
        blockChecksum = (flags & 0x10) != 0;
        contentChecksum = (flags & 4) != 0;
        // The content's size, and one byte of checksum over this head.
        exactly((flags & 8) != 0 ? 9 : 1);
        int blockBytes = 1 << (8 + 2 * sizeCode);
        window = new byte[HISTORY_BYTES + blockBytes];
        packed = new byte[blockBytes];
        position = 0;
        filled = 0;
        content = XXHashFactory.fastestInstance().newStreamingHash32(0);
        inFrame = true;
        return true;
    }

    private void readBlock() throws IOException {
        int head = littleEndian(exactly(4));
        if (head == 0) {
            inFrame = false;
            if (contentChecksum && littleEndian(exactly(4)) != content.getValue()) {
                throw new IOException("the checksum of the LZ4 frame does not match");
            }
            return;
        }
        int length = head & 0x7fffffff;
        if (length > packed.length || in.readNBytes(packed, 0, length) < length) {
            throw new EOFException("the LZ4 frame ends within a block");
        }
        if (blockChecksum) {
            exactly(4);
        }
        int kept = Math.min(filled, HISTORY_BYTES);
        System.arraycopy(window, filled - kept, window, 0, kept);
        position = kept;
        try {
            filled = head < 0 ? copy(length, kept) : unpack(length, kept);
        } catch (IndexOutOfBoundsException e) {
            throw new IOException("an LZ4 block is damaged", e);
        }
        content.update(window, kept, filled - kept);
    }

    private int copy(int length, int start) {
        System.arraycopy(packed, 0, window, start, length);
        return start + length;
    }

    /** The block format: runs of literals, each followed by a match in what was written before. */
    private int unpack(int length, int start) throws IOException {
        int from = 0;
        int to = start;
        while (true) {
            int token = packed[from++] & 0xff;
            int literals = token >>> 4;
            if (literals == 15) {
                int more;
                do {
                    more = packed[from++] & 0xff;
                    literals += more;
                } while (more == 255);
            }
            System.arraycopy(packed, from, window, to, literals);
            from += literals;
            to += literals;
            if (from >= length) {
                return to;
            }
            int distance = packed[from] & 0xff | (packed[from + 1] & 0xff) << 8;
            from += 2;
            int match = token & 15;
            if (match == 15) {
                int more;
                do {
                    more = packed[from++] & 0xff;
                    match += more;
                } while (more == 255);
            }
            if (distance == 0 || distance > to) {
                throw new IOException("an LZ4 block points before its start");
            }
            // Byte by byte, as a match may overlap what it writes.
            for (int end = to + match + 4; to < end; to++) {
                window[to] = window[to - distance];
            }
        }
    }

    private byte[] exactly(int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException("the LZ4 frame ends too early");
        }
        return bytes;
    }

    private static int littleEndian(byte[] four) {
        return ByteBuffer.wrap(four).order(ByteOrder.LITTLE_ENDIAN).getInt();
    }
}
