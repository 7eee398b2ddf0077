package io.clickreel.embedded.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.clickreel.embedded.clickhouse.engine.StoreLock;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("services")
class ChildProcessTest {
    @TempDir
    Path folder;

    @Test
    void whatWasAcknowledgedSurvivesAKill() throws Exception {
        Path store = folder.resolve("store");
        int stored = 0;
        try (ChildServer server = ChildServer.start(store, "")) {
            Http http = new Http(server.port, "");
            http.ask("CREATE TABLE clickreel.kept (a UInt64) ENGINE = MergeTree ORDER BY a");
            for (int i = 0; i < 20; i++) {
                http.ask("INSERT INTO clickreel.kept FORMAT CSV\n" + i + "\n");
                stored++;
            }
            server.process.destroyForcibly();
            // The next one starts while this one may still be dying.
        }
        try (ChildServer server = ChildServer.start(store, "")) {
            assertThat(server.port).as(server.errors()).isNotNull();
            assertThat(new Http(server.port, "").ask("SELECT count(), max(a) FROM clickreel.kept"))
                    .isEqualTo(stored + "\t19");
        }
    }

    @Test
    void theChildEndsWithItsParentAndIsQuiet() throws Exception {
        try (ChildServer server = ChildServer.start(folder.resolve("store"), "")) {
            Http http = new Http(server.port, "");
            http.ask("CREATE TABLE clickreel.quiet (a UInt64) ENGINE = MergeTree ORDER BY a");
            http.ask("INSERT INTO clickreel.quiet VALUES (1)");
            http.post("", "SELEC");
            server.process.getOutputStream().close();
            await().atMost(10, TimeUnit.SECONDS).until(() -> !server.process.isAlive());
            assertThat(server.process.exitValue()).isZero();
            assertThat(server.errors()).isEmpty();
        }
    }

    @Test
    void aPortThatIsTakenIsSaidPlainly() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress());
                ChildServer server = ChildServer.start(folder.resolve("store"), "", "--port=" + taken.getLocalPort())) {
            assertThat(server.port).isNull();
            assertThat(server.process.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(server.process.exitValue()).isEqualTo(1);
            assertThat(server.errors().strip())
                    .contains("cannot listen on 127.0.0.1:" + taken.getLocalPort())
                    .hasLineCount(1);
        }
    }

    @Test
    void withoutAPasswordItStaysOnThisMachine() throws Exception {
        try (ChildServer server = ChildServer.start(folder.resolve("store"), "", "--host=0.0.0.0")) {
            assertThat(server.port).isNull();
            assertThat(server.process.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(server.process.exitValue()).isEqualTo(1);
            assertThat(server.errors()).contains("without a password").contains("CLICKHOUSE_PASSWORD");
        }
    }

    @Test
    void anUnknownOptionIsRefused() throws Exception {
        try (ChildServer server = ChildServer.start(folder.resolve("store"), "", "--prot=1")) {
            assertThat(server.port).isNull();
            assertThat(server.process.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(server.errors()).contains("--prot=1");
        }
    }

    @Test
    void aStoreInUseIsWaitedFor() throws Exception {
        Path store = folder.resolve("store");
        try (ChildServer first = ChildServer.start(store, "")) {
            assertThat(StoreLock.awaitFree(store, java.time.Duration.ofMillis(300)))
                    .isFalse();
            first.process.destroyForcibly();
            assertThat(StoreLock.awaitFree(store, java.time.Duration.ofSeconds(10)))
                    .isTrue();
        }
    }
}
