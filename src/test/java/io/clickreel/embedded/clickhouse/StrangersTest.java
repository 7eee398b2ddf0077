package io.clickreel.embedded.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.clickreel.testing.SlowClients;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What pages of other sites, and clients that send slowly, cannot do to the embedded ClickHouse. */
@Tag("services")
class StrangersTest {
    private static final int SLOW_CLIENTS = 100;

    private final Http http = Http.shared();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host: films.example",
                "Host: localhost.films.example:8123",
                "Host: 127.0.0.1\r\nHost: films.example",
                "Host: 127.0.0.1\r\nOrigin: http://films.example",
                "Host: 127.0.0.1\r\nOrigin: null",
                "Host: 127.0.0.1\r\nOrigin: http://127.0.0.1:1",
                "Host: 127.0.0.1\r\nSec-Fetch-Site: cross-site",
                "Host: 127.0.0.1\r\nSec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document",
                "Host: 127.0.0.1\r\nSec-Fetch-Site: same-site",
            })
    void aPageOfAnotherSiteIsRefusedWhateverTheMethod(String headers) throws Exception {
        for (String method : new String[] {"GET", "POST", "PUT", "OPTIONS", "HEAD", "DELETE"}) {
            String answer =
                    raw(method + " /?query=CREATE+TABLE+default.of_strangers+ENGINE=Memory+AS+SELECT+1 HTTP/1.1\r\n"
                            + headers + "\r\nAuthorization: " + authorization() + "\r\nContent-Length: 0\r\n\r\n");
            assertThat(answer).as(method + " " + headers).startsWith("HTTP/1.1 403");
        }
        assertThat(http.ask("EXISTS TABLE default.of_strangers")).isEqualTo("0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /ping HTTP/1.0\r\n",
                "GET /ping HTTP/1.1\r\nHost: localhost:8123\r\nConnection: close\r\n",
                "GET /ping HTTP/1.1\r\nHost: [::1]\r\nSec-Fetch-Site: none\r\nConnection: close\r\n",
            })
    void aProgramIsAnsweredAsBefore(String head) throws Exception {
        assertThat(raw(head + "\r\n")).contains("200 OK").endsWith("Ok.\n");
    }

    @Test
    void whoeverSendsSlowlyKeepsNobodyOutAndIsNotWaitedForLong() throws Exception {
        http.ask("CREATE TABLE IF NOT EXISTS slowly (a UInt64) ENGINE = Memory");
        String head = "Host: localhost\r\nAuthorization: " + authorization() + "\r\n";
        try (SlowClients heads = SlowClients.connect(
                        SharedClickHouse.port(), SLOW_CLIENTS, "GET /?query=SELECT+1 HTTP/1.1\r\nX-Slow: ", "x");
                SlowClients bodies = SlowClients.connect(
                        SharedClickHouse.port(),
                        SLOW_CLIENTS,
                        "POST /?query=INSERT+INTO+slowly+FORMAT+TSV HTTP/1.1\r\n" + head
                                + "Content-Length: 10000000\r\n\r\n",
                        "1\n")) {
            for (int i = 0; i < 10; i++) {
                http.ask("INSERT INTO slowly VALUES (1)");
            }
            assertThat(heads.waiting()).isEqualTo(SLOW_CLIENTS);
            await().atMost(30, TimeUnit.SECONDS).until(() -> heads.waiting() == 0);
            // By now those with slow bodies have all the threads that they get.
            for (int i = 0; i < 10; i++) {
                http.ask("INSERT INTO slowly VALUES (1)");
            }
        }
        assertThat(http.ask("SELECT count() FROM slowly")).isEqualTo("20");
    }

    @Test
    void anAddressThatOpensManyConnectionsLosesItsOldest() throws Exception {
        try (SlowClients idle = SlowClients.connect(SharedClickHouse.port(), 300, "", "")) {
            assertThat(http.ask("SELECT 1")).isEqualTo("1");
            await().until(() -> idle.waiting() <= 256);
            assertThat(idle.waiting()).isGreaterThan(200);
        }
    }

    private static String authorization() {
        return "Basic "
                + Base64.getEncoder()
                        .encodeToString(("default:" + SharedClickHouse.password()).getBytes(StandardCharsets.UTF_8));
    }

    private static String raw(String request) throws IOException {
        try (Socket socket = new Socket(SharedClickHouse.host(), SharedClickHouse.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
