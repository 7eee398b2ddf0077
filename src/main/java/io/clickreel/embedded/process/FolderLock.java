package io.clickreel.embedded.process;

import io.clickreel.StartupException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The file by which one process holds a data folder; it has the process's number. It logs nothing, because commands look at it
 * before they know where they log.
 */
public final class FolderLock {
    static final String FILE = "clickreel.lock";

    /**
     * The folders that this process holds. It must not open their locks again: Linux drops all locks of a process on a file with
     * the first channel to it that the process closes.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private FolderLock() {}

    /** Whether another process holds the folder. Nothing is made or kept. */
    public static boolean isTaken(Path folder) {
        Path file = folder.resolve(FILE);
        if (!Files.exists(file)) {
            return false;
        }
        try {
            return isHeld(folder) || isLocked(file);
        } catch (IOException e) {
            throw new StartupException("The data folder " + folder + " cannot be looked at (" + reason(e)
                    + "). Run this as the user who runs Clickreel.");
        }
    }

    private static boolean isLocked(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return !lock(channel);
        }
    }

    /** Whether this process holds the folder, which has to exist. */
    static boolean isHeld(Path folder) throws IOException {
        return HELD.contains(folder.toRealPath());
    }

    /** This process has locked the folder. */
    static void held(Path folder) throws IOException {
        HELD.add(folder.toRealPath());
    }

    /** This process leaves the folder. */
    static void left(Path folder) throws IOException {
        HELD.remove(folder.toRealPath());
    }

    /** The process that holds the folder; empty if none does. */
    public static OptionalLong holder(Path folder) {
        if (!isTaken(folder)) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(isHeld(folder) ? ProcessHandle.current().pid() : Long.parseLong(named(folder)));
        } catch (IOException | NumberFormatException e) {
            throw new StartupException(
                    "Clickreel is starting or stopping on " + folder + ". Try again when it says that it is up.");
        }
    }

    /** The number of the process that has held it last. */
    static String named(Path folder) throws IOException {
        return Files.readString(folder.resolve(FILE)).strip();
    }

    static boolean lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            // This process itself holds the lock.
            return false;
        }
    }

    static String reason(IOException e) {
        return e.getClass().getSimpleName() + ": " + e.getMessage();
    }
}
