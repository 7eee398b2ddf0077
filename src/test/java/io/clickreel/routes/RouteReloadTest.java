package io.clickreel.routes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.clickreel.testing.PipelineTestSupport;
import io.clickreel.testing.Services;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.apache.camel.Endpoint;
import org.apache.camel.ServiceStatus;
import org.apache.camel.component.seda.SedaComponent;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Editing a copy of routes/ while it runs: what is saved is live, and what is broken hurts nobody. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RouteReloadTest extends PipelineTestSupport {
    private static final int SECONDS = 20;
    private static final Path ROUTES = Services.copyOfRoutes();
    private static final Path INGEST = ROUTES.resolve("clicks-ingest.camel.yaml");
    private static final Path DELIVER = ROUTES.resolve("deliver-batch.camel.yaml");
    private static final String DESCRIPTION = "Clicks into table clicks, each exactly once";
    private static final Path LOG = Services.log();

    private static final String HEART_BEAT = """
            - route:
                id: heart-beat
                description: Beats
                from:
                  uri: timer:heart-beat
                  steps:
                    - log: beat
            """;

    private int sent;

    @Override
    protected Map<String, String> overrides() {
        return editing(ROUTES, "ingest.batch-wait-ms=200");
    }

    @Test
    @Order(1)
    void aSavedEditIsLiveWithinSecondsAndNoClickIsLostOrDoubled() throws IOException {
        sendClicks(10);
        awaitAll();

        edit(INGEST, DESCRIPTION, "An edited description");
        sendClicks(10);

        within(SECONDS).until(() -> "An edited description".equals(descriptionOf("clicks-ingest")));
        sendClicks(10);
        awaitAll();
    }

    @Test
    @Order(2)
    void anotherPeriodOfATimerIsLive() throws IOException {
        Path refresh = ROUTES.resolve("dim-film-refresh.camel.yaml");

        edit(refresh, "{{dim-film.poll-ms}}", "777");

        // For a moment there is no such route.
        within(SECONDS).ignoreExceptions().until(() -> context.getRoute("dim-film-refresh")
                .getEndpoint()
                .getEndpointUri()
                .contains("period=777"));
        within(SECONDS).until(() -> isStarted("dim-film-refresh"));
    }

    @Test
    @Order(3)
    void aFileThatDoesNotParseLeavesTheOldRouteRunningAndTheLogNamesFileAndLine() throws IOException {
        String good = Files.readString(INGEST);
        List<String> lines = good.lines().toList();
        int line = lines.indexOf("      steps:") + 1;
        long logged = Files.size(LOG);

        Files.writeString(INGEST, good.replaceFirst("(?m)^      steps:$", "      steps: [\n"));

        within(SECONDS).untilAsserted(() -> assertThat(logSince(logged))
                .containsPattern("clicks-ingest.camel.yaml:(" + line + "|" + (line + 1) + "|" + (line + 2) + "):"));
        assertThat(health()).contains("DEGRADED: since", "clicks-ingest.camel.yaml has a mistake and is not live: ");
        assertThat(isStarted("clicks-ingest")).isTrue();
        sendClicks(10);
        awaitAll();

        Files.writeString(INGEST, good.replace("An edited description", "A mended description"));

        within(SECONDS).until(() -> "A mended description".equals(descriptionOf("clicks-ingest")));
        assertThat(health()).doesNotContain("has a mistake");
        sendClicks(10);
        awaitAll();
    }

    @Test
    @Order(4)
    void aStepThatDoesNotExistLeavesTheOldRouteRunningAndTheLogNamesIt() throws IOException {
        String good = Files.readString(INGEST);
        long logged = Files.size(LOG);

        Files.writeString(INGEST, good.replaceFirst("- to:", "- tooo:"));

        within(SECONDS).untilAsserted(() -> assertThat(logSince(logged))
                .contains("clicks-ingest.camel.yaml")
                .contains("tooo"));
        assertThat(isStarted("clicks-ingest")).isTrue();
        Files.writeString(INGEST, good);
        sendClicks(10);
        awaitAll();
    }

    @Test
    @Order(5)
    void aStepWithoutItsBeanLeavesTheOldRouteRunning() throws IOException {
        String good = Files.readString(DELIVER);
        long logged = Files.size(LOG);

        Files.writeString(DELIVER, good.replace("ref: delivery", "ref: delvery"));

        within(SECONDS).untilAsserted(() -> assertThat(logSince(logged))
                .contains("deliver-batch.camel.yaml")
                .contains("There is no bean delvery. Did you mean delivery?"));
        assertThat(isStarted("deliver-batch")).isTrue();
        sendClicks(10);
        awaitAll();
        Files.writeString(DELIVER, good);
        within(SECONDS).untilAsserted(() -> assertThat(health()).doesNotContain("has a mistake"));
    }

    @Test
    @Order(6)
    void aNewFileIsANewRouteAnotherIdAnotherRouteAndADeletedFileNone() throws IOException {
        Path file = ROUTES.resolve("heartbeat.camel.yaml");
        Files.writeString(file, HEART_BEAT);
        within(SECONDS).until(() -> isStarted("heart-beat"));

        edit(file, "id: heart-beat", "id: heart-throb");
        within(SECONDS).until(() -> isStarted("heart-throb"));
        assertThat(context.getRoute("heart-beat")).isNull();

        long logged = Files.size(LOG);
        Files.move(file, ROUTES.resolve("heart.camel.yaml"));
        within(SECONDS).untilAsserted(() -> assertThat(logSince(logged)).contains("heart.camel.yaml is live"));
        assertThat(isStarted("heart-throb")).isTrue();
        assertThat(logSince(logged)).doesNotContain("saved with a mistake");

        Files.delete(ROUTES.resolve("heart.camel.yaml"));
        within(SECONDS).until(() -> context.getRoute("heart-throb") == null);
    }

    @Test
    @Order(7)
    void aFileThatIsWrittenInTwoStepsReplacedOrReachedByALinkIsReadWhole() throws IOException {
        Path file = ROUTES.resolve("heartbeat.camel.yaml");
        Files.writeString(file, "");
        Files.writeString(file, HEART_BEAT);
        within(SECONDS).until(() -> isStarted("heart-beat"));

        Path temporary = ROUTES.resolve("heartbeat.camel.yaml.tmp");
        Files.writeString(temporary, HEART_BEAT.replace("Beats", "Beats on"));
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        within(SECONDS).until(() -> "Beats on".equals(descriptionOf("heart-beat")));

        Path version = Files.createDirectory(ROUTES.resolve("..2026"));
        Files.writeString(version.resolve("heartbeat.camel.yaml"), HEART_BEAT.replace("Beats", "Beats by a link"));
        Files.delete(file);
        Files.createSymbolicLink(file, Path.of("..2026", "heartbeat.camel.yaml"));
        within(SECONDS).until(() -> "Beats by a link".equals(descriptionOf("heart-beat")));
    }

    @Test
    @Order(8)
    void aSecondRouteOfTheSameIdIsNotLive() throws IOException {
        Path file = ROUTES.resolve("second.camel.yaml");
        long logged = Files.size(LOG);
        Files.writeString(file, HEART_BEAT);
        within(SECONDS).untilAsserted(() -> assertThat(logSince(logged))
                .contains("second.camel.yaml:2:9: Another route has the id heart-beat already"));
        Files.delete(file);
        within(SECONDS).untilAsserted(() -> assertThat(health()).doesNotContain("has a mistake"));
        assertThat(isStarted("heart-beat")).isTrue();
        sendClicks(10);
        awaitAll();
    }

    @Test
    @Order(9)
    void aTableThatDoesNotFitTheContractLeavesTheOldRouteRunning() throws IOException {
        String good = Files.readString(INGEST);

        edit(INGEST, "clickreel.table: clicks", "clickreel.table: page_events");

        within(SECONDS).untilAsserted(() -> assertThat(health()).contains("clicks-ingest.camel.yaml has a mistake"));
        assertThat(isStarted("clicks-ingest")).isTrue();
        sendClicks(10);
        awaitAll();
        Files.writeString(INGEST, good);
        within(SECONDS).untilAsserted(() -> assertThat(health()).doesNotContain("has a mistake"));
    }

    @Test
    @Order(10)
    void aMistakeThatStandsIsToldOnceAndHoldsNoOtherEditUp() throws IOException {
        Path file = ROUTES.resolve("broken.camel.yaml");
        Files.writeString(file, HEART_BEAT.replace("timer:", "timr:"));
        within(SECONDS).untilAsserted(() -> assertThat(health()).contains("broken.camel.yaml has a mistake"));
        String told = health().replaceAll("(?s).*(DEGRADED: since \\S+).*", "$1");
        long logged = Files.size(LOG);

        edit(DELIVER, "Stores a batch", "Keeps a batch");

        within(SECONDS)
                .untilAsserted(() -> assertThat(descriptionOf("deliver-batch")).startsWith("Keeps a batch"));
        assertThat(health()).contains(told);
        assertThat(logSince(logged)).doesNotContain("broken.camel.yaml");
        Files.delete(file);
        within(SECONDS).untilAsserted(() -> assertThat(health()).doesNotContain("has a mistake"));
    }

    @Test
    @Order(11)
    void aFileThatCannotBeReadAndAFolderThatIsAwayAreTold() throws IOException {
        // Its bytes cannot be read by anybody.
        Path file = Files.createSymbolicLink(ROUTES.resolve("memory.camel.yaml"), Path.of("/proc/self/mem"));
        within(SECONDS).untilAsserted(() -> assertThat(health()).contains("memory.camel.yaml cannot be read"));
        Files.delete(file);
        within(SECONDS).untilAsserted(() -> assertThat(health()).doesNotContain("cannot be read"));

        Path away = ROUTES.resolveSibling(ROUTES.getFileName() + "-away");
        Files.move(ROUTES, away);
        within(SECONDS).untilAsserted(() -> assertThat(health()).contains("There is no route file any more"));
        assertThat(isStarted("clicks-ingest")).isTrue();
        sendClicks(10);
        awaitAll();
        Files.move(away, ROUTES);
        within(SECONDS).untilAsserted(() -> assertThat(health()).doesNotContain("There is no route file any more"));
    }

    @Test
    @Order(12)
    void aRouteThatSomebodyHasStoppedStaysStoppedWhenItsFileIsSaved() throws Exception {
        Path refresh = ROUTES.resolve("dim-film-refresh.camel.yaml");
        context.getRouteController().stopRoute("dim-film-refresh");

        edit(refresh, "777", "888");

        within(SECONDS).ignoreExceptions().until(() -> context.getRoute("dim-film-refresh")
                .getEndpoint()
                .getEndpointUri()
                .contains("period=888"));
        edit(refresh, "888", "999");
        within(SECONDS).ignoreExceptions().until(() -> context.getRoute("dim-film-refresh")
                .getEndpoint()
                .getEndpointUri()
                .contains("period=999"));
        assertThat(context.getRouteController().getRouteStatus("dim-film-refresh"))
                .isEqualTo(ServiceStatus.Stopped);
        assertThat(health()).contains("dim-film-refresh is stopped");
        context.getRouteController().startRoute("dim-film-refresh");
        assertThat(isStarted("dim-film-refresh")).isTrue();
        within(SECONDS).untilAsserted(() -> assertThat(health()).doesNotContain("dim-film-refresh is stopped"));
    }

    @Test
    @Order(13)
    void aRouteThatSomebodyHasStoppedStaysStoppedWhenItsFileIsRenamed() throws Exception {
        Path refresh = ROUTES.resolve("dim-film-refresh.camel.yaml");
        Path renamed = ROUTES.resolve("films.camel.yaml");
        context.getRouteController().stopRoute("dim-film-refresh");
        long logged = Files.size(LOG);

        Files.move(refresh, renamed);

        within(SECONDS).untilAsserted(() -> assertThat(logSince(logged))
                .contains("films.camel.yaml is live")
                .contains("dim-film-refresh stays stopped", "./clickreel routes start dim-film-refresh"));
        assertThat(context.getRouteController().getRouteStatus("dim-film-refresh"))
                .isEqualTo(ServiceStatus.Stopped);
        context.getRouteController().startRoute("dim-film-refresh");
        long back = Files.size(LOG);
        Files.move(renamed, refresh);
        within(SECONDS).untilAsserted(() -> assertThat(logSince(back)).contains("dim-film-refresh.camel.yaml is live"));
        within(SECONDS).until(() -> isStarted("dim-film-refresh"));
    }

    @Test
    @Order(14)
    void whatCannotBePutBackIsToldAndTriedAgainAndOnlyWhatSomebodyHasStoppedStaysStopped() throws Exception {
        Path file = ROUTES.resolve("three.camel.yaml");
        Files.writeString(file, three("takes"));
        within(SECONDS).until(() -> isStarted("ticks") && isStarted("takes") && isStarted("rests"));
        context.getRouteController().stopRoute("rests");
        Away away = new Away();
        context.removeComponent("seda");
        context.addComponent("seda", away);

        edit(file, "Ticks", "Ticks on");

        within(SECONDS).untilAsserted(() -> assertThat(health())
                .contains("three.camel.yaml has a mistake and is not live: ", "its routes do not start", "seda is away")
                .contains("What it was before does not start either; it is tried again."));
        away.isOver = true;
        within(2 * SECONDS).untilAsserted(() -> assertThat(health()).doesNotContain("three.camel.yaml"));
        within(SECONDS).until(() -> isStarted("ticks") && isStarted("takes"));
        assertThat(descriptionOf("ticks")).isEqualTo("Ticks on");
        assertThat(context.getRouteController().getRouteStatus("rests")).isEqualTo(ServiceStatus.Stopped);

        // Of a file that nobody has edited, too; and when an edit is taken back.
        away.isOver = false;
        Path configuration = ROUTES.resolve("configuration.camel.yaml");
        Files.writeString(configuration, configuration("before each step"));
        within(SECONDS).untilAsserted(() -> assertThat(health()).contains("three.camel.yaml does not run any more: "));
        edit(file, "Ticks on", "Ticks off");
        within(SECONDS).untilAsserted(() -> assertThat(health()).contains("three.camel.yaml has a mistake"));
        edit(file, "Ticks off", "Ticks on");
        within(SECONDS).untilAsserted(() -> assertThat(health()).contains("three.camel.yaml does not run any more: "));
        away.isOver = true;
        within(2 * SECONDS).untilAsserted(() -> assertThat(health()).doesNotContain("three.camel.yaml"));
        within(SECONDS).until(() -> isStarted("ticks") && isStarted("takes"));
        assertThat(context.getRouteController().getRouteStatus("rests")).isEqualTo(ServiceStatus.Stopped);
        Files.delete(configuration);
        Files.delete(file);
        within(SECONDS).until(() -> context.getRoute("ticks") == null);
    }

    @Test
    @Order(15)
    void theConfigurationOfANewFileWhoseRoutesDoNotStartIsNotAtWork() throws Exception {
        context.removeComponent("seda");
        context.addComponent("seda", new Away());
        Path file = ROUTES.resolve("configured.camel.yaml");

        Files.writeString(file, configuration("of a file that is not live") + three("configured"));

        within(SECONDS).untilAsserted(() -> assertThat(health())
                .contains("configured.camel.yaml has a mistake and is not live: ", "seda is away"));
        assertThat(((ModelCamelContext) context).getRouteConfigurationDefinitions())
                .extracting(RouteConfigurationDefinition::getId)
                .doesNotContain("beats");
        long logged = Files.size(LOG);
        Files.delete(file);
        within(SECONDS).untilAsserted(() -> assertThat(health()).doesNotContain("has a mistake"));
        assertThat(logSince(logged)).doesNotContain("configured.camel.yaml is live");
        context.removeComponent("seda");
    }

    @Test
    @Order(16)
    void aRouteConfigurationIsLiveForTheRoutesOfAllFiles() throws IOException {
        Path file = ROUTES.resolve("configuration.camel.yaml");
        long logged = Files.size(LOG);
        Files.writeString(file, configuration("before each step"));
        within(SECONDS).untilAsserted(() -> assertThat(logSince(logged)).contains("configuration.camel.yaml is live"));
        edit(ROUTES.resolve("heartbeat.camel.yaml"), "    from:", "    routeConfigurationId: beats\n    from:");
        within(SECONDS).untilAsserted(() -> assertThat(logSince(logged)).contains("before each step"));

        Files.writeString(file, configuration("before all of them"));

        within(SECONDS).untilAsserted(() -> assertThat(logSince(logged)).contains("before all of them"));
        long changed = Files.size(LOG);
        within(SECONDS).untilAsserted(() -> assertThat(logSince(changed)).contains("before all of them"));
        assertThat(logSince(changed)).doesNotContain("before each step");

        Files.delete(file);
        within(SECONDS).untilAsserted(() -> assertThat(logSince(changed))
                .contains("configuration.camel.yaml is deleted, and no route"));
        within(SECONDS).until(() -> isStarted("heart-beat"));
        long deleted = Files.size(LOG);
        within(SECONDS).untilAsserted(() -> assertThat(logSince(deleted)).contains("beat"));
        assertThat(logSince(deleted)).doesNotContain("before all of them");
        within(SECONDS).until(() -> isStarted("clicks-ingest") && isStarted("deliver-batch"));
        sendClicks(10);
        awaitAll();
    }

    @Test
    @Order(17)
    void aFileThatIsWrittenAllTheTimeHoldsNoOtherUpAndIsTold() throws Exception {
        Path busy = ROUTES.resolve("busy.camel.yaml");
        AtomicBoolean isOver = new AtomicBoolean();
        Thread writer = new Thread(() -> {
            for (int i = 0; !isOver.get(); i++) {
                write(busy, "# " + i + "\n");
                LockSupport.parkNanos(20_000_000);
            }
        });
        writer.start();
        try {
            edit(DELIVER, "Keeps a batch", "Puts a batch away");
            within(SECONDS).untilAsserted(() -> assertThat(descriptionOf("deliver-batch"))
                    .startsWith("Puts a batch away"));
            within(SECONDS).untilAsserted(() -> assertThat(health()).contains("busy.camel.yaml changes all the time"));
        } finally {
            isOver.set(true);
            writer.join();
            Files.delete(busy);
        }
        within(SECONDS).untilAsserted(() -> assertThat(health()).doesNotContain("changes all the time"));
    }

    /** What a route needs and cannot get in this context, as a service that is not there when it is built. */
    private static final class Away extends SedaComponent {
        private volatile boolean isOver;

        @Override
        protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
                throws Exception {
            if (!isOver) {
                throw new IllegalStateException("seda is away");
            }
            return super.createEndpoint(uri, remaining, parameters);
        }
    }

    private static String three(String second) {
        return """
                - route:
                    id: ticks
                    description: Ticks
                    from:
                      uri: timer:ticks
                      steps:
                        - to: log:ticks?level=DEBUG
                - route:
                    id: %1$s
                    from:
                      uri: seda:%1$s
                      steps:
                        - to: log:%1$s
                - route:
                    id: rests
                    from:
                      uri: timer:rests
                      steps:
                        - to: log:rests?level=DEBUG
                """.formatted(second);
    }

    private static String configuration(String text) {
        return """
                - routeConfiguration:
                    id: beats
                    intercept:
                      - intercept:
                          steps:
                            - log: %s
                """.formatted(text);
    }

    @Test
    @Order(18)
    void aRouteThatMovesToAFileThatIsReadFirstRunsOn() throws IOException {
        Path from = ROUTES.resolve("z.camel.yaml");
        Path to = ROUTES.resolve("a.camel.yaml");
        String one = HEART_BEAT.replace("heart-beat", "one");
        String two = HEART_BEAT.replace("heart-beat", "two");
        Files.writeString(from, one + two);
        within(SECONDS).until(() -> isStarted("one") && isStarted("two"));
        long logged = Files.size(LOG);

        Files.writeString(from, one);
        Files.writeString(to, two);

        within(SECONDS).untilAsserted(() -> assertThat(logSince(logged))
                .contains("a.camel.yaml is live")
                .contains("z.camel.yaml is live"));
        within(SECONDS).until(() -> isStarted("one") && isStarted("two"));
        Files.delete(from);
        Files.delete(to);
        within(SECONDS).until(() -> context.getRoute("one") == null && context.getRoute("two") == null);
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String health() {
        return get("management.port", "/observe/health?data=true");
    }

    private boolean isStarted(String route) {
        return context.getRouteController().getRouteStatus(route) == ServiceStatus.Started;
    }

    private String descriptionOf(String route) {
        return context.getRoute(route) == null ? null : context.getRoute(route).getDescription();
    }

    private void sendClicks(int times) {
        for (int i = 0; i < times; i++) {
            send("u_10", """
                    {"event_id": "%s", "event_ts": "2026-01-31 12:18:51.766", "user_id": "u_10",
                     "session_id": "s_1", "film_id": 331, "event_type": "view", "page": "browse", "position": 9,
                     "device": "tablet", "referrer": "recommendation"}""".formatted(UUID.randomUUID()));
            sent++;
        }
        flush();
    }

    private void awaitAll() {
        within(SECONDS).untilAsserted(() -> assertThat(count("(SELECT count() FROM clicks)"))
                .isEqualTo(sent));
    }

    private static void edit(Path file, String from, String to) throws IOException {
        String before = Files.readString(file);
        assertThat(before).contains(from);
        Files.writeString(file, before.replace(from, to));
    }

    private static String logSince(long position) throws IOException {
        byte[] all = Files.readAllBytes(LOG);
        return new String(all, (int) position, all.length - (int) position, UTF_8);
    }
}
