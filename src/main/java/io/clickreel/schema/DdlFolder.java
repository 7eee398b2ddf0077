package io.clickreel.schema;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The steps of the schema in their order. */
final class DdlFolder {
    private DdlFolder() {}

    /**
     * Reads every file of the folder, hidden files and Markdown aside.
     *
     * @throws SchemaException if one of them is no valid step, or two have the same version
     */
    static List<DdlFile> read(Path folder) {
        List<Path> paths;
        try (Stream<Path> entries = Files.list(folder)) {
            paths = entries.filter(DdlFolder::isStep).sorted().toList();
        } catch (IOException e) {
            throw new SchemaException(
                    "The schema's folder " + folder.toAbsolutePath() + " cannot be read. Start Clickreel in the folder"
                            + " that holds ddl/, or set where it is.",
                    e);
        }
        if (paths.isEmpty()) {
            throw new SchemaException("The schema's folder " + folder.toAbsolutePath() + " has no files. Without them"
                    + " there are no tables to store events in.");
        }
        List<DdlFile> files = paths.stream().map(DdlFile::read).toList();
        for (int i = 1; i < files.size(); i++) {
            DdlFile before = files.get(i - 1);
            DdlFile file = files.get(i);
            if (before.version() == file.version()) {
                throw new SchemaException("ddl/" + before.name() + " and ddl/" + file.name() + " have the same version."
                        + " Give the newer of them the next free number.");
            }
        }
        return files;
    }

    /** Whether it is a step: a folder such as ddl/access has files that the pipeline does not run. */
    private static boolean isStep(Path path) {
        String name = String.valueOf(path.getFileName());
        return !Files.isDirectory(path) && !name.startsWith(".") && !name.endsWith(".md");
    }
}
