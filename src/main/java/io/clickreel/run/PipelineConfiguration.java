package io.clickreel.run;

import static org.apache.camel.component.micrometer.MicrometerConstants.METRICS_REGISTRY_NAME;

import io.clickreel.Settings;
import io.clickreel.StartupException;
import io.clickreel.clickhouse.ClickHouse;
import io.clickreel.clickhouse.ClickHouseComponent;
import io.clickreel.clickhouse.ClickHouseConnection;
import io.clickreel.dashboard.QuestionsApi;
import io.clickreel.dashboard.questions.Catalog;
import io.clickreel.dashboard.questions.QueryLimits;
import io.clickreel.dashboard.questions.QuestionCatalog;
import io.clickreel.dashboard.questions.Questions;
import io.clickreel.dashboard.questions.SharedAnswers;
import io.clickreel.dashboard.streams.StreamCatalog;
import io.clickreel.delivery.BatchDelivery;
import io.clickreel.delivery.BatchingClientFactory;
import io.clickreel.delivery.batch.LiveContracts;
import io.clickreel.delivery.guard.DeadShare;
import io.clickreel.delivery.guard.DeliveryAlarm;
import io.clickreel.delivery.guard.GuaranteeCheck;
import io.clickreel.delivery.ledger.DeliveryLedger;
import io.clickreel.films.DimFilmFile;
import io.clickreel.films.DimFilmRefresh;
import io.clickreel.films.FilmCatalogue;
import io.clickreel.films.FilmNotices;
import io.clickreel.films.FilmPlace;
import io.clickreel.films.FilmRules;
import io.clickreel.films.S3Connection;
import io.clickreel.films.file.FilmContract;
import io.clickreel.generate.ClickPublishing;
import io.clickreel.generate.event.GenerateComponent;
import io.clickreel.health.DegradedCheck;
import io.clickreel.health.FilmsHealth;
import io.clickreel.health.KafkaWatch;
import io.clickreel.health.LaneStates;
import io.clickreel.health.OpenTransactions;
import io.clickreel.health.PartitionLags;
import io.clickreel.health.PipelineState;
import io.clickreel.health.RouteFailures;
import io.clickreel.health.ServiceHealth;
import io.clickreel.health.TablesHealth;
import io.clickreel.health.TopicTimes;
import io.clickreel.health.WallsHealth;
import io.clickreel.kafka.ClientProperties;
import io.clickreel.kafka.KafkaAdmin;
import io.clickreel.registry.RegistryValues;
import io.clickreel.schema.SchemaRunner;
import io.clickreel.stream.Contracts;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.function.Consumer;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.spi.Registry;
import org.apache.camel.support.LifecycleStrategySupport;
import software.amazon.awssdk.services.s3.S3Client;

/** Puts what the routes refer to by name into Camel's registry: one line for each bean of routes/*.yaml. */
public final class PipelineConfiguration implements CamelConfiguration {
    private static final long PING_LIMIT_MS = 5_000;

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
        ClickHouseConnection connection = clickHouseConnection(settings);
        ClickHouse clickHouse = connection.open();
        S3Client s3 = s3Connection(settings).client();
        ClientProperties clients = ClientProperties.of(settings);
        KafkaAdmin kafka = new KafkaAdmin(clients.admin("clickreel"));
        LiveStreams streams = new LiveStreams(camel, home);

        Registry registry = camel.getRegistry();
        registry.bind("clickGenerator", ClickPublishing.of(settings));
        MeterRegistry meters = meters(registry);
        DeliveryAlarm alarm = new DeliveryAlarm(camel, BatchingClientFactory::ingests, meters);
        LaneStates lanes = new LaneStates(meters);
        camel.addService(lanes);
        ClickHouse control = connection.withTimeout(PING_LIMIT_MS).open();
        LiveContracts contracts =
                new LiveContracts(new Contracts(control, RegistryValues.forPolling(settings)), streams);
        camel.addService(contracts);
        registry.bind(
                StreamRoutes.CLIENT_FACTORY,
                new BatchingClientFactory(
                        settings,
                        clients,
                        streams::of,
                        new DeliveryLedger(control),
                        contracts,
                        alarm,
                        lanes,
                        onMistake));
        registry.bind(KafkaClients.BEAN, new KafkaClients(clients));
        BatchDelivery delivery = new BatchDelivery(
                settings.text("ingest.instance-id"),
                meters,
                new DeadShare.Limits(
                        settings.share("ingest.dead-share-max", 0, 1), settings.share("ingest.dead-share-warn", 0, 1)),
                alarm);
        registry.bind("delivery", delivery);
        registry.bind("clickhouse", new ClickHouseComponent(clickHouse, control));
        registry.bind("generate", new GenerateComponent(home));
        registry.bind("clickHouseJdbc", connection.dataSource());
        registry.bind("s3Client", s3);
        registry.bind("filmCatalogue", new FilmCatalogue());
        FilmNotices films = bindFilms(registry, clickHouse);
        ClickHouse dashboard = dashboardConnection(connection)
                .withTimeout(QueryLimits.DEFAULT.waitMs())
                .open();
        StreamCatalog catalog =
                new StreamCatalog(QuestionCatalog.load(home.resolve("queries")), streams::routes, dashboard);
        SharedAnswers answers = sharedAnswers(catalog, dashboard);
        registry.bind("sharedAnswers", answers);
        registry.bind("questions", new QuestionsApi(answers, catalog::streams));

