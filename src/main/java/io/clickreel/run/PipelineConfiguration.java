package io.clickreel.run;

import io.clickreel.Settings;
import io.clickreel.StartupException;
import io.clickreel.clickhouse.ClickHouseConnection;
import io.clickreel.clickhouse.ClickHouseFailure;
import io.clickreel.dashboard.HealthHttp;
import io.clickreel.dashboard.questions.QuestionCatalog;
import io.clickreel.delivery.BatchingClientFactory;
import io.clickreel.delivery.guard.GuaranteeCheck;
import io.clickreel.films.S3Connection;
import io.clickreel.films.file.FilmContract;
import io.clickreel.health.DegradedCheck;
import io.clickreel.health.DiskSpace;
import io.clickreel.health.EndpointNames;
import io.clickreel.health.FilmsHealth;
import io.clickreel.health.HealthMeters;
import io.clickreel.health.KafkaWatch;
import io.clickreel.health.LagGrowth;
import io.clickreel.health.RestingRoutes;
import io.clickreel.health.ServiceHealth;
import io.clickreel.health.TablesHealth;
import io.clickreel.health.TopicTimes;
import io.clickreel.health.TopicsMadeAgain;
import io.clickreel.health.WallsHealth;
import io.clickreel.routes.LiveRoutes;
import io.clickreel.routes.RouteFiles;
import io.clickreel.schema.SchemaRunner;
import io.clickreel.stream.Stream;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.function.Consumer;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.apache.camel.component.micrometer.eventnotifier.MicrometerExchangeEventNotifier;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.support.LifecycleStrategySupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.S3Client;

/** Puts the pipeline together around the routes: their beans, health, what is prepared first and what is closed last. */
public final class PipelineConfiguration implements CamelConfiguration {
    private static final Logger LOG = LoggerFactory.getLogger(PipelineConfiguration.class);

    private final Settings settings;
    private final Path home;
    private final Consumer<StartupException> onMistake;
    private final Preparation preparation;

    /**
     * @param settings with the address of each service
     * @param home the folder of ddl/ and queries/
     * @param onMistake called if a service that was away at the start turns out to be set up wrongly
     */
    public PipelineConfiguration(Settings settings, Path home, Consumer<StartupException> onMistake) {
        this.settings = settings;
        this.home = home;
        this.onMistake = onMistake;
        this.preparation = new Preparation(onMistake);
    }

    /**
     * The settings as Camel's properties, with what the Kafka component needs only if it is set. The generator of a stream
     * that is off is off too.
     */
    public static Properties camelProperties(Settings settings) {
        Properties properties = settings.toProperties();
        for (String name : properties.stringPropertyNames()) {
            String generator = name.replaceFirst("\\.enabled$", ".generate.enabled");
            if (!generator.equals(name) && properties.containsKey(generator) && !settings.flag(name)) {
                properties.setProperty(generator, "false");
            }
        }
        properties.setProperty("camel.component.kafka.kafka-client-factory", "#" + KafkaClients.BEAN);
        // exchangeMeters counts instead.
        properties.setProperty("camel.metrics.enable-exchange-event-notifier", "false");
        for (String optional : List.of("sasl-mechanism", "sasl-jaas-config")) {
            if (settings.isSet("kafka." + optional)) {
                properties.setProperty("camel.component.kafka." + optional, settings.text("kafka." + optional));
            }
        }
        return properties;
    }

