package io.clickreel.embedded.process;

import io.clickreel.StartupException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The lock on a data folder, which ends with the process that has it. It logs nothing, because commands look at it before they
 * know where they log.
 */
public final class FolderLock {
    static final String NAME = "clickreel.lock";

    private FolderLock() {}

    /** Whether another process holds the folder. Nothing is made or taken. */
    public static boolean isTaken(Path folder) {
        if (!Files.exists(file(folder))) {
            return false;
        }
        try (FileChannel channel =
                FileChannel.open(file(folder), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return !lock(channel);
        } catch (IOException e) {
            throw new StartupException("The data folder " + folder + " cannot be looked at (" + reason(e)
                    + "). Run this as the user who runs Clickreel.");
        }
    }

    static Path file(Path folder) {
        return folder.resolve(NAME);
    }

    static boolean lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            // This process itself holds the lock.
            return false;
        }
    }

    /** The id of the process that holds the folder. */
    static String holder(Path folder) {
        try {
            return Files.readString(file(folder));
        } catch (IOException e) {
            return "unknown";
        }
    }

    static @Nullable String reason(IOException e) {
        return e.getClass().getSimpleName() + ": " + e.getMessage();
    }
}
