package io.clickreel.embedded.clickhouse.install;

import io.clickreel.StartupException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Checks the library's checksum, once: a marker beside it remembers size and time of the file that was checked. */
final class LibraryCheck {
    private LibraryCheck() {}

    /** @throws StartupException if the library is not the one that Clickreel is made for */
    static void require(Path folder, Path library, String sha256) throws IOException {
        Path marker = folder.resolve("checked");
        String facts = sha256 + " " + Files.size(library) + " "
                + Files.getLastModifiedTime(library).toMillis();
        if (Files.isRegularFile(marker) && Files.readString(marker).trim().equals(facts)) {
            return;
        }
        String actual = hash(library);
        if (!actual.equals(sha256)) {
            throw new StartupException("The library of the embedded ClickHouse, " + library + ", is damaged or another"
                    + " version: its sha256 is " + actual + ", not " + sha256 + ". Delete the folder " + folder
                    + " and start again, or set embedded.clickhouse.library to a library of your own.");
        }
        Files.writeString(marker, facts + "\n");
    }

    static String hash(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[1 << 20];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