    @Override
    public void configure(CamelContext camel) throws Exception {
        SettingsCheck.check(settings);
        RouteBeans beans =
                new RouteBeans(camel, settings, home, QuestionCatalog.load(home.resolve("queries")), onMistake);
        FirstFilms firstFilms = new FirstFilms(
                () -> preparation.isDone(PreparationSteps.TABLES) && preparation.isDone(PreparationSteps.FILMS));
        camel.getRegistry().bind(FirstFilms.BEAN, firstFilms);
        camel.addService(beans.streamStates);
        camel.addService(beans.contracts);
        camel.getManagementStrategy().addEventNotifier(beans.failures);
        camel.getManagementStrategy().addEventNotifier(beans.alarm);
        camel.getManagementStrategy().addEventNotifier(firstFilms);
        camel.getManagementStrategy().addEventNotifier(exchangeMeters(camel, beans.meters));
        SchemaWatch schema = new SchemaWatch(
                home.resolve("ddl"),
                new SchemaRunner(beans.control),
                () -> preparation.isDone(PreparationSteps.TABLES));
        camel.addService(schema);
        TopicTimes topicTimes = new TopicTimes(beans.kafka, beans.streams);
        OtherInstances others = new OtherInstances(
                beans.kafka, beans.streams, camel.getRegistry().findSingleByType(BatchingClientFactory.class)::others);
        LiveRoutes routes = new LiveRoutes(
                camel,
                () -> RouteFiles.read(settings, home),
                RouteTrial.of(settings, home, stream -> tryOn(stream, beans, others)));
        camel.addService(routes);
        Gauge.builder("clickreel.route.files.broken", routes, LiveRoutes::broken)
                .description("Route files with a mistake, which are not live")
                .register(beans.meters);
        KafkaWatch kafkaWatch = new KafkaWatch();
        kafkaWatch.start(topicTimes::ask);
        kafkaWatch.start(beans.transactions::ask);
        TopicsMadeAgain topicsMadeAgain = new TopicsMadeAgain(beans.kafka, beans.streams);
        kafkaWatch.start(topicsMadeAgain::ask);
        LagGrowth lagGrowth = new LagGrowth(
                beans.lags, Duration.ofSeconds(settings.number("ingest.lag-warn-seconds", 1, Integer.MAX_VALUE)));
        kafkaWatch.start(lagGrowth::ask);
        DiskSpace disk = new DiskSpace(
                home.resolve(settings.text("clickreel.data-dir")),
                settings.number("clickreel.disk-free-warn-mb", 0, Integer.MAX_VALUE) << 20,
                beans.meters);
        TablesHealth tables = new TablesHealth(
                beans.control,
                () -> {
                    List<String> problems = new ArrayList<>(GuaranteeCheck.problems(
                            beans.control, settings.text("clickhouse.user"), beans.streams.tables()));
                    problems.addAll(GuaranteeCheck.uncounted(beans.control, beans.streams.tables()));
                    return problems;
                },
                beans.streams,
                beans.contracts::tablesChanged,
                () -> preparation.isDone(PreparationSteps.TABLES));

        List<HealthCheck> checks = new ArrayList<>(beans.delivery.healthChecks());
        checks.add(preparation.healthCheck());
        checks.add(beans.failures.healthCheck());
        checks.add(beans.alarm.healthCheck());
        checks.add(new DegradedCheck("contracts", beans.contracts::problems));
        checks.add(new DegradedCheck("route-files", routes::problem));
        checks.add(new DegradedCheck("resting-routes", new RestingRoutes(camel)::sentence));
        checks.add(new DegradedCheck("schema", schema::problem));
        checks.add(new DegradedCheck("partitions", () -> beans.lanes.stuck(Instant.now())));
        checks.add(beans.transactions.healthCheck());
        checks.add(topicTimes.healthCheck());
        checks.add(new DegradedCheck("lag", lagGrowth::sentence));
        checks.add(new DegradedCheck("topics-made-again", topicsMadeAgain::sentence));
        checks.add(new DegradedCheck("disk", disk::sentence));
        checks.add(new FilmsHealth(
                beans.films,
                beans.failures,
                Duration.ofMillis(settings.number("dim-film.poll-ms", 1, Integer.MAX_VALUE)),
                beans.meters));
        checks.add(tables);
        checks.addAll(healthOfServices(beans));
        WallsHealth walls = camel.getRegistry().lookupByNameAndType(WallsHealth.BEAN, WallsHealth.class);
        if (walls != null) {
            checks.add(walls);
        }
        checks.forEach(HealthCheckRegistry.get(camel)::register);
        HealthMeters.register(checks, beans.meters);
        camel.addLifecycleStrategy(new LifecycleStrategySupport() {
            // The routes are read by now and not started: their streams are known, and nothing of them flows.
            @Override
            public void onContextStarting(CamelContext context) {
                beans.streams.begin();
                preparation.run(new PreparationSteps(
                                settings, home, beans.kafka, beans.clickHouse, beans.contracts, () -> ping(beans.s3))
                        .of(beans.streams.get()));
                tables.start();
            }

            @Override
            public void onContextStarted(CamelContext context) {
                // Camel's server runs by now.
                HealthHttp.serve(camel);
                beans.begin(context);
                if (settings.flag("routes.reload")) {
                    routes.begin();
                }
            }

            @Override
            public void onContextStopped(CamelContext context) {
                tables.close();
                kafkaWatch.close();
                beans.close();
            }
        });
    }

    /** Camel's own, but for how it names endpoints. */
    private static MicrometerExchangeEventNotifier exchangeMeters(CamelContext camel, MeterRegistry meters) {
        MicrometerExchangeEventNotifier notifier = new MicrometerExchangeEventNotifier();
        notifier.setMeterRegistry(meters);
        notifier.setNamingStrategy(new EndpointNames(camel));
        return notifier;
    }

    /** A route that cannot store its stream would not start, and the one before it is gone by then. */
    private static void tryOn(Stream stream, RouteBeans beans, OtherInstances others) {
        others.requireNone(stream);
        try {
            if (!beans.streams.get().contains(stream)) {
                beans.contracts.of(stream);
            }
        } catch (ClickHouseFailure e) {
            LOG.debug("Whether {} can be stored is seen when ClickHouse is there", stream.name(), e);
        }
    }

    private List<ServiceHealth> healthOfServices(RouteBeans beans) {
        return List.of(
                new ServiceHealth(
                        "kafka", "Kafka", beans.kafka.bootstrap() + " (kafka.broker-url)", true, beans.kafka::ping),
                new ServiceHealth(
                        "s3", "S3", settings.text("s3.endpoint") + " (s3.endpoint)", false, () -> ping(beans.s3)),
                new ServiceHealth(
                        "clickhouse",
                        "ClickHouse",
                        beans.clickHouse.address(),
                        true,
                        () -> beans.control.run("SELECT 1")));
    }

    private void ping(S3Client s3) {
        S3Connection.ping(s3, settings.text("s3.bucket"));
    }

    public static ClickHouseConnection clickHouseConnection(Settings settings) {
        return new ClickHouseConnection(
                settings.text("clickhouse.host"),
                settings.port("clickhouse.port"),
                settings.flag("clickhouse.ssl"),
                settings.text("clickhouse.user"),
                settings.text("clickhouse.password"),
                settings.text("clickhouse.database"),
                settings.number("clickhouse.insert-timeout-ms", 1, SettingsCheck.LONGEST_INSERT_MS));
    }

    public static FilmContract filmContract(Path home) {
        return FilmContract.read(home.resolve("contracts/dim_film.schema.json"));
    }
}
