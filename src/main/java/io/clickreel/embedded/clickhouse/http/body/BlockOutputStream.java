package io.clickreel.embedded.clickhouse.http.body;

import com.clickhouse.data.ClickHouseCityHash;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Factory;

/** Writes ClickHouse's own compressed blocks ({@code compress=1}), LZ4 as a server does by default. */
public final class BlockOutputStream extends OutputStream {
    private static final int BLOCK_BYTES = 64 * 1024;

    private final OutputStream out;
    private final LZ4Compressor compressor = LZ4Factory.fastestInstance().fastCompressor();
    private final byte[] plain = new byte[BLOCK_BYTES];
    private final byte[] packed = new byte[BlockInputStream.HEADER_BYTES + compressor.maxCompressedLength(BLOCK_BYTES)];
    private int filled;

    public BlockOutputStream(OutputStream out) {
        this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
        int at = offset;
        int left = length;
        while (left > 0) {
            int n = Math.min(left, plain.length - filled);
            System.arraycopy(source, at, plain, filled, n);
            filled += n;
            at += n;
            left -= n;
            if (filled == plain.length) {
                writeBlock();
            }
        }
    }

    private void writeBlock() throws IOException {
        if (filled == 0) {
            return;
        }
        int size = BlockInputStream.HEADER_BYTES
                + compressor.compress(plain, 0, filled, packed, BlockInputStream.HEADER_BYTES);
        ByteBuffer.wrap(packed)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(BlockInputStream.LZ4)
                .putInt(size)
                .putInt(filled);
        long[] hash = ClickHouseCityHash.cityHash128(packed, 0, size);
        byte[] checksum = new byte[BlockInputStream.CHECKSUM_BYTES];
        ByteBuffer.wrap(checksum)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(hash[0])
                .putLong(hash[1]);
        out.write(checksum);
        out.write(packed, 0, size);
        filled = 0;
    }

    @Override
    public void flush() throws IOException {
        writeBlock();
        out.flush();
    }

    @Override
    public void close() throws IOException {
        writeBlock();
        out.close();
    }
}
