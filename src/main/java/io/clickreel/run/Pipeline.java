package io.clickreel.run;

import io.clickreel.Settings;
import io.clickreel.StartupException;
import io.clickreel.dashboard.DashboardHttp;
import io.clickreel.dashboard.GuardedHttpServers;
import io.clickreel.dashboard.questions.SharedAnswers;
import io.clickreel.embedded.EmbeddedServices;
import io.clickreel.embedded.Ports;
import io.clickreel.embedded.process.DataFolder;
import io.clickreel.health.WallsHealth;
import io.clickreel.jmx.RemoteJmx;
import io.clickreel.routes.Finding;
import io.clickreel.routes.RouteCheck;
import io.clickreel.routes.RouteFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.main.SimpleMainShutdownStrategy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of Clickreel: embedded services around camel-main, stopped in the reverse order. */
public final class Pipeline {
    private static final Logger LOG = LoggerFactory.getLogger(Pipeline.class);
    private static final long STOP_LIMIT_S = 9;

    private final Settings settings;
    private final Path home;
    private final long startedNanos = System.nanoTime();
    private final Main main = new Main();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile boolean gaveUp;
    private volatile boolean announced;
    private volatile boolean stopping;

    public Pipeline(Settings settings, Path home) {
        this.settings = settings;
        this.home = home;
    }

    /** @return the exit code, when it was told to stop and has */
    public int run() throws Exception {
        SettingsCheck.check(settings);
        // Replaces Camel's shutdown hook from the first moment: the routes have to rest before the services go.
        main.setShutdownStrategy(new SimpleMainShutdownStrategy());
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop"));
        // The folder first: a second Clickreel should be told that one runs already, not that a port is taken.
        try (DataFolder data = DataFolder.take(home.resolve(settings.text("clickreel.data-dir")))) {
            requirePorts();
            Settings.nearlySet(System.getenv()).forEach(LOG::warn);
            // While the services start, which takes longer.
            SortedMap<Path, String> files = routeFiles();
            CompletableFuture<List<Finding>> mistakes =
                    CompletableFuture.supplyAsync(() -> RouteTrial.mistakes(settings, home));
            run(data, files, mistakes);
        } catch (StartupException e) {
            if (!stopping) {
                throw e;
            }
            // Ctrl-C during a start reaches the services, too; that they did not start is no news then.
        } finally {
            stopped.countDown();
        }
        return gaveUp ? 1 : main.getExitCode();
    }

    private SortedMap<Path, String> routeFiles() {
        try {
            return RouteFiles.read(settings, home);
        } catch (IOException e) {
            throw new StartupException("The route files cannot be read: " + e + ".", e);
        }
    }

    /** @param files as they were when one began to look for mistakes */
    private void run(DataFolder data, SortedMap<Path, String> files, CompletableFuture<List<Finding>> mistakes)
            throws Exception {
        Progress progress = Progress.onTerminal();
        try (EmbeddedServices services = start(data, progress)) {
            Settings addressed = services.settings();
            // Those that were edited while the services started are looked at as they are now.
            requireNone(
                    routeFiles().equals(files)
                            ? mistakes
                            : mistakes.handle((old, failure) -> RouteTrial.mistakes(settings, home)));
            RunningServices.announce(addressed, data.path());
            RunningFolders.add(home, data.path());
            if (services.walled()) {
                main.bind(WallsHealth.BEAN, new WallsHealth(services::missingWalls));
            }
            String instanceId = "ingest.instance-id";
            Settings named = addressed.isSet(instanceId)
                    ? addressed
                    : addressed.with(Map.of(instanceId, InstanceId.keptIn(data.path())));
            try (RemoteJmx remote = RemoteJmx.open(named, data.path())) {
                LOG.debug("JMX of other machines: {}", remote == null ? "none" : "open");
                runRoutes(named);
            }
        }
    }

