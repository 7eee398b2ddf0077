package io.clickreel.run;

import static org.apache.camel.component.micrometer.MicrometerConstants.METRICS_REGISTRY_NAME;

import io.clickreel.RootCause;
import io.clickreel.Settings;
import io.clickreel.StartupException;
import io.clickreel.clickhouse.ClickHouse;
import io.clickreel.clickhouse.ClickHouseComponent;
import io.clickreel.clickhouse.ClickHouseConnection;
import io.clickreel.dashboard.QuestionsApi;
import io.clickreel.dashboard.questions.QueryLimits;
import io.clickreel.dashboard.questions.QuestionCatalog;
import io.clickreel.dashboard.questions.Questions;
import io.clickreel.dashboard.questions.SharedAnswers;
import io.clickreel.dashboard.streams.StreamCatalog;
import io.clickreel.delivery.BatchDelivery;
import io.clickreel.delivery.BatchingClientFactory;
import io.clickreel.delivery.Flushes;
import io.clickreel.delivery.batch.LiveContracts;
import io.clickreel.delivery.guard.DeadShare;
import io.clickreel.delivery.guard.DeliveryAlarm;
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
import io.clickreel.health.LaneStates;
import io.clickreel.health.OpenTransactions;
import io.clickreel.health.PartitionLags;
import io.clickreel.health.PipelineState;
import io.clickreel.health.RouteFailures;
import io.clickreel.health.StreamStates;
import io.clickreel.jmx.Beans;
import io.clickreel.kafka.ClientProperties;
import io.clickreel.kafka.KafkaAdmin;
import io.clickreel.registry.RegistryValues;
import io.clickreel.routes.StreamRoutes;
import io.clickreel.stream.Contracts;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Registry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * What the routes refer to by name, one line for each bean of routes/*.yaml, and what these beans share with health. Nothing of
 * it asks a service before a route runs, so that routes can be built on trial.
 */
final class RouteBeans implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RouteBeans.class);
    private static final long PING_LIMIT_MS = 5_000;

    final MeterRegistry meters;
    final ClickHouse clickHouse;
    /** Gives up soon, for what must not wait. */
    final ClickHouse control;

    final S3Client s3;
    final KafkaAdmin kafka;
    final LiveStreams streams;
    final DeliveryAlarm alarm;
    final LaneStates lanes;
    final Flushes flushes = new Flushes();
    final LiveContracts contracts;
    final BatchDelivery delivery;
    final FilmNotices films = new FilmNotices();
    final SharedAnswers answers;
    final RouteFailures failures = new RouteFailures();
    final OpenTransactions transactions;
    final PartitionLags lags;
    final StreamStates streamStates;
    final PipelineState state;

    private final ClickHouse dashboard;
    private final Beans beans;

    /**
     * Binds them into the context's registry.
     *
     * @param settings with the address of each service
     * @param home the folder of contracts/
     * @param onMistake called if a route turns out to be set up wrongly when it starts
     */
    RouteBeans(
            CamelContext camel,
            Settings settings,
            Path home,
            QuestionCatalog questions,
            Consumer<StartupException> onMistake) {
        ClickHouseConnection connection = PipelineConfiguration.clickHouseConnection(settings);
        ClientProperties clients = ClientProperties.of(settings);
        Registry registry = camel.getRegistry();
        meters = meters(registry);
        clickHouse = connection.open();
        control = connection.withTimeout(PING_LIMIT_MS).open();
        s3 = s3Connection(settings).client();
        kafka = new KafkaAdmin(clients.admin("clickreel"));
        streams = new LiveStreams(camel, home);
        alarm = new DeliveryAlarm(camel, BatchingClientFactory::ingests, meters);
        lanes = new LaneStates(meters);
        contracts = new LiveContracts(new Contracts(control, RegistryValues.forPolling(settings)), streams);
        delivery = new BatchDelivery(
                settings.text("ingest.instance-id"),
                meters,
                new DeadShare.Limits(
                        settings.share("ingest.dead-share-max", 0, 1), settings.share("ingest.dead-share-warn", 0, 1)),
                alarm);
        transactions = new OpenTransactions(kafka, streams, meters);
        lags = new PartitionLags(kafka, streams::active, transactions, meters);
        streamStates =
                new StreamStates(camel, streams::active, BatchingClientFactory::ingests, meters, lanes, lags, failures);
        state = new PipelineState(camel, failures, lags, lanes, streamStates, films);
        dashboard = dashboardConnection(settings, connection)
                .withTimeout(QueryLimits.DEFAULT.waitMs())
                .open();
        StreamCatalog catalog = new StreamCatalog(questions, streams::routes, dashboard);
        answers = new SharedAnswers(new Questions(catalog, dashboard, QueryLimits.DEFAULT), (int)
                settings.number("dashboard.refresh-seconds", 1, 3600));

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
                        flushes,
                        onMistake));
        registry.bind(KafkaClients.BEAN, new KafkaClients(clients));
        registry.bind("delivery", delivery);
        registry.bind("clickhouse", new ClickHouseComponent(clickHouse, control));
        registry.bind("clickHouseJdbc", connection.dataSource());
        registry.bind("generate", new GenerateComponent(home));
        registry.bind("clickGenerator", ClickPublishing.of(settings));
        registry.bind("s3Client", s3);
        registry.bind("filmCatalogue", new FilmCatalogue());
        bindFilms(registry, settings, home);
        Steering steering = new Steering(
                camel,
                streams::active,
                flushes,
                clients,
                clickHouse,
                new Contracts(clickHouse, RegistryValues.of(settings)));
        beans = new Beans(camel, state, streamStates, lanes, lags, steering, steering::refreshFilms);
        registry.bind("sharedAnswers", answers);
        registry.bind("questions", new QuestionsApi(answers, catalog::streams));
        registry.bind("pipelineState", state);
    }

    private void bindFilms(Registry registry, Settings settings, Path home) {
        FilmContract contract = PipelineConfiguration.filmContract(home);
        FilmPlace place = new FilmPlace(settings.text("s3.bucket"), settings.text("dim-film.object-key"), films);
        registry.bind("dimFilmPlace", place);
        registry.bind(
                "dimFilmFile",
                new DimFilmFile(
                        contract,
                        films,
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
                        films,
                        clickHouse,
                        settings.flag("clicks.generate.enabled")));
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

    private static S3Connection s3Connection(Settings settings) {
        return new S3Connection(
                settings.text("s3.endpoint"),
                settings.text("s3.region"),
                settings.text("s3.access-key"),
                settings.text("s3.secret-key"));
    }

    /** The dashboard's connection, as a separate user if there is one, who may only read, whatever is asked. */
    private static ClickHouseConnection dashboardConnection(Settings settings, ClickHouseConnection pipeline) {
        return settings.isSet("dashboard.clickhouse-user")
                ? pipeline.as(
                        settings.text("dashboard.clickhouse-user"), settings.text("dashboard.clickhouse-password"))
                : pipeline;
    }

    /** Shows by JMX how all of it is, once the context runs. */
    void begin(CamelContext camel) {
        try {
            camel.addService(beans);
        } catch (Exception e) {
            LOG.warn("JMX shows no streams, and ./clickreel status cannot ask: {}", RootCause.of(e));
        }
    }

    @Override
    public void close() {
        clickHouse.close();
        control.close();
        answers.close();
        dashboard.close();
        kafka.close();
    }
}
