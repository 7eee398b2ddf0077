package io.clickreel.films.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;

/** Reads a {@link Spool} from a separate position. */
final class SpoolChannel implements ReadableByteChannel {
    private final FileChannel file;
    private long position;

    SpoolChannel(FileChannel file) {
        this.file = file;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        int read = file.read(target, position);
        position += Math.max(0, read);
        return read;
    }

    long position() {
        return position;
    }

    void seek(long to) {
        position = to;
    }

    @Override
    public boolean isOpen() {
        return file.isOpen();
    }

    /** Does nothing: the spool stays open for the next reader. */
    @Override
    public void close() {}
}
