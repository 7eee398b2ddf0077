package io.clickreel.audit;

import io.clickreel.stream.SourcePartition;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Properties;

/**
 * Up to which offset the rows of each partition were read and found right, kept in a file, so that a deep audit that
 * was interrupted, or is run again later, continues there.
 */
final class VerifiedOffsets {
    private static final String OF = "of";

    private final Path file;
    private final Properties offsets = new Properties();

    private VerifiedOffsets(Path file) {
        this.file = file;
    }

    /**
     * Reads the file; if it is missing or about another table, nothing is verified.
     *
     * @param table id of the table whose rows are verified
     */
    static VerifiedOffsets open(Path file, String table) {
        VerifiedOffsets verified = restart(file, table);
        if (Files.exists(file)) {
            Properties kept = new Properties();
            try (Reader reader = Files.newBufferedReader(file)) {
                kept.load(reader);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            if (table.equals(kept.getProperty(OF))) {
                verified.offsets.putAll(kept);
            }
        }
        return verified;
    }

    /** Begins with nothing verified; the file is replaced when something is. */
    static VerifiedOffsets restart(Path file, String table) {
        VerifiedOffsets verified = new VerifiedOffsets(file);
        verified.offsets.setProperty(OF, table);
        return verified;
    }

    long of(SourcePartition partition) {
        try {
            return Long.parseLong(offsets.getProperty(key(partition), "0"));
        } catch (NumberFormatException e) {
            // Somebody has edited the file: what it says is not known.
            return 0;
        }
    }

    /** Notes the end in the file, which is the old or the new one, whenever this process ends. */
    void verified(SourcePartition partition, long end) {
        offsets.setProperty(key(partition), Long.toString(end));
        Path written = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            try (Writer writer = Files.newBufferedWriter(written)) {
                offsets.store(
                        writer, "Rows that ./clickreel audit --deep has read: topic id, partition = offset up to");
            }
            Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String key(SourcePartition partition) {
        return partition.topicId() + "." + partition.partition();
    }
}