    private static void requireNone(CompletableFuture<List<Finding>> mistakes) {
        List<Finding> found;
        try {
            found = mistakes.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof StartupException known ? known : e;
        }
        if (!found.isEmpty()) {
            throw new StartupException(
                    "The routes have mistakes, so they are not started. Correct them and start again;"
                            + " ./clickreel check --offline looks at them too." + System.lineSeparator()
                            + RouteCheck.text(found));
        }
    }

    private EmbeddedServices start(DataFolder data, Progress progress) {
        try {
            return EmbeddedServices.start(settings, home, data, progress);
        } finally {
            progress.end();
        }
    }

    private void requirePorts() {
        Ports.requireFree(settings.text("dashboard.host"), settings.port("dashboard.port"), "dashboard.port");
        Ports.requireFree(settings.text("management.host"), settings.port("management.port"), "management.port");
        if (settings.isSet("management.jmx.port")) {
            Ports.requireFree(
                    settings.text("management.jmx.host"), settings.port("management.jmx.port"), "management.jmx.port");
        }
    }

    private void runRoutes(Settings addressed) throws Exception {
        if (stopping) {
            return;
        }
        main.setDefaultPropertyPlaceholderLocation("false");
        main.setOverrideProperties(PipelineConfiguration.camelProperties(addressed));
        main.bind("httpServers", new GuardedHttpServers(addressed));
        main.configure().addConfiguration(new PipelineConfiguration(addressed, home, this::giveUp));
        main.addMainListener(new MainListenerSupport() {
            @Override
            public void afterStart(BaseMainSupport started) {
                dashboard(addressed, started.getCamelContext());
                awaitFilms(started.getCamelContext());
                announce(addressed);
            }
        });
        try {
            main.run();
        } catch (Exception e) {
            throw StartFailure.explain(e);
        }
    }

    private static void dashboard(Settings addressed, CamelContext camel) {
        SharedAnswers answers = camel.getRegistry().lookupByNameAndType("sharedAnswers", SharedAnswers.class);
        DashboardHttp dashboard = new DashboardHttp(camel, addressed.port("dashboard.port"));
        dashboard.serve(answers);
        dashboard.warmUp(addressed);
    }

    private static void awaitFilms(CamelContext camel) {
        FirstFilms films = camel.getRegistry().lookupByNameAndType(FirstFilms.BEAN, FirstFilms.class);
        films.await(camel);
    }

    private void announce(Settings addressed) {
        if (gaveUp) {
            return;
        }
        double seconds = (System.nanoTime() - startedNanos) / 1e9;
        String block = """

                Clickreel is up (%.1f s)
                  dashboard   http://%s:%s/
                  ClickHouse  http://%s:%s  database %s, user %s
                  Kafka       %s  topic %s
                  S3          %s  bucket %s
                  health      http://%s:%s/observe/health
                Ctrl-C stops it.
                """.formatted(
                        seconds,
                        addressed.text("dashboard.host"),
                        addressed.text("dashboard.port"),
                        addressed.text("clickhouse.host"),
                        addressed.text("clickhouse.port"),
                        addressed.text("clickhouse.database"),
                        addressed.text("clickhouse.user"),
                        addressed.text("kafka.broker-url"),
                        addressed.text("kafka.topic"),
                        addressed.text("s3.endpoint"),
                        addressed.text("s3.bucket"),
                        addressed.text("management.host"),
                        addressed.text("management.port"));
        System.out.println(block);
        announced = true;
    }

    private void giveUp(StartupException mistake) {
        LOG.error("{}", mistake.getMessage());
        gaveUp = true;
        main.completed();
    }

    private void stop() {
        if (announced) {
            System.out.println(System.lineSeparator() + "Clickreel is stopping.");
        }
        stopping = true;
        main.completed();
        try {
            if (!stopped.await(STOP_LIMIT_S, TimeUnit.SECONDS)) {
                LOG.warn("Not all of it stopped within {} s; what is left is ended.", STOP_LIMIT_S);
                ProcessHandle.current().children().forEach(ProcessHandle::destroyForcibly);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
