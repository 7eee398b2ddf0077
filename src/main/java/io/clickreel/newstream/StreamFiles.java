package io.clickreel.newstream;

import io.clickreel.StartupException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files that come into being together or not at all: each is written in full beside its place, and moved there in one step
 * when its turn comes. What is not kept by the end is taken away.
 */
final class StreamFiles implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StreamFiles.class);

    private final List<Path> written = new ArrayList<>();
    private final List<Path> placed = new ArrayList<>();
    private boolean kept;

    /**
     * Writes a file where nobody reads it yet.
     *
     * @throws StartupException if the file is there already, or cannot be written
     */
    void write(Path file, String text) {
        requireFree(file);
        try {
            Files.createDirectories(file.getParent());
            Path beside = beside(file);
            Files.deleteIfExists(beside);
            written.add(beside);
            Files.writeString(beside, text);
        } catch (IOException e) {
            throw new StartupException(file + " cannot be written (" + e + "), so no file is.", e);
        }
    }

    /**
     * Moves a file that was written to its place.
     *
     * @throws StartupException if it is there by now, or cannot be moved
     */
    void place(Path file) {
        requireFree(file);
        try {
            placed.add(file);
            Files.move(beside(file), file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            placed.remove(file);
            throw new StartupException(file + " cannot be written (" + e + "), so no file is.", e);
        }
    }

    /** All is done: what is in its place stays there. */
    void keep() {
        kept = true;
    }

    @Override
    public void close() {
        written.forEach(StreamFiles::delete);
        if (!kept) {
            placed.forEach(StreamFiles::delete);
        }
    }

    private static void requireFree(Path file) {
        if (Files.exists(file)) {
            throw new StartupException(file + " is there already, and nothing is overwritten. Choose another name.");
        }
    }

    /** Hidden, and not named like a route or a step of the schema. */
    private static Path beside(Path file) {
        return file.resolveSibling("." + file.getFileName() + ".new");
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("{} is left behind and could not be deleted: {}", file, e.toString());
        }
    }
}
