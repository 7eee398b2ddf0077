package io.clickreel.embedded.clickhouse.install;

import io.clickreel.StartupException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Finds the native library of the embedded ClickHouse; fetches it with npm where it is missing. */
public final class LibChdb {
    static final String PACKAGE = "@chdb/lib-linux-x64-gnu@26.7.3-stable.1";
    static final String SHA256 = "36ad4e999882821ef13cf2d0f52c93f48e6ee1b4498b35a201c23ce4b8d15bf5";

    private static final String LIBRARY = "node_modules/@chdb/lib-linux-x64-gnu/libchdb.so";
    private static final String DOWNLOAD = ".libchdb-download-";
    private static final long NEEDED_BYTES = 1L << 30;

    private LibChdb() {}

    /**
     * Returns the library's path when it is there and whole. A first start downloads 178 MB.
     *
     * @param configured the setting embedded.clickhouse.library: a file to use as it is
     * @param progress takes a short text about each second while the library is fetched
     * @throws StartupException if there is no library and none can be had
     */
    public static Path locate(Path homeDir, @Nullable Path configured, Consumer<String> progress) {
        requirePlatform(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
        if (configured != null) {
            if (!Files.isRegularFile(configured)) {
                throw new StartupException(
                        "embedded.clickhouse.library is " + configured + ", but there is no such file."
                                + " Correct the path, or remove the setting to have the library fetched.");
            }
            return configured.toAbsolutePath();
        }
        Path folder = homeDir.toAbsolutePath().resolve(".libchdb");
        try {
            if (!Files.isRegularFile(folder.resolve(LIBRARY))) {
                install(homeDir.toAbsolutePath(), folder, progress);
            }
            LibraryCheck.require(folder, folder.resolve(LIBRARY), SHA256);
            return folder.resolve(LIBRARY);
        } catch (IOException | UncheckedIOException e) {
            throw new StartupException(
                    "The library of the embedded ClickHouse could not be placed in " + folder + ": " + reason(e)
                            + ". Make that folder writable, or set embedded.clickhouse.library to a copy elsewhere.",
                    e);
        }
    }

    static void requirePlatform(String os, String arch) {
        boolean x64 = arch.equals("amd64") || arch.equals("x86_64");
        boolean musl = Files.exists(Path.of("/lib/ld-musl-x86_64.so.1"))
                && !Files.exists(Path.of("/lib64/ld-linux-x86-64.so.2"));
        if (!os.toLowerCase(Locale.ROOT).equals("linux") || !x64 || musl) {
            throw new StartupException("The embedded ClickHouse runs only on Linux x86-64 with glibc; this is " + os
                    + " " + arch + (musl ? " with musl" : "")
                    + ". Set CLICKHOUSE_HOST to the address of a ClickHouse server.");
        }
    }

    private static void install(Path parent, Path folder, Consumer<String> progress) throws IOException {
        Files.createDirectories(parent);
        deleteLeftovers(parent);
        long free = Files.getFileStore(parent).getUsableSpace();
        if (free < NEEDED_BYTES) {
            throw new StartupException("The library of the embedded ClickHouse needs 1 GB of free disk in " + parent
                    + ", but " + (free >> 20) + " MB are free. Make room, or set embedded.clickhouse.library to a copy"
                    + " elsewhere.");
        }
        // A sibling, so that the rename is atomic; one for each start, so that two at once cannot mix.
        Path fresh = Files.createTempDirectory(parent, DOWNLOAD);
        try {
            new NpmInstall(PACKAGE, "npm").into(fresh, progress);
            if (!Files.isRegularFile(fresh.resolve(LIBRARY))) {
                throw new StartupException("npm installed " + PACKAGE + " without its library. Try again, or set"
                        + " embedded.clickhouse.library to a copy of libchdb.so.");
            }
            progress.accept("checking the library");
            LibraryCheck.require(fresh, fresh.resolve(LIBRARY), SHA256);
            moveIntoPlace(fresh, folder);
        } finally {
            FileTrees.delete(fresh);
        }
    }

    /** A download that was killed leaves its folder; one that is an hour old is dead. */
    private static void deleteLeftovers(Path parent) throws IOException {
        try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(parent, DOWNLOAD + "*")) {
            for (Path leftover : leftovers) {
                if (Files.getLastModifiedTime(leftover)
                        .toInstant()
                        .isBefore(Instant.now().minus(Duration.ofHours(1)))) {
                    FileTrees.delete(leftover);
                }
            }
        }
    }

    private static void moveIntoPlace(Path fresh, Path folder) throws IOException {
        try {
            if (Files.exists(folder) && !Files.exists(folder.resolve(LIBRARY))) {
                FileTrees.delete(folder);
            }
            Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            // Another start was faster; its library will do.
            if (!Files.isRegularFile(folder.resolve(LIBRARY))) {
                throw e;
            }
        }
    }

    private static String reason(Exception e) {
        return e instanceof FileSystemException
                ? e.getClass().getSimpleName() + " " + e.getMessage()
                : String.valueOf(e.getMessage());
    }
}
