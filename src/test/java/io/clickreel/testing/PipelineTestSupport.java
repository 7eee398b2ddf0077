package io.clickreel.testing;

import io.clickreel.Settings;
import io.clickreel.clickhouse.ClickHouseConnection;
import io.clickreel.kafka.ClientProperties;
import io.clickreel.routes.StreamRoutes;
import io.clickreel.run.PipelineConfiguration;
import io.clickreel.stream.Stream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import org.apache.camel.main.MainConfigurationProperties;
import org.apache.camel.test.junit5.CamelContextConfiguration;
import org.apache.camel.test.main.junit5.CamelMainTestSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;

/**
 * The real routes over the real services, started once for a test class, with a topic, a database and a bucket of its
 * own. Only settings are overridden.
 */
@Tag("services")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class PipelineTestSupport extends CamelMainTestSupport {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    // Both are made when they are first asked for: the constructors of the classes above ask already.
    private Settings settings;
    private KafkaProducer<byte[], byte[]> producer;

    /** Settings that differ for this class; there is no generator unless they say so. */
    protected abstract Map<String, String> overrides();

    /** @param settings each as it is typed behind -D, key=value */
    protected static Map<String, String> given(String... settings) {
        Map<String, String> all = new HashMap<>();
        for (String setting : settings) {
            int equals = setting.indexOf('=');
            all.put(setting.substring(0, equals), setting.substring(equals + 1));
        }
        return all;
    }

    /** Settings for routes that the test edits while they run, and more. */
    protected static Map<String, String> editing(Path routes, String... settings) {
        Map<String, String> all =
                given("camel.main.routes-include-pattern=file:" + routes + "/*.yaml", "routes.reload=true");
        all.putAll(given(settings));
        return all;
    }

    private Settings ownSettings() {
        String name =
                getClass().getSimpleName() + "_" + UUID.randomUUID().toString().substring(0, 8);
        Map<String, String> own = new HashMap<>();
        own.put("kafka.topic", name);
        own.put("kafka.dead-topic", name + ".dead");
        own.put("clickhouse.database", "test_" + name);
        own.put("s3.bucket", name.toLowerCase(java.util.Locale.ROOT).replace('_', '-'));
        own.put("clicks.generate.enabled", "false");
        own.put("dim-film.poll-ms", "500");
        own.put("dashboard.port", Integer.toString(Services.freePort()));
        own.put("management.port", Integer.toString(Services.freePort()));
        own.put("routes.reload", "false");
        own.putAll(overrides());
        return SharedServices.settings().with(own);
    }

    /**
     * Camel's own support would let each class's pipeline run on until the last class of all is done. And each pipeline asks
     * every two seconds for the views of all databases.
     */
    @AfterAll
    void stopPipeline() {
        context.stop();
        if (producer != null) {
            producer.close();
        }
        query("DROP DATABASE IF EXISTS `" + settings().text("clickhouse.database") + "`");
    }

    @Override
    protected void configure(MainConfigurationProperties configuration) {
        configuration.addConfiguration(new PipelineConfiguration(settings(), Services.home(), mistake -> {
            throw mistake;
        }));
    }

    @Override
    protected String getPropertyPlaceholderLocations() {
        return "false";
    }

    @Override
    public void configureContext(CamelContextConfiguration configuration) {
        super.configureContext(configuration);
        Properties properties = PipelineConfiguration.camelProperties(settings());
        configuration.withUseOverridePropertiesWithPropertiesComponent(properties);
    }

    /** How commands reach Kafka. */
    protected final ClientProperties kafka() {
        // A machine that runs tests may be busy.
        return ClientProperties.of(settings().with(Map.of("kafka.client.request.timeout.ms", "30000")));
    }

    /** How commands reach ClickHouse. */
    protected final ClickHouseConnection clickHouse() {
        return new ClickHouseConnection(
                settings().text("clickhouse.host"),
                settings().port("clickhouse.port"),
                false,
                settings().text("clickhouse.user"),
                settings().text("clickhouse.password"),
                settings().text("clickhouse.database"),
                60_000);
    }

    /** As commands find them beside the pipeline. */
    protected final List<Stream> streams() {
        return StreamRoutes.ofFiles(settings(), Services.home());
    }

    /** The clicks, as commands find them. */
    protected final Stream stream() {
        return stream("clicks");
    }

    protected final Stream stream(String name) {
        return streams().stream()
                .filter(stream -> stream.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    protected final Settings settings() {
        if (settings == null) {
            settings = ownSettings();
        }
        return settings;
    }

    /** Sends a record as any client would; {@link #flush} makes sure of all. */
    protected final void send(byte[] key, byte[] value) {
        if (producer == null) {
            producer = new KafkaProducer<>(
                    kafka().producer(Map.of("max.request.size", 8 * 1024 * 1024)),
                    new ByteArraySerializer(),
                    new ByteArraySerializer());
        }
        producer.send(new ProducerRecord<>(settings().text("kafka.topic"), key, value));
    }

    protected final void send(String key, String value) {
        send(key == null ? null : bytes(key), bytes(value));
    }

    protected final void flush() {
        producer.flush();
    }

    /** What ClickHouse answers, as text without the last line break. */
    protected final String query(String sql) {
        // Straight to the server: what the pipeline has between may be out of order.
        Settings direct = SharedServices.settings();
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://" + direct.text("clickhouse.host") + ":" + direct.text("clickhouse.port")
                                + "/?database=" + settings().text("clickhouse.database")))
                .header(
                        "Authorization",
                        "Basic "
                                + Base64.getEncoder()
                                        .encodeToString(bytes(settings().text("clickhouse.user") + ":"
                                                + settings().text("clickhouse.password"))))
                .POST(HttpRequest.BodyPublishers.ofString(sql))
                .build();
        return text(request).replaceFirst("\n$", "");
    }

    protected final long count(String sql) {
        return Long.parseLong(query("SELECT toInt64(" + sql + ")"));
    }

    protected final String get(String portSetting, String path) {
        return text(HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + settings().text(portSetting) + path))
                .build());
    }

    /** Waits for a condition; see {@link UpProcess#within}. */
    protected static ConditionFactory within(int seconds) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(Math.max(seconds, UpProcess.LEAST_LIMIT_S)))
                .pollInterval(Duration.ofMillis(100));
    }

    protected static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(HttpRequest request) {
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
