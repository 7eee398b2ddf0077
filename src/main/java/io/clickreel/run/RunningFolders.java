package io.clickreel.run;

import io.clickreel.StartupException;
import io.clickreel.embedded.process.FolderLock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The data folders on which Clickreels of one project run, so that a command finds one that was started with another
 * {@code clickreel.data-dir}: a file for each in {@code .running/}, whose text is the folder's path. It logs nothing, because
 * commands look before they know where they log.
 */
public final class RunningFolders {
    private RunningFolders() {}

    /** Adds a folder, and takes away those on which nothing runs any more. */
    static void add(Path home, Path folder) {
        Path list = list(home);
        String text = folder.toAbsolutePath().normalize().toString();
        try {
            Files.createDirectories(list);
            for (Path entry : entries(list)) {
                if (folderIn(entry).filter(RunningFolders::isTaken).isEmpty()) {
                    Files.deleteIfExists(entry);
                }
            }
            String name = UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8))
                    .toString();
            Files.writeString(list.resolve(name), text);
        } catch (IOException e) {
            // A project's folder may be read-only, as in an image: its commands are told the data folder then.
        }
    }

    /** Those on which one runs now. */
    public static List<Path> of(Path home) {
        try {
            return entries(list(home)).stream()
                    .flatMap(entry -> folderIn(entry).stream())
                    .filter(RunningFolders::isTaken)
                    .toList();
        } catch (IOException e) {
            // The list belongs to another user, and so does what runs.
            return List.of();
        }
    }

    private static List<Path> entries(Path list) throws IOException {
        if (!Files.isDirectory(list)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(list)) {
            return entries.sorted().toList();
        }
    }

    /** Empty if nobody can tell: the entry is gone meanwhile, is another user's, or was damaged by a crash. */
    private static Optional<Path> folderIn(Path entry) {
        try {
            return Optional.of(Path.of(Files.readString(entry)));
        } catch (IOException | InvalidPathException e) {
            return Optional.empty();
        }
    }

    /** Whether a Clickreel runs on the folder. */
    public static boolean isTaken(Path folder) {
        try {
            return FolderLock.isTaken(folder);
        } catch (StartupException e) {
            // It belongs to another user.
            return false;
        }
    }

    private static Path list(Path home) {
        return home.resolve(".running");
    }
}
