package io.clickreel.embedded.clickhouse.http.body;

import com.clickhouse.data.ClickHouseCityHash;
import com.github.luben.zstd.Zstd;
import io.clickreel.embedded.clickhouse.engine.EngineException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;

/** Reads ClickHouse's own compressed blocks ({@code decompress=1}): checksum, method, sizes, data. */
public final class BlockInputStream extends UnpackedInput {
    static final int CHECKSUM_BYTES = 16;
    static final int HEADER_BYTES = 9;
    static final byte LZ4 = (byte) 0x82;
    static final byte ZSTD = (byte) 0x90;
    static final byte NONE = 0x02;

    /** Far more than any client sends (1 MB), far less than would exhaust this JVM. */
    private static final int MAX_BLOCK_BYTES = 16 << 20;

    private final InputStream in;

    public BlockInputStream(InputStream in) {
        this.in = in;
    }

    @Override
    boolean next() throws IOException {
        byte[] checksum = in.readNBytes(CHECKSUM_BYTES);
        if (checksum.length == 0) {
            return false;
        }
        byte[] header = in.readNBytes(HEADER_BYTES);
        if (checksum.length < CHECKSUM_BYTES || header.length < HEADER_BYTES) {
            throw new EOFException("the compressed data ends within the head of a block");
        }
        block = readBlock(checksum, header);
        position = 0;
        filled = block.length;
        return true;
    }

    private byte[] readBlock(byte[] checksum, byte[] header) throws IOException {
        ByteBuffer sizes = ByteBuffer.wrap(header, 1, 8).order(ByteOrder.LITTLE_ENDIAN);
        int compressedSize = sizes.getInt();
        int size = sizes.getInt();
        if (compressedSize < HEADER_BYTES || compressedSize > MAX_BLOCK_BYTES || size < 0 || size > MAX_BLOCK_BYTES) {
            throw corrupt("a block claims " + compressedSize + " bytes for " + size + "; at most " + MAX_BLOCK_BYTES
                    + " are accepted");
        }
        byte[] compressed = new byte[compressedSize];
        System.arraycopy(header, 0, compressed, 0, HEADER_BYTES);
        if (in.readNBytes(compressed, HEADER_BYTES, compressedSize - HEADER_BYTES) < compressedSize - HEADER_BYTES) {
            throw new EOFException("the compressed data ends within a block");
        }
        long[] hash = ClickHouseCityHash.cityHash128(compressed, 0, compressedSize);
        ByteBuffer expected = ByteBuffer.wrap(checksum).order(ByteOrder.LITTLE_ENDIAN);
        if (expected.getLong() != hash[0] || expected.getLong() != hash[1]) {
            throw new EngineException(40, "CHECKSUM_DOESNT_MATCH", "Checksum doesn't match: corrupted data.");
        }
        return decompress(compressed, size);
    }

    private static byte[] decompress(byte[] compressed, int size) {
        byte[] plain = new byte[size];
        int length = compressed.length - HEADER_BYTES;
        try {
            switch (compressed[0]) {
                case LZ4 -> {
                    int n = LZ4Factory.fastestInstance()
                            .safeDecompressor()
                            .decompress(compressed, HEADER_BYTES, length, plain, 0);
                    if (n != size) {
                        throw corrupt("an LZ4 block does not unpack to its size");
                    }
                }
                case ZSTD -> {
                    long n = Zstd.decompressByteArray(plain, 0, size, compressed, HEADER_BYTES, length);
                    if (n != size) {
                        throw corrupt("a ZSTD block does not unpack to its size");
                    }
                }
                case NONE -> System.arraycopy(compressed, HEADER_BYTES, plain, 0, Math.min(length, size));
                default ->
                    throw new EngineException(
                            89,
                            "UNKNOWN_COMPRESSION_METHOD",
                            "Unknown compression method " + (compressed[0] & 0xff) + ".");
            }
        } catch (LZ4Exception e) {
            throw corrupt("an LZ4 block does not unpack to its size");
        }
        return plain;
    }

    private static EngineException corrupt(String what) {
        return new EngineException(271, "CANNOT_DECOMPRESS", "Cannot decompress: " + what + ".");
    }
}
