package io.clickreel.embedded.clickhouse.engine;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * Keeps inserts and merges off a disk that is nearly full.
 *
 * <p>The engine does not survive a merge that runs out of space: it uses the cut part, and removes the parts that were
 * merged into it. So merges are stopped, and inserts refused, while there is still some space.
 */
public final class DiskGuard {
    private static final long MOST_RESERVED_BYTES = 512L << 20;
    /** A disk can fill at a gigabyte a second. */
    private static final long PAUSE_MS = 20;

    private final Path folder;
    private final long reservedBytes;
    private final Consumer<String> engine;
    private volatile boolean low;

    /** @param engine runs statements */
    DiskGuard(Path folder, long reservedBytes, Consumer<String> engine) {
        this.folder = folder;
        this.reservedBytes = reservedBytes;
        this.engine = engine;
    }

    /**
     * Watches from now on, until the process ends.
     *
     * @param disk the disk that the folder is on; Java finds it by files that this process may no longer read
     */
    public static DiskGuard watch(Engine engine, Path folder, FileStore disk) throws IOException {
        DiskGuard guard = new DiskGuard(folder, Math.min(MOST_RESERVED_BYTES, disk.getTotalSpace() / 10), statement -> {
            try (EngineConnection connection = engine.connect()) {
                connection.execute(statement);
            }
        });
        guard.look(disk.getUsableSpace());
        Thread thread = new Thread(() -> guard.run(disk), "disk-guard");
        thread.setDaemon(true);
        thread.start();
        return guard;
    }

    /** @throws EngineException if there is too little for an insert */
    public void requireSpace() {
        if (low) {
            throw new EngineException(
                    243,
                    "NOT_ENOUGH_SPACE",
                    "The disk of " + folder + " has less than " + (reservedBytes >> 20)
                            + " MB free; inserts wait until there is more. Free some, or move clickreel.data-dir to a"
                            + " larger disk.");
        }
    }

    void look(long freeBytes) {
        if (!low && freeBytes < reservedBytes) {
            low = true;
            System.err.println("The disk of " + folder + " is nearly full: no inserts and no merges.");
            engine.accept("SYSTEM STOP MERGES");
        } else if (low && freeBytes > reservedBytes + reservedBytes / 4) {
            engine.accept("SYSTEM START MERGES");
            System.err.println("The disk of " + folder + " has space again.");
            low = false;
        }
    }

    private void run(FileStore disk) {
        try {
            while (true) {
                Thread.sleep(PAUSE_MS);
                look(disk.getUsableSpace());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            System.err.println("The space on the disk of " + folder + " cannot be watched: " + e);
        }
    }
}
