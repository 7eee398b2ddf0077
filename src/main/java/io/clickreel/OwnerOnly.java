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
     * From now on every new file has rights 0600 at most, and every new folder 0700. Java has no means for the whole of a
     * process, and libraries that write files do not ask; a shell has, but not everybody starts the launcher.
     */
    public static void newFiles() {
        if (!FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            return;
        }
        // The launcher has set it already, and to load JNA takes most of a second.
        if (isSet()) {
            return;
        }
        try {
            Function.getFunction("c", "umask").invokeInt(new Object[] {NOTHING_FOR_OTHERS});
        } catch (LinkageError e) {
            // A machine for which JNA has no library: the data folder itself is closed to others all the same.
        }
    }

    /** What Linux says of this process; elsewhere nobody does. */
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
