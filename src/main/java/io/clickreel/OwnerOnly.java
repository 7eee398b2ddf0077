package io.clickreel;

import com.sun.jna.Function;
import java.nio.file.FileSystems;

/** Sees to it that what this process and its children write can be read by nobody but their user. */
public final class OwnerOnly {
    private static final int NOTHING_FOR_OTHERS = 0077;

    private OwnerOnly() {}

    /**
     * From now on every new file has rights 0600 at most, and every new folder 0700. Java has no means for the whole of a
     * process, and libraries that write files do not ask; a shell would have, but not everybody starts the launcher.
     */
    public static void newFiles() {
        if (!FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            return;
        }
        try {
            Function.getFunction("c", "umask").invokeInt(new Object[] {NOTHING_FOR_OTHERS});
        } catch (LinkageError e) {
            // A machine for which JNA has no library: the data folder itself is closed to others all the same.
        }
    }
}
