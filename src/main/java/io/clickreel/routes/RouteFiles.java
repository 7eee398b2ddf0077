package io.clickreel.routes;

import io.clickreel.RootCause;
import io.clickreel.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;

/** The route files that Camel is told to read, with their texts. */
public final class RouteFiles {
    static final String INCLUDED = "camel.main.routes-include-pattern";

    /** As much as people write, and no more than the memory has. */
    static final int MOST_BYTES = 1 << 20;

    private static final String FILE = "file:";

    private RouteFiles() {}

    /**
     * Reads them all.
     *
     * @param home the folder to which relative paths refer
     * @return the text of each, by its path, in their order
     */
    public static SortedMap<Path, String> read(Settings settings, Path home) throws IOException {
        SortedMap<Path, String> texts = new TreeMap<>();
        for (String each : settings.toProperties().getProperty(INCLUDED, "").split(",", -1)) {
            String place = each.strip();
            Path path = home.resolve(place.startsWith(FILE) ? place.substring(FILE.length()) : place);
            Path folder = path.getParent();
            if (!place.startsWith(FILE) || folder == null || !Files.isDirectory(folder)) {
                continue;
            }
            try (DirectoryStream<Path> found =
                    Files.newDirectoryStream(folder, path.getFileName().toString())) {
                for (Path file : found) {
                    put(texts, file);
                }
            }
        }
        return texts;
    }

    private static void put(SortedMap<Path, String> texts, Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return;
        }
        // Bytes that are no text, and those beyond the limit, are told as mistakes of this one file.
        try (InputStream in = Files.newInputStream(file)) {
            texts.put(file, new String(in.readNBytes(MOST_BYTES + 1), StandardCharsets.UTF_8));
        } catch (NoSuchFileException e) {
            // It was deleted, or is being replaced, while the folder was listed.
        } catch (IOException e) {
            throw new IOException(file + " cannot be read: " + RootCause.of(e), e);
        }
    }
}
