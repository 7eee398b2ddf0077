package io.clickreel.run;

import static io.clickreel.testing.UpProcess.within;
import static org.assertj.core.api.Assertions.assertThat;

import io.clickreel.testing.Services;
import io.clickreel.testing.SlowClients;
import io.clickreel.testing.UpProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What others on the same machine cannot do to a Clickreel that runs: read its files, see its secrets, keep it busy. */
@Tag("services")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClosedToOthersTest {
    private static final int SLOW_CLIENTS = 100;
    private static final List<String> SECRETS = List.of("open-clickhouse", "open-s3", "open-dashboard", "open-kafka");

    private final Path data = Services.folder();
    private UpProcess up;

    @BeforeAll
    void start() throws IOException {
        // As an earlier version left it.
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path old = Files.createDirectories(data.resolve("logs"));
        Files.setPosixFilePermissions(old, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path log = Files.writeString(old.resolve("kafka.log"), "");
        Files.setPosixFilePermissions(log, PosixFilePermissions.fromString("rw-r--r--"));
        up = UpProcess.up(
                Services.overrides(
                        data, Map.of("clicks.generate.rate-per-second", "100", "clickhouse.password", SECRETS.get(0))),
                Map.of(
                        "CLICKHOUSE_PASSWORD", SECRETS.get(0),
                        "S3_SECRET_KEY", SECRETS.get(1),
                        "DASHBOARD_CLICKHOUSE_PASSWORD", SECRETS.get(2),
                        "KAFKA_SASL_JAAS_CONFIG", SECRETS.get(3),
                        "TZ", "UTC"));
        within(60).until(() -> up.count("(SELECT count() FROM clicks)") > 0);
        within(60).until(() -> up.count("(SELECT count() FROM dim_film)") > 0);
    }

    @AfterAll
    void stop() {
        if (up != null) {
            up.close();
        }
    }

    @Test
    void everythingInTheDataFolderIsItsOwnersAlone() throws IOException {
        List<String> open = new ArrayList<>();
        Files.walkFileTree(data, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                return visitFile(folder, attributes);
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.isSymbolicLink()) {
                    // Links have no rights of their own.
                    return FileVisitResult.CONTINUE;
                }
                try {
                    String rights = PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
                    if (!rights.endsWith("------")) {
                        open.add(rights + " " + file);
                    }
                    return FileVisitResult.CONTINUE;
                } catch (NoSuchFileException e) {
                    return visitFileFailed(file, e);
                }
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) {
                // The engine merges meanwhile, and removes what it has merged.
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, IOException failure) {
                return FileVisitResult.CONTINUE;
            }
        });
        assertThat(open).isEmpty();
        for (String service : List.of("kafka", "clickhouse", "s3", "logs", "run")) {
            assertThat(data.resolve(service)).isNotEmptyDirectory();
        }
    }

    @Test
    void theServicesKnowNoSecretsButTheirOwnAndThoseAreNotInTheirEnvironment() throws IOException {
        assertThat(up.children()).hasSize(2);
        for (ProcessHandle child : up.children()) {
            Path process = Path.of("/proc", Long.toString(child.pid()));
            String environment = Files.readString(process.resolve("environ"), StandardCharsets.ISO_8859_1);
            assertThat(environment).contains("CLASSPATH=", "PATH=", "TZ=UTC").doesNotContain(SECRETS);
            assertThat(Arrays.stream(environment.split("\0")).map(line -> line.split("=", 2)[0]))
                    .noneMatch(name -> name.matches("(KAFKA|CLICKHOUSE|S3|DASHBOARD)_.*"));
            assertThat(Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1))
                    .doesNotContain(SECRETS);
        }
        assertThat(up.query("SELECT 1")).isEqualTo("1");
    }

    /** On all ports at the same time, for each waits as long. */
    @Test
    void whoSendsSlowlyKeepsNobodyOutAndIsNotWaitedForLong() throws IOException {
        Map<String, String> paths = Map.of(
                "dashboard.port", "/api/questions/totals",
                "management.port", "/observe/health",
                "embedded.s3.port", "/clickreel/dim_film.csv");
        String head = "Host: localhost\r\nContent-Length: 10000000\r\n";
        Map<String, SlowClients> heads = new HashMap<>();
        List<SlowClients> all = new ArrayList<>();
        try {
            for (Map.Entry<String, String> port : paths.entrySet()) {
                int number = Integer.parseInt(up.setting(port.getKey()));
                String path = port.getValue();
                SlowClients slow =
                        SlowClients.connect(number, SLOW_CLIENTS, "GET " + path + " HTTP/1.1\r\nX-Slow: ", "x");
                all.add(slow);
                heads.put(port.getKey(), slow);
                all.add(SlowClients.connect(
                        number, SLOW_CLIENTS, "PUT " + path + "{i} HTTP/1.1\r\n" + head + "\r\n", "x".repeat(100)));
            }
            heads.forEach((port, slow) -> assertThat(slow.waiting()).as(port).isEqualTo(SLOW_CLIENTS));

            for (int i = 0; i < 10; i++) {
                // It fails when it takes more than five seconds.
                paths.forEach((port, path) ->
                        assertThat(up.get(port, path).statusCode()).as(port).isEqualTo(200));
            }
            heads.forEach((port, slow) -> within(30)
                    .untilAsserted(() -> assertThat(slow.waiting()).as(port).isZero()));
        } finally {
            for (SlowClients slow : all) {
                slow.close();
            }
        }
    }
}
