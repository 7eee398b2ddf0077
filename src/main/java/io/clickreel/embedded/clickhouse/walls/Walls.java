package io.clickreel.embedded.clickhouse.walls;

import io.clickreel.StartupException;
import io.clickreel.embedded.clickhouse.engine.Engine;
import io.clickreel.embedded.kernel.KernelWall;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What keeps SQL inside the engine's data folder. Each of the three refuses by itself nearly all that reaches outside;
 * {@code docs/embedded-clickhouse.md} says what each one does not.
 *
 * @param standing the walls that are up: all, unless somebody looks for the cause of a fault
 * @param remote the addresses that SQL may reach
 */
public record Walls(Set<Wall> standing, List<RemoteAddress> remote) {
    enum Wall {
        /** Landlock and seccomp: whatever the engine does, the kernel refuses it. */
        KERNEL,
        /** The rights that the engine gives to its one user. */
        GRANTS,
        /** Each statement is checked, as the engine's parser understands it, before it runs. */
        SYNTAX
    }

    /** Rights for the pipeline, its commands and readers; none that names files, programs, hosts or other users. */
    private static final List<String> GRANTS = List.of(
            "GRANT SELECT, INSERT, ALTER TABLE, ALTER DATABASE, ALTER VIEW, CREATE DATABASE, CREATE TABLE, CREATE VIEW,"
                    + " DROP DATABASE, DROP TABLE, DROP VIEW, DROP DICTIONARY, UNDROP TABLE, TRUNCATE, OPTIMIZE, CHECK,"
                    + " SHOW, dictGet, SYSTEM MERGES, SYSTEM TTL MERGES, SYSTEM MOVES, SYSTEM VIEWS,"
                    + " SYSTEM WAIT LOADING PARTS ON *.*",
            "GRANT CREATE TEMPORARY TABLE, CREATE TEMPORARY VIEW, CREATE FUNCTION, DROP FUNCTION, KILL QUERY,"
                    + " SYSTEM DROP CACHE, SYSTEM FLUSH LOGS ON *.*");

    /** Files of the system that the engine reads: how many cores there are and may be used, and random bytes. */
    private static final List<String> NUMBERS =
            List.of("/sys/devices/system/cpu/online", "/sys/fs/cgroup", "/dev/urandom");

    private static final List<String> NAMES_AND_CERTIFICATES = List.of(
            "/etc/resolv.conf",
            "/etc/hosts",
            "/etc/host.conf",
            "/etc/nsswitch.conf",
            "/etc/gai.conf",
            "/etc/services",
            "/etc/ssl/certs",
            "/usr/share/ca-certificates",
            "/etc/pki/ca-trust");

    /**
     * @param names such as {@code kernel,grants,syntax}, or {@code all}
     * @param remote as {@link RemoteAddress#parse} takes it
     */
    public static Walls parse(String names, String remote) {
        Set<Wall> standing = EnumSet.noneOf(Wall.class);
        for (String name : names.split(",")) {
            try {
                if (name.strip().equals("all")) {
                    standing.addAll(EnumSet.allOf(Wall.class));
                } else if (!name.isBlank()) {
                    standing.add(Wall.valueOf(name.strip().toUpperCase(Locale.ROOT)));
                }
            } catch (IllegalArgumentException e) {
                throw new StartupException("embedded.clickhouse.walls has '" + name
                        + "'. It takes all, or some of kernel, grants and syntax, with commas between them.");
            }
        }
        return new Walls(standing, RemoteAddress.parse(remote));
    }

    public List<String> grants() {
        return standing.contains(Wall.GRANTS)
                ? Stream.concat(GRANTS.stream(), remote.stream().flatMap(address -> address.grants().stream()))
                        .toList()
                : List.of("GRANT ALL ON *.*");
    }

    /**
     * Raises the kernel's wall around this process, with only the data folder inside.
     *
     * @param code folders from which this process still has to load classes
     * @param port the port on which it will listen
     * @return what the walls lack, a sentence each
     */
    public List<String> raise(Path dataDir, List<Path> code, int port) {
        List<String> missing = new ArrayList<>();
        Arrays.stream(Wall.values())
                .filter(wall -> !standing.contains(wall))
                .forEach(wall -> missing.add("embedded.clickhouse.walls leaves out "
                        + wall.name().toLowerCase(Locale.ROOT) + "; set it to all when you are done."));
        if (standing.contains(Wall.KERNEL)) {
            List<Path> readable = new ArrayList<>(code);
            NUMBERS.forEach(path -> readable.add(Path.of(path)));
            if (remote.stream().anyMatch(RemoteAddress::needsNamesOrCertificates)) {
                NAMES_AND_CERTIFICATES.forEach(path -> readable.add(Path.of(path)));
            }
            missing.addAll(KernelWall.raise(
                    List.of(dataDir),
                    readable,
                    port,
                    remote.stream().map(RemoteAddress::port).toList()));
        }
        return missing;
    }

    /** @return null if that wall is not up */
    @Nullable
    public SyntaxWall syntax(Engine engine) {
        return standing.contains(Wall.SYNTAX) ? new SyntaxWall(engine, remote) : null;
    }
}
