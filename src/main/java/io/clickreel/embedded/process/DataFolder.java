package io.clickreel.embedded.process;

import io.clickreel.OwnerOnly;
import io.clickreel.StartupException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one folder in which the embedded services keep everything, held by one Clickreel at a time. */
public final class DataFolder implements AutoCloseable {
    private static final long LEAST_FREE_BYTES = 1L << 30;
    private static final int MORE_TRIES = 5;
    private static final long TRY_EACH_NANOS = 100_000_000;

    private static final Logger LOG = LoggerFactory.getLogger(DataFolder.class);

    /** The entries that Clickreel and its services make in it. */
    private static final Set<String> OWN_ENTRIES =
            Set.of(FolderLock.FILE, "kafka", "clickhouse", "s3", "logs", "run", "instance-id", "audit-deep.properties");

    private static final Set<PosixFilePermission> OWNERS = PosixFilePermissions.fromString("rwx------");

    private final Path folder;
    private final FileChannel lockFile;

    private DataFolder(Path folder, FileChannel lockFile) {
        this.folder = folder;
        this.lockFile = lockFile;
    }

    /**
     * Takes the folder, and creates it if it is missing. The operating system releases it however this process ends.
     *
     * @throws StartupException if another process holds it or it cannot be written
     */
    public static DataFolder take(Path folder) {
        return takeUnlessHeld(folder)
                .orElseThrow(() -> new StartupException("Clickreel already runs on "
                        + folder.toAbsolutePath().normalize() + " (process " + holder(folder)
                        + "). Stop that one first, or give this one a folder of its own with"
                        + " -Dclickreel.data-dir=..."));
    }

    /**
     * Takes the folder, unless another process holds it for more than a moment: a command that only looks whether it is taken has
     * it so long.
     *
     * @throws StartupException if it cannot be written
     */
    public static Optional<DataFolder> takeUnlessHeld(Path folder) {
        Optional<DataFolder> taken = takeIfFree(folder);
        for (int i = 0; taken.isEmpty() && i < MORE_TRIES; i++) {
            LockSupport.parkNanos(TRY_EACH_NANOS);
            taken = takeIfFree(folder);
        }
        return taken;
    }

    private static String holder(Path folder) {
        try {
            return FolderLock.isHeld(folder)
                    ? Long.toString(ProcessHandle.current().pid())
                    : FolderLock.named(folder);
        } catch (IOException e) {
            return "unknown";
        }
    }

    /**
     * Takes the folder, unless another process holds it.
     *
     * @throws StartupException if it cannot be written
     */
    public static Optional<DataFolder> takeIfFree(Path folder) {
        Path absolute = folder.toAbsolutePath().normalize();
        try {
            OwnerOnly.newFiles();
            Files.createDirectories(absolute);
            if (FolderLock.isHeld(absolute)) {
                return Optional.empty();
            }
            FileChannel channel = FileChannel.open(
                    absolute.resolve(FolderLock.FILE),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
            if (!FolderLock.lock(channel)) {
                channel.close();
                return Optional.empty();
            }
            FolderLock.held(absolute);
            closeToOthers(absolute);
            channel.truncate(0);
            channel.write(
                    ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
            return Optional.of(new DataFolder(absolute, channel));
        } catch (IOException e) {
            throw new StartupException("The data folder " + absolute + " cannot be used (" + FolderLock.reason(e)
                    + "). Make it writable for this user, or set clickreel.data-dir to another folder.");
        }
    }

    public Path path() {
        return folder;
    }

    /** A folder in it, made if it is missing. */
    public Path subfolder(String name) {
        try {
            return Files.createDirectories(folder.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            FolderLock.left(folder);
            lockFile.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws StartupException if its disk has less than 1 GiB free */
    public void requireSpace() {
        try {
            requireSpace(folder, Files.getFileStore(folder).getUsableSpace());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void requireSpace(Path folder, long freeBytes) {
        if (freeBytes < LEAST_FREE_BYTES) {
            throw new StartupException("The disk of " + folder + " has " + freeBytes / (1 << 20)
                    + " MB free; the embedded services need " + LEAST_FREE_BYTES / (1 << 20)
                    + " MB to start. Free some, or set clickreel.data-dir to a folder on another disk.");
        }
    }

    /**
     * Takes all rights away from others on what an earlier version, or whoever made the folder, left readable: the
     * clicks and the engine's users and keys are in there. The folder's own rights are changed last, so that an
     * interrupted start is completed by the next one.
     */
    private static void closeToOthers(Path folder) throws IOException {
        try {
            closeIfOpen(folder);
        } catch (FileSystemException e) {
            // This happens in a container whose volume belongs to another user.
            LOG.warn(
                    "The data folder {} stays open to those who could read it before: the rights of {} cannot be changed"
                            + " ({}). Let it belong to the user who runs Clickreel.",
                    folder,
                    e.getFile(),
                    FolderLock.reason(e));
        }
    }

    private static void closeIfOpen(Path folder) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(folder, PosixFileAttributeView.class);
        if (view == null || isOwnersAlone(view.readAttributes().permissions())) {
            return;
        }
        boolean shared = false;
        for (Path entry : entries(folder)) {
            if (OWN_ENTRIES.contains(entry.getFileName().toString())) {
                closeTree(entry);
            } else if (!entry.endsWith("lost+found")) {
                shared = true;
            }
        }
        if (shared) {
            // This may be somebody's home folder: only what Clickreel has made is changed.
            LOG.warn(
                    "The data folder {} has files that are not Clickreel's, so it stays open to those who could read it"
                            + " before; Clickreel's own files in it are closed to others. Set clickreel.data-dir to a folder"
                            + " of its own.",
                    folder);
        } else {
            close(folder);
        }
    }

    private static List<Path> entries(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.toList();
        }
    }

    private static void closeTree(Path top) throws IOException {
        Files.walkFileTree(top, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                // A link leads to a file elsewhere.
                if (!attributes.isSymbolicLink()) {
                    close(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                // A service of an earlier run may still be ending and deleting its files.
                if (failure instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) throws IOException {
                close(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static void close(Path path) throws IOException {
        try {
            Set<PosixFilePermission> rights = EnumSet.copyOf(OWNERS);
            rights.retainAll(Files.getPosixFilePermissions(path));
            Files.setPosixFilePermissions(path, rights);
        } catch (NoSuchFileException e) {
            // The file was deleted since it was listed.
        }
    }

    private static boolean isOwnersAlone(Set<PosixFilePermission> rights) {
        return OWNERS.containsAll(rights);
    }
}
