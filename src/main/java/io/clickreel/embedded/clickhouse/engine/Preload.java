package io.clickreel.embedded.clickhouse.engine;

import com.github.luben.zstd.util.Native;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.TimeZone;
import java.util.logging.Logger;
import java.util.stream.Stream;
import net.jpountz.lz4.LZ4Factory;

/** Loads what this JVM would load later from outside the data folder, where the walls will not let it. */
public final class Preload {
    private Preload() {}

    /** @return folders that have to stay readable: Java's own libraries, and those that a build runs its tests from */
    public static List<Path> all() {
        openAllJars();
        Native.load();
        LZ4Factory.fastestInstance();
        // SecureRandom and TimeZone read files of the machine when they are first used.
        new SecureRandom().nextBytes(new byte[8]);
        TimeZone.getDefault();
        Logger.getLogger(Preload.class.getName()).fine("the log's configuration is read");
        Stream<String> classPath =
                Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator));
        return Stream.concat(Stream.of(System.getProperty("java.home")), classPath)
                .map(Path::of)
                .filter(Files::isDirectory)
                .toList();
    }

    /** Looks for a class that is in no jar: that makes the class loader open each of them, and it keeps them open. */
    private static void openAllJars() {
        try {
            Class.forName("io.clickreel.NoSuchClass");
            throw new IllegalStateException("there must be no such class");
        } catch (ClassNotFoundException e) {
            // All jars are open.
        }
    }
}
