package io.clickreel.embedded.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clickreel.StartupException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
    @TempDir
    Path parent;

    @Test
    void itIsMadeWithItsParentsAndSaysWhoHoldsIt() throws IOException {
        Path wanted = parent.resolve("a/b");

        try (DataFolder folder = DataFolder.take(wanted)) {
            assertThat(folder.path()).isEqualTo(wanted).isDirectory();
            assertThat(folder.subfolder("kafka"))
                    .isEqualTo(wanted.resolve("kafka"))
                    .isDirectory();
            assertThat(wanted.resolve("clickreel.lock"))
                    .hasContent(Long.toString(ProcessHandle.current().pid()));
        }
    }

    @Test
    void aFolderThatAnotherProcessHoldsIsRefusedWithThatProcessNumber() throws Exception {
        Process holder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx32m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FolderHolder.class.getName(),
                        parent.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            assertThat(holder.inputReader().readLine()).isEqualTo("held");
            assertThatThrownBy(() -> DataFolder.take(parent))
                    .isInstanceOf(StartupException.class)
                    .hasMessageContaining("already runs on " + parent)
                    .hasMessageContaining("process " + holder.pid())
                    .hasMessageContaining("-Dclickreel.data-dir");
        } finally {
            holder.destroyForcibly().waitFor();
        }

        // However the holder went, the folder is free again.
        try (DataFolder folder = DataFolder.take(parent)) {
            assertThat(folder.path()).isEqualTo(parent);
        }
    }

    /** Linux would drop the lock with the first channel to its file that its own process closes. */
    @Test
    void whoHoldsAFolderHoldsItStillAfterEachLook() throws Exception {
        try (DataFolder mine = DataFolder.take(parent)) {
            assertThat(FolderLock.isTaken(mine.path())).isTrue();
            assertThat(FolderLock.holder(mine.path()))
                    .hasValue(ProcessHandle.current().pid());
            assertThat(DataFolder.takeIfFree(parent)).isEmpty();
            assertThatThrownBy(() -> DataFolder.take(parent)).hasMessageContaining("already runs");

            Process other = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx32m",
                            "-cp",
                            System.getProperty("java.class.path"),
                            FolderHolder.class.getName(),
                            parent.toString())
                    .redirectErrorStream(true)
                    .start();
            try (var said = other.inputReader()) {
                assertThat(said.lines()).isNotEmpty().noneMatch(line -> line.equals("held"));
            } finally {
                other.destroyForcibly().waitFor();
            }
        }
    }

    @Test
    void aFolderThatThisProcessHoldsIsRefusedTooUntilItIsGivenBack() {
        try (DataFolder first = DataFolder.take(parent)) {
            assertThatThrownBy(() -> DataFolder.take(first.path()))
                    .isInstanceOf(StartupException.class)
                    .hasMessageContaining("already runs")
                    .hasMessageContaining("process " + ProcessHandle.current().pid());
        }
        try (DataFolder second = DataFolder.take(parent)) {
            assertThat(second.path()).isEqualTo(parent);
        }
    }

    @Test
    void aPlaceWhereNoFolderCanBeIsRefusedWithTheSettingToChange() throws IOException {
        Path file = Files.writeString(parent.resolve("file"), "not a folder");

        assertThatThrownBy(() -> DataFolder.take(file.resolve("data")))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining(file.resolve("data").toString())
                .hasMessageContaining("clickreel.data-dir");
    }

    @Test
    void aNewFolderIsItsOwnersAlone() throws IOException {
        Path wanted = parent.resolve("new");

        try (DataFolder folder = DataFolder.take(wanted)) {
            assertThat(rights(folder.path())).isEqualTo("rwx------");
            assertThat(rights(folder.subfolder("kafka"))).isEqualTo("rwx------");
            assertThat(rights(wanted.resolve("clickreel.lock"))).isEqualTo("rw-------");
        }
    }

    @Test
    void whatAnEarlierVersionLeftOpenIsClosed() throws IOException {
        Path old = open(Files.createDirectory(parent.resolve("old")), "rwxr-xr-x");
        Path folder = open(Files.createDirectories(old.resolve("clickhouse/store")), "rwxr-x---");
        Path file = open(Files.writeString(folder.resolve("data.bin"), "clicks"), "rw-r--r--");
        Path script = open(Files.writeString(folder.resolve("run"), ""), "r-xr-xr-x");
        Path elsewhere = open(Files.writeString(parent.resolve("elsewhere"), ""), "rw-r--r--");
        Files.createSymbolicLink(folder.resolve("link"), elsewhere);

        DataFolder.take(old).close();

        assertThat(rights(old)).isEqualTo("rwx------");
        assertThat(rights(folder)).isEqualTo("rwx------");
        assertThat(rights(file)).isEqualTo("rw-------");
        assertThat(rights(script)).isEqualTo("r-x------");
        assertThat(rights(elsewhere)).isEqualTo("rw-r--r--");
    }

    @Test
    void whatIsNotClickreelsStaysAsItIs() throws IOException {
        Path home = open(Files.createDirectory(parent.resolve("home")), "rwxr-xr-x");
        Path letter = open(Files.writeString(home.resolve("letter.txt"), "for all to read"), "rw-r--r--");
        Path logs = open(Files.createDirectory(home.resolve("logs")), "rwxr-xr-x");

        DataFolder.take(home).close();

        assertThat(rights(home)).isEqualTo("rwxr-xr-x");
        assertThat(rights(letter)).isEqualTo("rw-r--r--");
        assertThat(rights(logs)).isEqualTo("rwx------");
    }

    private static Path open(Path path, String rights) throws IOException {
        return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(rights));
    }

    private static String rights(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void tooLittleDiskIsRefusedWithWhatThereIsAndWhatIsNeeded() {
        assertThatThrownBy(() -> DataFolder.requireSpace(Path.of("/data"), 300L << 20))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("/data has 300 MB free")
                .hasMessageContaining("1024 MB")
                .hasMessageContaining("clickreel.data-dir");
    }

    /** Takes a folder and keeps it until it is killed. */
    static final class FolderHolder {
        public static void main(String[] arguments) throws IOException {
            try (DataFolder folder = DataFolder.take(Path.of(arguments[0]))) {
                System.out.println("held");
                System.in.read();
                folder.path();
            }
        }
    }
}
