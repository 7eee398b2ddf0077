package io.clickreel.embedded.process;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the file to which a child writes its standard error within a bound. The child has the file open and knows nothing of it,
 * so the file is copied and then emptied; what the child writes between the two is lost. It must be open for appending.
 */
final class BoundedLog {
    private static final Logger LOG = LoggerFactory.getLogger(BoundedLog.class);
    private static final long LARGEST_BYTES = 16 << 20;
    private static final int KEPT = 3;
    private static final int CRASHES_KEPT = 5;

    private final Path file;
    private final String name;
    private final long largestBytes;
    private final int kept;

    BoundedLog(Path file) {
        this(file, LARGEST_BYTES, KEPT);
    }

    /** @param kept how many packed files of earlier lines stay */
    BoundedLog(Path file, long largestBytes, int kept) {
        this.file = file;
        this.name = file.getFileName().toString().replaceFirst("\\.log$", "");
        this.largestBytes = largestBytes;
        this.kept = kept;
    }

    /** Packs the file away if it has become too large. */
    void look() {
        try {
            if (Files.exists(file) && Files.size(file) > largestBytes) {
                packAway();
            }
        } catch (IOException e) {
            LOG.warn("{} has become large and cannot be packed away: {}", file, e.getMessage());
        }
    }

    /** Deletes all but the newest reports of crashes. */
    void forgetOldCrashes() {
        try (Stream<Path> files = Files.list(file.resolveSibling(""))) {
            List<Path> crashes = files.filter(
                            one -> one.getFileName().toString().startsWith(name + "-crash-"))
                    .sorted(Comparator.comparing(BoundedLog::time).reversed())
                    .skip(CRASHES_KEPT)
                    .toList();
            for (Path crash : crashes) {
                Files.deleteIfExists(crash);
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.debug("old reports of crashes stay", e);
        }
    }

    private void packAway() throws IOException {
        Path next = packed(0);
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(next))) {
            Files.copy(file, out);
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(0);
        }
        for (int number = kept; number > 0; number--) {
            Path younger = packed(number - 1);
            if (Files.exists(younger)) {
                Files.move(younger, packed(number), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private Path packed(int number) {
        return file.resolveSibling(name + "-" + number + ".log.gz");
    }

    private static FileTime time(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            return FileTime.fromMillis(0);
        }
    }
}
