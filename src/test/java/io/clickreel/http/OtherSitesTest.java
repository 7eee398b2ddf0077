package io.clickreel.http;

import static io.clickreel.testing.UpProcess.within;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.clickreel.films.S3Connection;
import io.clickreel.testing.BrowserPage;
import io.clickreel.testing.OpenedPage;
import io.clickreel.testing.RecordingProxy;
import io.clickreel.testing.UpProcess;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.S3Client;

/** A page of another site, in a real browser, asks every HTTP port of a running Clickreel in every way that pages have. */
@Tag("services")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OtherSitesTest {
    /** The port's setting, and what to read and to write there: each new port of Clickreel's is a line here. */
    private static final Map<String, List<String>> PORTS = Map.of(
            "embedded.clickhouse.port", List.of("/", "/"),
            "dashboard.port", List.of("/api/questions/totals", "/api/questions/totals"),
            "management.port", List.of("/observe/health", "/observe/metrics"),
            "embedded.s3.port", List.of("/clickreel/dim_film.csv", "/clickreel"));

    private static final Set<String> WAYS = Set.of(
            "fetch-get",
            "fetch-post",
            "fetch-cors",
            "fetch-put",
            "beacon",
            "events",
            "socket",
            "image",
            "script",
            "style",
            "video",
            "frame",
            "object",
            "form-get",
            "form-text",
            "form-file");

    private static final Pattern WAY = Pattern.compile("[?&]by=([a-z-]+)");

    private static final String ATTACK = """
            const [target, read, write] = arguments;
            const url = (path, by) => `${target}${path}?by=${by}`;
            const evil = '<Delete><Object><Key>dim_film.csv</Key></Object></Delete>';
            const element = (tag, attributes) => {
              const made = Object.assign(document.createElement(tag), attributes);
              document.body.append(made);
              return made;
            };
            const form = (by, method, enctype, path) => {
              element('iframe', { name: by });
              const made = element('form', { action: url(path, by), method, enctype, target: by });
              for (const [name, value] of [['by', by], ['key', 'evil.txt'], ['<a', evil]]) {
                made.append(Object.assign(document.createElement('input'), { name, value }));
              }
              const file = Object.assign(document.createElement('input'), { type: 'file', name: 'file' });
              const content = new DataTransfer();
              content.items.add(new File(['evil'], 'evil.txt'));
              file.files = content.files;
              made.append(file);
              made.submit();
            };
            const readable = [];
            const ask = async (by, options, path) => {
              try {
                const answer = await fetch(url(path, by), options);
                if (answer.type !== 'opaque') readable.push(by);
              } catch (refused) { /* as it should be */ }
            };
            ask('fetch-get', { mode: 'no-cors' }, read);
            ask('fetch-post', { mode: 'no-cors', method: 'POST', body: evil }, `${write}`);
            ask('fetch-cors', { mode: 'cors', credentials: 'include' }, read);
            ask('fetch-put', { mode: 'cors', method: 'PUT', body: evil }, `${read}.evil`);
            navigator.sendBeacon(url(write, 'beacon'), evil);
            new EventSource(url(read, 'events')).onmessage = () => readable.push('events');
            new WebSocket(url(read, 'socket').replace('http', 'ws')).onopen = () => readable.push('socket');
            element('img', { src: url(read, 'image') });
            element('script', { src: url(read, 'script') });
            element('link', { rel: 'stylesheet', href: url(read, 'style') });
            element('video', { src: url(read, 'video'), preload: 'auto' });
            element('iframe', { src: url(read, 'frame') });
            element('object', { data: url(read, 'object'), type: 'text/html' });
            form('form-get', 'get', '', read);
            form('form-text', 'post', 'text/plain', write);
            form('form-file', 'post', 'multipart/form-data', write);
            window.readable = readable;
            """;

    private OpenedPage opened;
    private UpProcess up;
    private BrowserPage page;
    private HttpServer otherSite;

    @BeforeAll
    void start() throws IOException {
        Assumptions.assumeTrue(BrowserPage.canBeOpened(), BrowserPage.HOW_TO_GET_IT);
        opened = OpenedPage.shared();
        opened.stopClicks();
        up = opened.up();
        page = opened.page();
        otherSite = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        otherSite.createContext("/", request -> {
            byte[] page = ("<!doctype html><title>other site</title>"
                            + "<a id=page href='http://127.0.0.1:" + up.setting("dashboard.port") + "/'>page</a> "
                            + "<a id=api href='http://127.0.0.1:" + up.setting("dashboard.port")
                            + "/api/questions'>api</a>")
                    .getBytes(StandardCharsets.UTF_8);
            request.getResponseHeaders().set("Content-Type", "text/html");
            request.sendResponseHeaders(200, page.length);
            request.getResponseBody().write(page);
            request.close();
        });
        otherSite.start();
    }

    @AfterAll
    void stop() {
        if (otherSite != null) {
            otherSite.stop(0);
        }
        if (opened != null) {
            opened.rest();
        }
    }

    /** Under one name it is of the same site as the ports, as browsers see it, under the other of another. */
    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost"})
    void whateverAPageOfAnotherOriginAsksForIsRefusedAndChangesNothing(String host) throws IOException {
        Map<String, String> before = objects();
        for (Map.Entry<String, List<String>> port : PORTS.entrySet()) {
            try (RecordingProxy proxy = RecordingProxy.before(Integer.parseInt(up.setting(port.getKey())))) {
                page.openAt(otherSite(host));

                page.script(
                        ATTACK,
                        "http://127.0.0.1:" + proxy.port(),
                        port.getValue().get(0),
                        port.getValue().get(1));

                within(30).untilAsserted(() -> {
                    assertThat(waysThatArrived(proxy)).as(port.getKey()).isEqualTo(WAYS);
                    assertThat(proxy.exchanges()).allSatisfy(exchange -> assertThat(exchange.answered())
                            .as("%s: %s", port.getKey(), exchange.asked())
                            .hasSameSizeAs(exchange.asked())
                            .containsOnly(403));
                });
                assertThat(page.script("return window.readable.join()")).isEqualTo("");
            }
        }
        assertThat(objects()).isEqualTo(before).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost"})
    void aLinkOnAPageOfAnotherOriginOpensTheDashboardButNotItsApi(String host) {
        page.openAt(otherSite(host));
        page.click("#page");
        within(20).until(() -> page.find("h1").getText().contains("Clickreel"));

        page.openAt(otherSite(host));
        page.click("#api");
        within(20).until(() -> page.find("body").getText().contains("does not answer the pages of other sites"));
    }

    private String otherSite(String host) {
        return "http://" + host + ":" + otherSite.getAddress().getPort() + "/";
    }

    private static Set<String> waysThatArrived(RecordingProxy proxy) {
        return proxy.exchanges().stream()
                .flatMap(exchange -> exchange.asked().stream())
                .map(WAY::matcher)
                .filter(Matcher::find)
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
    }

    /** All that is stored, with the checksum of each object. */
    private Map<String, String> objects() {
        Map<String, String> all = new TreeMap<>();
        try (S3Client client = new S3Connection(
                        "http://127.0.0.1:" + up.setting("embedded.s3.port"), "us-east-1", "nobody", "nobody")
                .client()) {
            client.listBuckets().buckets().forEach(bucket -> client.listObjectsV2(list -> list.bucket(bucket.name()))
                    .contents()
                    .forEach(object -> all.put(bucket.name() + "/" + object.key(), object.eTag())));
        }
        return all;
    }
}
