package io.clickreel.embedded.clickhouse.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clickreel.StartupException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibChdbTest {
    @TempDir
    Path folder;

    @Test
    void aConfiguredLibraryIsTakenAsItIs() throws Exception {
        Path own = Files.createFile(folder.resolve("own.so"));
        assertThat(LibChdb.locate(folder, own, text -> {})).isEqualTo(own);
        Path missing = folder.resolve("missing.so");
        assertThatThrownBy(() -> LibChdb.locate(folder, missing, text -> {}))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("embedded.clickhouse.library is " + missing);
    }

    @Test
    void anotherPlatformIsToldToUseAServer() {
        LibChdb.requirePlatform("Linux", "amd64");
        assertThatThrownBy(() -> LibChdb.requirePlatform("Mac OS X", "aarch64"))
                .hasMessageContaining("CLICKHOUSE_HOST");
        assertThatThrownBy(() -> LibChdb.requirePlatform("Linux", "aarch64")).hasMessageContaining("aarch64");
    }

    @Test
    void aDamagedLibraryIsFoundAndTheWayOutIsNamed() throws Exception {
        Path library = folder.resolve(".libchdb/node_modules/@chdb/lib-linux-x64-gnu/libchdb.so");
        Files.createDirectories(library.getParent());
        Files.writeString(library, "damaged");
        assertThatThrownBy(() -> LibChdb.locate(folder, null, text -> {}))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("Delete the folder " + folder.resolve(".libchdb"));
    }

    @Test
    void aLibraryIsHashedAgainOnlyIfItChanged() throws Exception {
        Path library = folder.resolve("lib.so");
        Files.writeString(library, "good");
        String sha256 = LibraryCheck.hash(library);
        LibraryCheck.require(folder, library, sha256);
        FileTime checked = Files.getLastModifiedTime(library);

        Files.writeString(library, "evil");
        Files.setLastModifiedTime(library, checked);
        LibraryCheck.require(folder, library, sha256);

        Files.setLastModifiedTime(library, FileTime.fromMillis(checked.toMillis() + 1000));
        assertThatThrownBy(() -> LibraryCheck.require(folder, library, sha256)).hasMessageContaining("sha256");
    }

    @Test
    void withoutNpmTheWaysOutAreNamed() {
        assertThatThrownBy(() -> new NpmInstall("x", folder.resolve("no-npm").toString()).into(folder, text -> {}))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("no npm in the PATH");
    }

    @Test
    void npmsOwnErrorIsQuotedAndProgressIsShown() throws Exception {
        Path npm = folder.resolve("npm");
        Files.writeString(npm, """
                #!/bin/sh
                sleep 1.5
                echo "npm error code ENOTFOUND"
                echo "npm error errno ENOTFOUND"
                echo "npm error network request to the registry failed"
                echo "npm error A complete log of this run can be found in: /x"
                exit 1
                """);
        assertThat(npm.toFile().setExecutable(true)).isTrue();
        List<String> progress = new ArrayList<>();
        assertThatThrownBy(() -> new NpmInstall("x", npm.toString()).into(folder, progress::add))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("\"code ENOTFOUND; network request to the registry failed\"");
        assertThat(progress).containsExactly("fetching the ClickHouse engine: 1 s");
    }
}
