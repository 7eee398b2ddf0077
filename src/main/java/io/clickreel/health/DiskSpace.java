package io.clickreel.health;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Whether the disk of the data folder is nearly full: embedded services, logs and film files grow there. */
public final class DiskSpace {
    private final Path folder;
    private final long warnBytes;
    private @Nullable Instant since;

    /** @param warnBytes with fewer free bytes it is told; 0: never */
    public DiskSpace(Path folder, long warnBytes, MeterRegistry meters) {
        this.folder = folder;
        this.warnBytes = warnBytes;
        Gauge.builder("clickreel.disk.free.bytes", this, disk -> disk.free())
                .description("Bytes that are free for Clickreel on the disk of its data folder")
                .strongReference(true)
                .register(meters);
        Gauge.builder("clickreel.disk.size.bytes", this, disk -> disk.size())
                .description("Bytes that the disk of the data folder has")
                .strongReference(true)
                .register(meters);
    }

    /** For the health check; empty while there is space. */
    public synchronized String sentence() {
        long free = free();
        if (free >= warnBytes) {
            since = null;
            return "";
        }
        Instant first = since == null ? Instant.now() : since;
        since = first;
        return String.format(
                Locale.ROOT,
                "since %s the disk of %s is nearly full: %,d MB are free (%.1f %%), fewer than"
                        + " clickreel.disk-free-warn-mb=%d. When it is full, nothing is stored and records wait in Kafka. Free"
                        + " some, let Kafka keep its topics for a shorter time, or set clickreel.data-dir to a folder on another disk.",
                first.truncatedTo(ChronoUnit.SECONDS),
                folder,
                free >> 20,
                100.0 * free / Math.max(1, size()),
                warnBytes >> 20);
    }

    private long free() {
        try {
            return store().getUsableSpace();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long size() {
        try {
            return store().getTotalSpace();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private FileStore store() throws IOException {
        return Files.getFileStore(folder);
    }
}
