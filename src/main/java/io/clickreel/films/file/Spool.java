package io.clickreel.films.file;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * A bounded temporary file without a name: its content is on disk and not in memory, can be read more than once, and is
 * gone with the process, however that ends.
 */
final class Spool implements Closeable {
    private static final int BUFFER_BYTES = 1 << 16;

    private final FileChannel file;
    private final long mostBytes;

    private Spool(FileChannel file, long mostBytes) {
        this.file = file;
        this.mostBytes = mostBytes;
    }

    static Spool in(Path folder, long mostBytes) throws IOException {
        Files.createDirectories(folder);
        // On Linux the name is deleted as soon as the file is open.
        return new Spool(
                FileChannel.open(
                        folder.resolve("films-" + UUID.randomUUID()),
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.DELETE_ON_CLOSE),
                mostBytes);
    }

    /** Thrown instead of exceeding the bound. */
    static final class FullException extends IOException {
        private static final long serialVersionUID = 1;
    }

    /** Writes all that the input has. */
    void fill(InputStream in) throws IOException {
        try (OutputStream out = output()) {
            in.transferTo(out);
        }
    }

    /** A stream that writes into it; closing the stream leaves the spool open. */
    OutputStream output() {
        return new OutputStream() {
            private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);

            @Override
            public void write(int b) throws IOException {
                if (!buffer.hasRemaining()) {
                    flush();
                }
                buffer.put((byte) b);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                for (int done = 0; done < length; ) {
                    if (!buffer.hasRemaining()) {
                        flush();
                    }
                    int piece = Math.min(buffer.remaining(), length - done);
                    buffer.put(bytes, offset + done, piece);
                    done += piece;
                }
            }

            @Override
            public void flush() throws IOException {
                if (file.position() + buffer.position() > mostBytes) {
                    throw new FullException();
                }
                buffer.flip();
                while (buffer.hasRemaining()) {
                    file.write(buffer);
                }
                buffer.clear();
            }

            @Override
            public void close() throws IOException {
                flush();
            }
        };
    }

    long size() throws IOException {
        return file.size();
    }

    /** A stream with a separate position, so that several readers do not disturb each other. */
    InputStream input() {
        return Channels.newInputStream(new SpoolChannel(file));
    }

    SpoolChannel channel() {
        return new SpoolChannel(file);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
