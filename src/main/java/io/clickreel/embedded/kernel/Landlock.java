package io.clickreel.embedded.kernel;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;

/**
 * Landlock rules for this thread and all threads that it starts from then on: what may be read, written and connected to.
 * See landlock(7); the interface grows by versions, and what a kernel does not know is left out.
 */
final class Landlock {
    private static final int VERSION_FLAG = 1;
    private static final int RULE_PATH = 1;
    private static final int RULE_PORT = 2;

    private static final long READ_FILE = 1 << 2;
    private static final long READ_DIR = 1 << 3;
    /** Write; remove and make regular files and folders; make links, which lead only to what is allowed itself. */
    private static final long CHANGE = 1 << 1 | 1 << 4 | 1 << 5 | 1 << 7 | 1 << 8 | 1 << 12;

    /** Execute, and make devices, sockets and pipes. */
    private static final long OTHERS = 1 | 1 << 6 | 1 << 9 | 1 << 10 | 1 << 11;

    private static final long RENAME_ACROSS_FOLDERS = 1 << 13;
    private static final long TRUNCATE = 1 << 14;
    private static final long DEVICE_CONTROL = 1 << 15;

    private static final long BIND = 1;
    private static final long CONNECT = 2;
    /** Abstract Unix sockets. Signals are seccomp's business: here they would also stop those between our own threads. */
    private static final long SCOPE = 1;

    private final int version;

    private Landlock(int version) {
        this.version = version;
    }

    /** @throws LastErrorException if this kernel has no Landlock, or does not use it */
    static Landlock ofThisKernel() {
        return new Landlock((int) Syscalls.call(Syscalls.LANDLOCK_CREATE_RULESET, Syscalls.none(), 0L, VERSION_FLAG));
    }

    /** Whether connections can be bounded by their port. */
    boolean knowsPorts() {
        return version >= 4;
    }

    /**
     * From now on this thread can open only what is named here.
     *
     * @param writable folders, with all that is in them
     * @param readable files, or folders with all that is in them; those that do not exist are passed over
     * @param listening the TCP port on which it may listen; 0 for any free one
     * @param ports to which TCP connections may be made
     */
    void restrict(Collection<Path> writable, Collection<Path> readable, int listening, Collection<Integer> ports) {
        long change =
                READ_FILE | READ_DIR | CHANGE | sinceVersion(2, RENAME_ACROSS_FOLDERS) | sinceVersion(3, TRUNCATE);
        long handled = change | OTHERS | sinceVersion(5, DEVICE_CONTROL);
        int ruleset = create(handled);
        try {
            writable.forEach(folder -> allowPath(ruleset, folder, change));
            readable.forEach(
                    path -> allowPath(ruleset, path, Files.isDirectory(path) ? READ_FILE | READ_DIR : READ_FILE));
            if (knowsPorts()) {
                allowPort(ruleset, listening, BIND);
                ports.forEach(port -> allowPort(ruleset, port, CONNECT));
            }
            Syscalls.call(Syscalls.LANDLOCK_RESTRICT_SELF, ruleset, 0);
        } finally {
            Syscalls.close(ruleset);
        }
    }

    private int create(long handled) {
        try (Memory attributes = new Memory(24)) {
            attributes.setLong(0, handled);
            attributes.setLong(8, BIND | CONNECT);
            attributes.setLong(16, SCOPE);
            long size = version >= 6 ? 24 : version >= 4 ? 16 : 8;
            return (int) Syscalls.call(Syscalls.LANDLOCK_CREATE_RULESET, attributes, size, 0);
        }
    }

    private static void allowPath(int ruleset, Path path, long access) {
        int descriptor = Syscalls.openPath(path.toString());
        if (descriptor < 0) {
            return;
        }
        try (Memory rule = new Memory(12)) {
            rule.setLong(0, access);
            rule.setInt(8, descriptor);
            Syscalls.call(Syscalls.LANDLOCK_ADD_RULE, ruleset, RULE_PATH, rule, 0);
        } finally {
            Syscalls.close(descriptor);
        }
    }

    private static void allowPort(int ruleset, int port, long access) {
        try (Memory rule = new Memory(16)) {
            rule.setLong(0, access);
            rule.setLong(8, port);
            Syscalls.call(Syscalls.LANDLOCK_ADD_RULE, ruleset, RULE_PORT, rule, 0);
        }
    }

    private long sinceVersion(int first, long access) {
        return version >= first ? access : 0;
    }
}
