package io.clickreel.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BrowserGuardTest {
    private static final BrowserGuard LOOPBACK = BrowserGuard.of("The service", "127.0.0.1");
    private static final BrowserGuard NETWORK = BrowserGuard.of("The service", "0.0.0.0");
    private static final BrowserGuard PROXIED = BrowserGuard.behindProxy("The service");
    private static final BrowserGuard PAGE =
            BrowserGuard.of("The page", "localhost").withLinksTo("/", "/index.html");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "localhost:8080",
                "LocalHost:80",
                "localhost.",
                "localhost.:8080",
                "127.0.0.1",
                "127.0.0.1:65535",
                "127.255.0.3",
                "[::1]",
                "[::1]:8080"
            })
    void loopbackIsAnsweredUnderItsOwnNames(String host) {
        assertThat(LOOPBACK.refusal("GET", "/", headers("Host", host))).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "rebound.example",
                "127.0.0.1.rebound.example",
                "localhost.rebound.example",
                "a.localhost",
                "localhost..",
                "anna@localhost",
                "localhost:8080@rebound.example",
                "rebound.example@localhost",
                "::1",
                "[::2]",
                "[::1",
                "[::ffff:127.0.0.1]",
                "127.0.0.999",
                "127.1",
                "2130706433",
                "0.0.0.0",
                "0",
                "localhost:",
                "localhost:65536",
                "localhost:http",
                "localhost/",
                "localhost, localhost",
                "localhost#",
                "localhost\\",
                "lоcalhost",
                "localhost\u0000"
            })
    void loopbackIsNotAnsweredUnderAnyOther(String host) {
        assertThat(LOOPBACK.refusal("GET", "/", headers("Host", host))).contains("only answers to localhost");
    }

    @Test
    void onOtherAddressesAnyNameWillDo() {
        assertThat(NETWORK.refusal("GET", "/", headers("Host", "clicks.example")))
                .isNull();
        assertThat(PROXIED.refusal("GET", "/", headers("Host", "clicks.example:8443")))
                .isNull();
    }

    @Test
    void aRequestWithoutAHostIsNoBrowsers() {
        assertThat(LOOPBACK.refusal("GET", "/", headers())).isNull();
        assertThat(LOOPBACK.refusal("GET", "/", headers("Origin", "http://localhost")))
                .contains("Origin");
    }

    @Test
    void severalHostsAreRefusedAndOneInTheFirstLineHasToBeTheSame() {
        String same = "http://localhost:8080/a";
        assertThat(NETWORK.refusal("GET", "/", headers("Host", "a", "Host", "a")))
                .contains("2 Host headers");
        assertThat(LOOPBACK.refusal("GET", same, headers("Host", "localhost:8080")))
                .isNull();
        assertThat(LOOPBACK.refusal("GET", same, headers())).isNull();
        assertThat(LOOPBACK.refusal("GET", "http://evil.example/", headers())).contains("evil.example");
        assertThat(LOOPBACK.refusal("GET", "http://evil.example/", headers("Host", "localhost")))
                .contains("evil.example");
        assertThat(NETWORK.refusal("GET", "HTTP://evil.example", headers("Host", "localhost")))
                .contains("evil.example");
        assertThat(LOOPBACK.refusal("GET", "http://localhost@evil.example/", headers("Host", "localhost")))
                .isNotNull();
        assertThat(NETWORK.refusal("CONNECT", "evil.example:443", headers("Host", "localhost")))
                .contains("neither a path nor a URL");
        assertThat(LOOPBACK.refusal("OPTIONS", "*", headers("Host", "localhost")))
                .isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "localhost:8080, http://localhost:8080, true",
        "LOCALHOST:8080, http://localhost:8080, true",
        "localhost, http://localhost:80, true",
        "localhost:80, http://localhost, true",
        "localhost:8080, https://localhost:8080, false",
        "localhost:8080, http://localhost:8081, false",
        "localhost:8080, http://localhost, false",
        "localhost:8080, http://127.0.0.1:8080, false",
        "localhost:8080, http://evil.example, false",
        "localhost:8080, http://localhost:8080.evil.example, false",
        "localhost:8080, http://localhost:8080@evil.example, false",
        "localhost:8080, http://localhost:8080/, false",
        "localhost:8080, file://, false",
        "localhost:8080, null, false",
        "localhost:8080, '', false",
    })
    void onlyTheVerySameOriginIsItsOwn(String host, String origin, boolean own) {
        for (String method : List.of("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS")) {
            String refusal = LOOPBACK.refusal(method, "/", headers("Host", host, "Origin", origin));
            if (own) {
                assertThat(refusal).isNull();
            } else {
                assertThat(refusal).contains("does not answer the pages of other sites");
            }
        }
    }

    @Test
    void offLoopbackTlsMayEndInFront() {
        assertThat(NETWORK.refusal("POST", "/", headers("Host", "clicks.example", "Origin", "https://clicks.example")))
                .isNull();
        assertThat(NETWORK.refusal("POST", "/", headers("Host", "clicks.example", "Origin", "https://evil.example")))
                .isNotNull();
    }

    @ParameterizedTest
    @CsvSource({
        "same-origin, true",
        "none, true",
        "same-site, false",
        "cross-site, false",
        "'', false",
        "'none, none', false",
        "something-new, false",
    })
    void theBrowserSaysWhoseSiteAsks(String site, boolean own) {
        for (BrowserGuard guard : List.of(LOOPBACK, NETWORK, PROXIED)) {
            for (String method : List.of("GET", "POST", "OPTIONS")) {
                String refusal = guard.refusal(method, "/", headers("Host", "localhost", "Sec-Fetch-Site", site));
                assertThat(refusal == null).as("%s: %s", site, refusal).isEqualTo(own);
            }
        }
    }

    @Test
    void aLinkOpensThePageAndNothingElse() {
        assertThat(PAGE.refusal("GET", "/?range=15m", link("navigate", "document")))
                .isNull();
        assertThat(PAGE.refusal("GET", "/index.html", link("navigate", "document")))
                .isNull();
        assertThat(PAGE.refusal("GET", "/api/questions", link("navigate", "document")))
                .isNotNull();
        assertThat(PAGE.refusal("GET", "//api/questions", link("navigate", "document")))
                .isNotNull();
        assertThat(PAGE.refusal("POST", "/", link("navigate", "document"))).isNotNull();
        assertThat(PAGE.refusal("GET", "/", link("navigate", "iframe"))).isNotNull();
        assertThat(PAGE.refusal("GET", "/", link("no-cors", "image"))).isNotNull();
        assertThat(PAGE.refusal("GET", "/", headers("Host", "localhost", "Sec-Fetch-Site", "cross-site")))
                .isNotNull();
        assertThat(LOOPBACK.refusal("GET", "/", link("navigate", "document"))).isNotNull();
    }

    @Test
    void aLinkDoesNotExcuseAForeignHostOrOrigin() {
        assertThat(PAGE.refusal(
                        "GET",
                        "/",
                        headers(
                                "Host", "rebound.example",
                                "Sec-Fetch-Site", "cross-site",
                                "Sec-Fetch-Mode", "navigate",
                                "Sec-Fetch-Dest", "document")))
                .contains("only answers to localhost");
        assertThat(PAGE.refusal(
                        "GET",
                        "/",
                        headers(
                                "Host", "localhost",
                                "Origin", "null",
                                "Sec-Fetch-Site", "cross-site",
                                "Sec-Fetch-Mode", "navigate",
                                "Sec-Fetch-Dest", "document")))
                .contains("Origin");
    }

    @Test
    void behindAProxyTheBrowsersWordDecides() {
        String origin = "https://clicks.example";
        assertThat(PROXIED.refusal(
                        "POST",
                        "/",
                        headers("Host", "10.0.0.7:8080", "Origin", origin, "Sec-Fetch-Site", "same-origin")))
                .isNull();
        assertThat(PROXIED.refusal(
                        "POST",
                        "/",
                        headers("Host", "clicks.example", "Origin", origin, "Sec-Fetch-Site", "cross-site")))
                .isNotNull();
    }

    @Test
    void behindAProxyWithoutTheBrowsersWordTheOriginHasToBeNamed() {
        String origin = "https://clicks.example";
        assertThat(PROXIED.refusal("POST", "/", headers("Host", "clicks.example", "Origin", origin)))
                .isNull();
        assertThat(PROXIED.refusal(
                        "POST",
                        "/",
                        headers("Host", "10.0.0.7", "X-Forwarded-Host", "clicks.example, inner", "Origin", origin)))
                .isNull();
        assertThat(PROXIED.refusal("POST", "/", headers("Host", "10.0.0.7", "Origin", origin)))
                .contains("X-Forwarded-Host");
        // Nobody in front is known of here: the header is the client's own.
        assertThat(NETWORK.refusal(
                        "POST",
                        "/",
                        headers("Host", "10.0.0.7", "X-Forwarded-Host", "clicks.example", "Origin", origin)))
                .isNotNull();
    }

    @Test
    void whatStrangersSendIsShownShortAndPlain() {
        assertThat(LOOPBACK.refusal("GET", "/", headers("Host", "<script>\r\n\"" + "x".repeat(1_000))))
                .contains("?script???")
                .hasSizeLessThan(400);
    }

    private static BrowserGuard.Headers link(String mode, String destination) {
        return headers(
                "Host",
                "localhost:8080",
                "Sec-Fetch-Site",
                "cross-site",
                "Sec-Fetch-Mode",
                mode,
                "Sec-Fetch-Dest",
                destination);
    }

    private static BrowserGuard.Headers headers(String... namesAndValues) {
        Map<String, List<String>> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            all.computeIfAbsent(namesAndValues[i], name -> new ArrayList<>()).add(namesAndValues[i + 1]);
        }
        return name -> all.getOrDefault(name, List.of());
    }
}
