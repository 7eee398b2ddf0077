package io.clickreel.embedded;

import io.clickreel.StartupException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The one folder in which the embedded services keep everything, held by one Clickreel at a time. */
public final class DataFolder implements AutoCloseable {
    private static final String LOCK = "clickreel.lock";
    private static final long LEAST_FREE_BYTES = 1L << 30;

    private final Path folder;
    private final FileChannel lockFile;

    private DataFolder(Path folder, FileChannel lockFile) {
        this.folder = folder;
        this.lockFile = lockFile;
    }

    /**
     * Takes the folder, creating it if need be. The operating system gives it back however this process ends.
     *
     * @throws StartupException if another process holds it or it cannot be written
     */
    public static DataFolder take(Path folder) {
        return takeIfFree(folder)
                .orElseThrow(() -> new StartupException("Clickreel already runs on "
                        + folder.toAbsolutePath().normalize() + " (process " + holder(folder)
                        + "). Stop that one first, or give this one a folder of its own with"
                        + " -Dclickreel.data-dir=..."));
    }

    /**
     * Takes the folder, unless another process holds it.
     *
     * @throws StartupException if it cannot be written
     */
    public static Optional<DataFolder> takeIfFree(Path folder) {
        Path absolute = folder.toAbsolutePath().normalize();
        try {
            Files.createDirectories(absolute);
            FileChannel channel = FileChannel.open(
                    absolute.resolve(LOCK),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
            if (!lock(channel)) {
                channel.close();
                return Optional.empty();
            }
            channel.truncate(0);
            channel.write(
                    ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
            return Optional.of(new DataFolder(absolute, channel));
        } catch (IOException e) {
            throw new StartupException("The data folder " + absolute + " cannot be used (" + reason(e)
                    + "). Make it writable for this user, or set clickreel.data-dir to another folder.");
        }
    }

    public Path path() {
        return folder;
    }

    /** A folder in it, created if need be. */
    public Path subfolder(String name) {
        try {
            return Files.createDirectories(folder.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            lockFile.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws StartupException if its disk has less than 1 GiB free */
    void requireSpace() {
        try {
            requireSpace(folder, Files.getFileStore(folder).getUsableSpace());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void requireSpace(Path folder, long freeBytes) {
        if (freeBytes < LEAST_FREE_BYTES) {
            throw new StartupException("The disk of " + folder + " has " + freeBytes / (1 << 20)
                    + " MB free; the embedded services need " + LEAST_FREE_BYTES / (1 << 20)
                    + " MB to start. Free some, or set clickreel.data-dir to a folder on another disk.");
        }
    }

    private static boolean lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            // It is this very process that holds it.
            return false;
        }
    }

    private static String holder(Path folder) {
        try {
            return Files.readString(folder.resolve(LOCK));
        } catch (IOException e) {
            return "unknown";
        }
    }

    private static @Nullable String reason(IOException e) {
        return e.getClass().getSimpleName() + ": " + e.getMessage();
    }
}
