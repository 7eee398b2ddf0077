package io.clickreel.embedded.clickhouse.http.body;

import com.github.luben.zstd.ZstdInputStream;
import io.clickreel.embedded.clickhouse.engine.EngineException;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import org.brotli.dec.BrotliInputStream;
import org.jspecify.annotations.Nullable;

/** A request's body: as it comes over the wire, and unpacked. */
public final class RequestBody {
    /** A client that still sends more than this loses its answer: the connection is closed. */
    private static final long DRAIN_BYTES = 256L << 20;

    private final Wire wire;
    private final @Nullable String encoding;
    private final boolean blocks;

    /**
     * @param encoding as Content-Encoding names it; null: none
     * @param blocks whether it holds ClickHouse's own compressed blocks
     */
    public RequestBody(InputStream wire, @Nullable String encoding, boolean blocks) {
        this.wire = new Wire(wire);
        this.encoding = encoding;
        this.blocks = blocks;
    }

    /** @throws EngineException if the encoding is not known */
    public InputStream open() throws IOException {
        InputStream plain = decode();
        return blocks ? new BlockInputStream(plain) : plain;
    }

    private InputStream decode() throws IOException {
        // The decoders expect a head; an empty body has none.
        if (encoding == null || encoding.isBlank() || encoding.equalsIgnoreCase("identity") || wire.isEmpty()) {
            return wire;
        }
        return switch (encoding.toLowerCase(Locale.ROOT)) {
            case "gzip", "x-gzip" -> new GZIPInputStream(wire, 64 * 1024);
            case "deflate" -> new InflaterInputStream(wire);
            case "lz4" -> new Lz4FrameReader(wire);
            case "zstd" -> new ZstdInputStream(wire);
            case "br" -> new BrotliInputStream(wire);
            default ->
                throw new EngineException(
                        48,
                        "NOT_IMPLEMENTED",
                        "Unknown compression method " + encoding
                                + ". Send the body as gzip, deflate, br, lz4, zstd or plain.");
        };
    }

    /** Whether the client hung up, or broke the rules of HTTP, before the end of the body. */
    public boolean isCutOff() {
        return wire.cutOff;
    }

    /** Reads what is left, so that the client, still sending, gets to see the answer. @return false if it was too much */
    public boolean drain() {
        if (wire.ended) {
            return true;
        }
        byte[] waste = new byte[64 * 1024];
        try {
            for (long n = 0; n < DRAIN_BYTES; ) {
                int read = wire.read(waste);
                if (read < 0) {
                    return true;
                }
                n += read;
            }
            return false;
        } catch (IOException e) {
            return false;
        }
    }

    /** The body as it came over the wire, still compressed. */
    private static final class Wire extends FilterInputStream {
        private int peeked = -1;
        boolean cutOff;
        boolean ended;

        Wire(InputStream in) {
            super(in);
        }

        /** Does nothing: a reader closes the body at its end, but the server still asks it for what is left. */
        @Override
        public void close() {}

        boolean isEmpty() throws IOException {
            if (peeked < 0) {
                peeked = read();
            }
            return peeked < 0;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (peeked >= 0 && length > 0) {
                target[offset] = (byte) peeked;
                peeked = -1;
                return 1;
            }
            int n;
            try {
                n = super.read(target, offset, length);
            } catch (EOFException e) {
                cutOff = true;
                throw e;
            }
            ended |= n < 0;
            return n;
        }
    }
}
