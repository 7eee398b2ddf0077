package io.clickreel.films.file;

import com.github.luben.zstd.ZstdInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;
import net.jpountz.lz4.LZ4Factory;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.xerial.snappy.Snappy;

/**
 * Unpacks the pages of Parquet files. Parquet's own codecs ask Hadoop for gzip and LZ4, and trust the size that a page
 * says it has.
 */
final class ParquetCodecs implements CompressionCodecFactory {
    private final int mostBytes;

    /** @param mostBytes of one page */
    ParquetCodecs(int mostBytes) {
        this.mostBytes = mostBytes;
    }

    @Override
    public BytesInputCompressor getCompressor(CompressionCodecName codec) {
        throw new UnsupportedOperationException("film files are only read");
    }

    @Override
    public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
        return new BytesInputDecompressor() {
            @Override
            public BytesInput decompress(BytesInput packed, int size) throws IOException {
                return BytesInput.from(unpack(codec, packed.toInputStream().readAllBytes(), size));
            }

            @Override
            public void decompress(ByteBuffer packed, int packedSize, ByteBuffer target, int size) throws IOException {
                byte[] bytes = new byte[packedSize];
                packed.get(bytes);
                target.put(unpack(codec, bytes, size));
            }

            @Override
            public void release() {}
        };
    }

    @Override
    public void release() {}

    private byte[] unpack(CompressionCodecName codec, byte[] packed, int size) throws IOException {
        if (size < 0 || size > mostBytes) {
            throw new IOException("a page says that it has " + size + " bytes, and " + mostBytes + " are allowed");
        }
        byte[] bytes =
                switch (codec) {
                    case UNCOMPRESSED -> packed;
                    case SNAPPY -> {
                        byte[] target = new byte[size];
                        if (Snappy.uncompressedLength(packed) != size) {
                            throw new IOException("a page has another size than it says");
                        }
                        Snappy.uncompress(packed, 0, packed.length, target, 0);
                        yield target;
                    }
                    case GZIP ->
                        read(new GZIPInputStream(BytesInput.from(packed).toInputStream()), size);
                    case ZSTD ->
                        read(new ZstdInputStream(BytesInput.from(packed).toInputStream()), size);
                    case LZ4_RAW -> LZ4Factory.safeInstance().safeDecompressor().decompress(packed, size);
                    case LZO, BROTLI, LZ4 ->
                        throw new IOException("its pages are packed with " + codec
                                + "; uncompressed, SNAPPY, GZIP, ZSTD and LZ4_RAW can be read");
                };
        if (bytes.length != size) {
            throw new IOException("a page has another size than it says");
        }
        return bytes;
    }

    private static byte[] read(InputStream in, int size) throws IOException {
        try (in) {
            return in.readNBytes(size);
        }
    }
}