        RouteFailures failures = new RouteFailures();
        camel.getManagementStrategy().addEventNotifier(failures);
        camel.getManagementStrategy().addEventNotifier(alarm);
        OpenTransactions transactions = new OpenTransactions(kafka, streams, meters);
        TopicTimes topicTimes = new TopicTimes(kafka, streams);
        KafkaWatch kafkaWatch = new KafkaWatch();
        kafkaWatch.start(topicTimes::ask);
        kafkaWatch.start(transactions::ask);
        PartitionLags lags = new PartitionLags(kafka, streams, transactions);
        FirstFilms firstFilms = new FirstFilms(
                () -> preparation.isDone(PreparationSteps.TABLES) && preparation.isDone(PreparationSteps.FILMS));
        registry.bind(FirstFilms.BEAN, firstFilms);
        camel.getManagementStrategy().addEventNotifier(firstFilms);
        registry.bind("pipelineState", new PipelineState(camel, failures, lags, lanes));
        HealthCheckRegistry health = HealthCheckRegistry.get(camel);
        health.register(preparation.healthCheck());
        health.register(failures.healthCheck());
        health.register(alarm.healthCheck());
        delivery.healthChecks().forEach(health::register);
        health.register(new DegradedCheck("contracts", contracts::problems));
        SchemaWatch schema = new SchemaWatch(
                home.resolve("ddl"), new SchemaRunner(control), () -> preparation.isDone(PreparationSteps.TABLES));
        camel.addService(schema);
        health.register(new DegradedCheck("schema", schema::problem));
        health.register(new DegradedCheck("partitions", () -> lanes.stuck(Instant.now())));
        health.register(transactions.healthCheck());
        health.register(topicTimes.healthCheck());
        health.register(new FilmsHealth(films));
        health.register(new ServiceHealth("kafka", "Kafka", kafka.bootstrap() + " (kafka.broker-url)", kafka::ping));
        health.register(new ServiceHealth("s3", "S3", settings.text("s3.endpoint") + " (s3.endpoint)", () -> ping(s3)));
        health.register(
                new ServiceHealth("clickhouse", "ClickHouse", clickHouse.address(), () -> control.run("SELECT 1")));
        WallsHealth walls = registry.lookupByNameAndType(WallsHealth.BEAN, WallsHealth.class);
        if (walls != null) {
            health.register(walls);
        }
        TablesHealth tables = new TablesHealth(
                control,
                () -> {
                    List<String> problems = new ArrayList<>(
                            GuaranteeCheck.problems(control, settings.text("clickhouse.user"), streams.tables()));
                    problems.addAll(GuaranteeCheck.uncounted(control, streams.tables()));
                    return problems;
                },
                streams,
                contracts::tablesChanged,
                () -> preparation.isDone(PreparationSteps.TABLES));
        health.register(tables);
        camel.addLifecycleStrategy(new LifecycleStrategySupport() {
            // The routes are read by now and not started: their streams are known, and nothing of them flows.
            @Override
            public void onContextStarting(CamelContext context) {
                streams.begin();
                preparation.run(new PreparationSteps(settings, home, kafka, clickHouse, contracts, () -> ping(s3))
                        .of(streams.get()));
                tables.start();
            }

            @Override
            public void onContextStopped(CamelContext context) {
                tables.close();
                clickHouse.close();
                control.close();
                answers.close();
                dashboard.close();
                kafkaWatch.close();
                kafka.close();
            }
        });
    }

    /** The registry that {@code /observe/metrics} shows: Camel takes the one with this name. */
    private static MeterRegistry meters(Registry registry) {
        MeterRegistry found = registry.lookupByNameAndType(METRICS_REGISTRY_NAME, MeterRegistry.class);
        if (found == null) {
            found = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
            registry.bind(METRICS_REGISTRY_NAME, found);
        }
        return found;
    }

    private void ping(S3Client s3) {
        S3Connection.ping(s3, settings.text("s3.bucket"));
    }

    /** The dashboard's connection, as a separate user if there is one, who may only read, whatever is asked. */
    private ClickHouseConnection dashboardConnection(ClickHouseConnection pipeline) {
        return settings.isSet("dashboard.clickhouse-user")
                ? pipeline.as(
                        settings.text("dashboard.clickhouse-user"), settings.text("dashboard.clickhouse-password"))
                : pipeline;
    }

    private SharedAnswers sharedAnswers(Catalog catalog, ClickHouse reader) {
        return new SharedAnswers(new Questions(catalog, reader, QueryLimits.DEFAULT), (int)
                settings.number("dashboard.refresh-seconds", 1, 3600));
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

    private static S3Connection s3Connection(Settings settings) {
        return new S3Connection(
                settings.text("s3.endpoint"),
                settings.text("s3.region"),
                settings.text("s3.access-key"),
                settings.text("s3.secret-key"));
    }

    private FilmNotices bindFilms(Registry registry, ClickHouse clickHouse) {
        FilmNotices notices = new FilmNotices();
        FilmContract contract = filmContract(home);
        FilmPlace place = new FilmPlace(settings.text("s3.bucket"), settings.text("dim-film.object-key"), notices);
        registry.bind("dimFilmPlace", place);
        registry.bind(
                "dimFilmFile",
                new DimFilmFile(
                        contract,
                        notices,
                        home.resolve(settings.text("clickreel.data-dir")).resolve("run"),
                        settings.number("dim-film.max-file-mb", 1, SettingsCheck.LARGEST_FILE_MB) << 20));
        registry.bind(
                "dimFilm",
                new DimFilmRefresh(
                        place,
                        contract,
                        new FilmRules(
                                settings.share("dim-film.max-row-change-share", 0, Double.MAX_VALUE),
                                settings.share("dim-film.max-empty-share-change", 0, 1)),
                        notices,
                        clickHouse,
                        settings.flag("clicks.generate.enabled")));
        return notices;
    }

    public static FilmContract filmContract(Path home) {
        return FilmContract.read(home.resolve("contracts/dim_film.schema.json"));
    }
}
