package io.clickreel.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A project's folder of a test's own, in which files can be added. */
public final class HomeCopy {
    private HomeCopy() {}

    public static Path make() {
        Path home = Services.folder();
        try {
            for (String folder : List.of("contracts", "ddl", "queries", "routes")) {
                copy(Services.home().resolve(folder), home.resolve(folder));
            }
            Files.copy(Services.home().resolve("application.properties"), home.resolve("application.properties"));
            Files.createSymbolicLink(
                    home.resolve(".libchdb"),
                    Services.home().resolve(".libchdb").toAbsolutePath());
            return home;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The files of the folders that a new stream is written to, hidden ones too. */
    public static List<String> files(Path home) {
        return Stream.of("contracts", "ddl", "routes")
                .flatMap(folder -> {
                    try (Stream<Path> files = Files.list(home.resolve(folder))) {
                        return files.map(file -> home.relativize(file).toString()).sorted().toList().stream();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .toList();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }
}
