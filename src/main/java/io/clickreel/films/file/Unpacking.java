package io.clickreel.films.file;

import com.github.luben.zstd.ZstdInputStream;
import io.clickreel.RootCause;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** Unpacks packed files, up to a limit. */
final class Unpacking {
    /** Files that are packed twice happen, where a program packs what another has packed; more layers are a bomb. */
    private static final int MOST_LAYERS = 2;

    private final Path folder;
    private final long mostBytes;

    Unpacking(Path folder, long mostBytes) {
        this.folder = folder;
        this.mostBytes = mostBytes;
    }

    /** A spool, with the kind of its content. */
    record Unpacked(FileKind kind, Spool spool) {}

    /**
     * Unpacks what is packed.
     *
     * @param packed closed if another one is returned
     * @throws RefusedFileException if it is damaged, too large, or something that no film file is
     */
    Unpacked unpack(Spool packed) throws IOException, RefusedFileException {
        Spool spool = packed;
        try {
            FileKind kind = kind(spool);
            for (int layers = 0; kind == FileKind.GZIP || kind == FileKind.ZSTD; layers++) {
                if (layers == MOST_LAYERS) {
                    throw new RefusedFileException("the file is packed more than twice");
                }
                Spool inner = layer(kind, spool);
                spool.close();
                spool = inner;
                kind = kind(spool);
            }
            return new Unpacked(kind, spool);
        } catch (IOException | RefusedFileException | RuntimeException e) {
            spool.close();
            throw e;
        }
    }

    private Spool layer(FileKind kind, Spool packed) throws IOException, RefusedFileException {
        Spool inner = Spool.in(folder, mostBytes);
        try (InputStream in = open(kind, packed)) {
            inner.fill(in);
            return inner;
        } catch (Spool.FullException e) {
            inner.close();
            throw new RefusedFileException("the file has " + (packed.size() >> 10)
                    + " kB and unpacks to more than dim-film.max-file-mb=" + (mostBytes >> 20) + " allows");
        } catch (IOException e) {
            inner.close();
            throw new RefusedFileException("what is packed with " + (kind == FileKind.GZIP ? "gzip" : "zstd")
                    + " is damaged or was cut off: " + RootCause.of(e));
        }
    }

    private static InputStream open(FileKind kind, Spool packed) throws IOException {
        InputStream in = new BufferedInputStream(packed.input());
        return kind == FileKind.GZIP ? new GZIPInputStream(in) : new ZstdInputStream(in);
    }

    private static FileKind kind(Spool spool) throws IOException, RefusedFileException {
        return FileKind.of(spool.input().readNBytes(FileKind.HEAD_BYTES));
    }
}
