package io.clickreel.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** The end of a file that others append to, empty, or put another file in the place of. */
final class LogTail {
    static final long LOOK_MS = 200;
    private static final int BLOCK = 64 * 1024;

    private final Path file;
    private final OutputStream out;
    private long printedTo;
    private @Nullable Object key;

    LogTail(Path file, OutputStream out) {
        this.file = file;
        this.out = out;
    }

    /** Prints the last lines. */
    void last(int lines) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            key = key();
            printedTo = beginOf(lines, channel);
            print(channel);
        }
    }

    /** Prints what was added since. */
    void more() throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            Object now = key();
            // A log that is full is renamed and begun again, or emptied.
            if (now != null && !now.equals(key) || channel.size() < printedTo) {
                printedTo = 0;
            }
            key = now;
            print(channel);
        } catch (NoSuchFileException e) {
            // It is between two files.
        }
    }

    private void print(FileChannel channel) throws IOException {
        ByteBuffer block = ByteBuffer.allocate(BLOCK);
        while (channel.read(block.clear(), printedTo) > 0) {
            out.write(block.array(), 0, block.position());
            printedTo += block.position();
        }
        out.flush();
    }

    private static long beginOf(int lines, FileChannel channel) throws IOException {
        long end = channel.size();
        long left = lines;
        ByteBuffer block = ByteBuffer.allocate(BLOCK);
        for (long from = end; from > 0; ) {
            int length = (int) Math.min(BLOCK, from);
            from -= length;
            block.clear().limit(length);
            for (long at = from; block.hasRemaining(); ) {
                int read = channel.read(block, at);
                if (read < 0) {
                    // It was emptied meanwhile.
                    return 0;
                }
                at += read;
            }
            for (int i = length - 1; i >= 0; i--) {
                // The break at the very end closes the last line, and begins none.
                if (block.get(i) == '\n' && from + i < end - 1 && --left == 0) {
                    return from + i + 1;
                }
            }
        }
        return lines > 0 ? 0 : end;
    }

    /** What tells one file from another of the same name, where the system has that. */
    private @Nullable Object key() throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    }
}
