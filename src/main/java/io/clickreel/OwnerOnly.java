package io.clickreel;

import com.sun.jna.Function;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Sees to it that what this process and its children write can be read by nobody but their user. */
public final class OwnerOnly {
    private static final int NOTHING_FOR_OTHERS = 0077;

    private OwnerOnly() {}

    /**
     * Makes every file that this process creates from now on 0600 at most, every folder 0700. Java cannot set a umask,
     * and libraries that write files do not ask; the launcher sets it, but not everybody starts by it.
     */
    public static void newFiles() {
        if (!FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            return;
        }
        // The launcher has set it already: loading JNA would take most of a second.
        if (isSet()) {
            return;
        }
        try {
            Function.getFunction("c", "umask").invokeInt(new Object[] {NOTHING_FOR_OTHERS});
        } catch (LinkageError e) {
            // JNA has no library for this machine: the data folder is closed to others all the same.
        }
    }

    /** Whether the umask is set already, as Linux tells it; false elsewhere. */
    private static boolean isSet() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("Umask:"))
                    .mapToInt(line ->
                            Integer.parseInt(line.substring("Umask:".length()).strip(), 8))
                    .anyMatch(mask -> (mask & NOTHING_FOR_OTHERS) == NOTHING_FOR_OTHERS);
        } catch (IOException | UncheckedIOException | NumberFormatException e) {
            return false;
        }
    }
}
