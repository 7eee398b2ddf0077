package io.clickreel.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clickreel.Settings;
import io.clickreel.StartupException;
import io.clickreel.testing.Services;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may see the dashboard: checked at the start, and at each request. */
final class DashboardAccessTest {
    private final Main main = new Main();
    private int port;
    private int managementPort;

    @AfterEach
    void stop() {
        main.stop();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "192.0.2.1", "::"})
    void offLoopbackItDoesNotStartOpen(String host) {
        assertThatThrownBy(() -> DashboardAccess.of(settings(Map.of("dashboard.host", host))))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("dashboard.host is '" + host + "'")
                .hasMessageContaining("DASHBOARD_PASSWORD")
                .hasMessageContaining("dashboard.behind-proxy=true");
    }

    @Test
    void offLoopbackItStartsWithAPasswordOrAProxy() {
        Map<String, String> open = Map.of("dashboard.host", "0.0.0.0");
        assertThat(DashboardAccess.of(settings(open, "dashboard.password", "s3cret"))
                        .password())
                .isEqualTo("s3cret");
        assertThat(DashboardAccess.of(settings(open, "dashboard.behind-proxy", "true"))
                        .password())
                .isEmpty();
    }

    @Test
    void aUserWithAColonCouldNeverLogIn() {
        assertThatThrownBy(() -> DashboardAccess.of(settings(Map.of("dashboard.user", "a:b"))))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("a name without a colon");
    }

    @Test
    void withAPasswordEveryPathAsksForIt() throws Exception {
        start(settings(Map.of("dashboard.user", "anna", "dashboard.password", "s3cret: \u00e4")));
        assertThat(get("/hello", "localhost", "")).startsWith("HTTP/1.1 401").contains("www-authenticate: basic");
        assertThat(get("/", "localhost", "")).startsWith("HTTP/1.1 401");
        assertThat(get("/hello", "localhost", basic("anna:wrong"))).startsWith("HTTP/1.1 401");
        assertThat(get("/hello", "localhost", "Authorization: Bearer s3cret: \u00e4\r\n"))
                .startsWith("HTTP/1.1 401");
        assertThat(get("/hello", "localhost", basic("anna:s3cret: \u00e4"))).startsWith("HTTP/1.1 200");
    }

    @ParameterizedTest
    @CsvSource({
        "localhost, 200",
        "localhost:8080, 200",
        "127.0.0.1:8080, 200",
        "[::1]:8080, 200",
        "rebound.example, 403",
        "127.0.0.1.rebound.example, 403",
        "'', 403",
    })
    void onLoopbackOnlyItsOwnNamesAreAnswered(String host, int status) throws Exception {
        start(settings(Map.of()));
        assertThat(get("/hello", host, "")).startsWith("HTTP/1.1 " + status);
        assertThat(ask(managementPort, "/observe/health", host, "")).startsWith("HTTP/1.1 " + status);
    }

    @Test
    void theManagementPortOnAnotherAddressAnswersToEveryNameButToNoOtherSite() throws Exception {
        start(settings(Map.of("management.host", "0.0.0.0")));
        assertThat(ask(managementPort, "/observe/health", "clicks.example:9876", ""))
                .startsWith("HTTP/1.1 200");
        assertThat(ask(managementPort, "/observe/health", "clicks.example", "Origin: http://evil.example\r\n"))
                .startsWith("HTTP/1.1 403");
    }

    @Test
    void severalHostsOrAForeignOneInTheFirstLineAreRefused() throws Exception {
        start(settings(Map.of()));
        for (int each : new int[] {port, managementPort}) {
            assertThat(ask(each, "/observe/health", "localhost", "Host: rebound.example\r\n"))
                    .startsWith("HTTP/1.1 403");
            assertThat(ask(each, "http://rebound.example/observe/health", "localhost", ""))
                    .startsWith("HTTP/1.1 403");
        }
    }

    @Test
    void otherSitesMayLinkToThePageAndDoNothingElse() throws Exception {
        start(settings(Map.of()));
        String link = "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: ";
        assertThat(get("/?range=15m", "localhost", link + "document\r\n")).startsWith("HTTP/1.1 404");
        assertThat(get("/", "localhost", link + "iframe\r\n")).startsWith("HTTP/1.1 403");
        assertThat(get("/api/questions", "localhost", link + "document\r\n")).startsWith("HTTP/1.1 403");
        assertThat(get("/%61pi/questions", "localhost", link + "document\r\n")).startsWith("HTTP/1.1 403");
        assertThat(ask(managementPort, "/", "localhost", link + "document\r\n")).startsWith("HTTP/1.1 403");
    }

    @Test
    void behindAProxyEveryNameIsAnswered() throws Exception {
        start(settings(Map.of("dashboard.behind-proxy", "true")));
        assertThat(get("/hello", "clicks.example", "")).startsWith("HTTP/1.1 200");
    }

    @Test
    void everyAnswerHasItsSecurityHeaders() throws Exception {
        start(settings(Map.of()));
        assertThat(get("/hello", "localhost", ""))
                .contains("content-security-policy: default-src 'none'; script-src 'self';")
                .doesNotContain("unsafe")
                .contains("x-content-type-options: nosniff")
                .contains("referrer-policy: no-referrer")
                .contains("cross-origin-resource-policy: same-origin");
    }

    private void start(Settings settings) throws Exception {
        port = Services.freePort();
        main.bind("httpServers", new GuardedHttpServers(settings));
        main.addInitialProperty("camel.server.enabled", "true");
        main.addInitialProperty("camel.server.host", "127.0.0.1");
        main.addInitialProperty("camel.server.port", String.valueOf(port));
        managementPort = Services.freePort();
        main.addInitialProperty("camel.management.enabled", "true");
        main.addInitialProperty("camel.management.host", "127.0.0.1");
        main.addInitialProperty("camel.management.port", String.valueOf(managementPort));
        main.addInitialProperty("camel.management.health-check-enabled", "true");
        main.configure().addRoutesBuilder(new RouteBuilder() {
            @Override
            public void configure() {
                from("platform-http:/hello").setBody(constant("hello"));
            }
        });
        main.start();
    }

    private String get(String path, String host, String header) throws Exception {
        return ask(port, path, host, header);
    }

    /** Over a bare socket: a client of HTTP does not send a Host that is not where it connects. Lower case. */
    private static String ask(int port, String path, String host, String header) throws Exception {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n" + header
                                    + "\r\n")
                            .getBytes(StandardCharsets.UTF_8));
            StringBuilder answer = new StringBuilder();
            new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
                    .lines()
                    .forEach(line -> answer.append(line).append('\n'));
            String text = answer.toString();
            return text.substring(0, 8) + text.substring(8).toLowerCase(java.util.Locale.ROOT);
        }
    }

    private static String basic(String credentials) {
        return "Authorization: Basic "
                + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)) + "\r\n";
    }

    private static Settings settings(Map<String, String> overrides, String... more) {
        Settings settings = Settings.load(Path.of("none"), Map.of(), overrides);
        return more.length == 0 ? settings : settings.with(Map.of(more[0], more[1]));
    }
}
