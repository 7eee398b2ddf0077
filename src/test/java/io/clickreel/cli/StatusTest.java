package io.clickreel.cli;

import static io.clickreel.testing.UpProcess.within;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.clickreel.testing.CommandProcess;
import io.clickreel.testing.CommandProcess.Said;
import io.clickreel.testing.Services;
import io.clickreel.testing.UpProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import javax.management.ObjectName;
import javax.management.openmbean.TabularData;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What people see of a Clickreel that runs, and what they may do with it: by commands and by JMX, both from outside. */
@Tag("services")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StatusTest {
    private static final String INGEST = "clicks-ingest";
    private static final String CLICKS = "io.clickreel:type=Stream,name=clicks";

    private final ObjectMapper json = new ObjectMapper();
    private UpProcess up;

    @BeforeAll
    void start() {
        up = UpProcess.up(Services.overrides(Services.folder(), Map.of()), Map.of());
        within(60)
                .until(() -> up.count("(SELECT count() FROM clicks)") > 0
                        && up.count("(SELECT count() FROM dim_film)") == 1_000);
    }

    @AfterAll
    void end() {
        if (up != null) {
            up.close();
        }
    }

    @Test
    void statusTellsOfStreamsFilmsServicesRoutesAndChecks() throws Exception {
        within(60).untilAsserted(() -> {
            Said status = command("status");
            assertThat(status.out())
                    .containsPattern("Clickreel \\S+ is UP, and runs since \\d{4}-.*Z \\(")
                    .containsPattern("clicks +RUNNING +\\d+ +[1-9]\\d* +\\d+ +\\d+\\.\\d\\d s +\\d+\\.\\d\\d s +0")
                    .containsPattern("films +1000, live for .*; those of the file at \\d{4}-")
                    .contains("clickhouse UP, kafka UP, s3 UP")
                    .containsPattern("routes +\\d+ started, \\d+ off\n")
                    .containsPattern("All \\d+ health checks are UP");
            assertThat(status.exit()).isZero();
        });
        assertThat(command("status", "-v").out())
                .containsPattern("clicks +dvd_clicks-1 +(IDLE|FORMING|IN_FLIGHT) +\\d+ +[1-9]\\d*")
                .containsPattern("dim-film-refresh +started")
                .containsPattern("UP +resting-routes, since");

        JsonNode told = json.readTree(command("status", "--json").out());
        JsonNode page = json.readTree(up.get("dashboard.port", "/api/pipeline").body());
        assertThat(told.fieldNames()).toIterable().containsExactlyElementsOf(() -> page.fieldNames());
        assertThat(told.path("routes").findValuesAsText("id"))
                .isEqualTo(page.path("routes").findValuesAsText("id"));
        assertThat(told.path("since").asText())
                .startsWith(page.path("since").asText().substring(0, 16));
    }

    @Test
    void aRouteThatIsSuspendedIsToldEverywhereUntilItIsResumed() throws Exception {
        Said suspended = command("routes", "suspend", INGEST);
        assertThat(suspended.out())
                .isEqualToIgnoringNewLines("The route clicks-ingest was started, and is suspended now.");
        assertThat(suspended.exit()).isZero();

        within(30).untilAsserted(() -> {
            Said status = command("status");
            assertThat(status.exit()).isEqualTo(1);
            assertThat(status.out())
                    .containsPattern("Clickreel \\S+ is DEGRADED")
                    .containsPattern("clicks +SUSPENDED")
                    .contains("./clickreel routes resume clicks-ingest")
                    .contains("suspended: clicks-ingest")
                    .containsPattern("DEGRADED  resting-routes, since .*: clicks-ingest is suspended");
        });
        assertThat(up.get("management.port", "/observe/health").body()).contains("clicks-ingest is suspended");
        assertThat(json.readTree(up.get("dashboard.port", "/api/pipeline").body())
                        .path("state")
                        .asText())
                .isEqualTo("DEGRADED");
        assertThat(attribute(CLICKS, "State")).isEqualTo("SUSPENDED");
        assertThat(attribute("io.clickreel:type=Pipeline", "State")).isEqualTo("DEGRADED");

        Said again = command("routes", "suspend", INGEST);
        assertThat(again.out()).contains("is suspended already; nothing was changed");
        assertThat(again.exit()).isZero();

        JsonNode resumed =
                json.readTree(command("routes", "start", INGEST, "--json").out());
        assertThat(resumed.path("before").asText()).isEqualTo("Suspended");
        assertThat(resumed.path("state").asText()).isEqualTo("Started");
        within(30).untilAsserted(() -> assertThat(command("status").exit()).isZero());
        long stored = (Long) attribute(CLICKS, "RowsStored");
        within(60).until(() -> (Long) attribute(CLICKS, "RowsStored") > stored);
    }

    @Test
    void aRouteThatIsNotThereIsGuessedAndNothingIsChanged() {
        Said unknown = command("routes", "stop", "clicks-ingst");
        assertThat(unknown.err()).contains("There is no route clicks-ingst. Did you mean clicks-ingest?");
        assertThat(unknown.exit()).isEqualTo(2);

        Said list = command("routes", "list");
        assertThat(list.out())
                .containsPattern("clicks-generate +started +\\d+ ")
                .containsPattern("\ninteractions-ingest +off");
        assertThat(list.exit()).isZero();
    }

    @Test
    void whereNoneRunsItSaysSoAndMakesNoFolder() {
        Path folder = Services.folder().resolve("none");
        for (List<String> words : List.of(List.of("status"), List.of("routes", "list"))) {
            Said said = CommandProcess.run(
                    Services.home(),
                    Map.of("clickreel.data-dir", folder.toString()),
                    words.get(0),
                    words.subList(1, words.size()).toArray(String[]::new));
            assertThat(said.err()).contains("No Clickreel runs on " + folder).contains("./clickreel up");
            assertThat(said.exit()).isEqualTo(2);
            assertThat(folder).doesNotExist();
        }
    }

    @Test
    void eachBeanTellsWhatItsAttributesAndOperationsMean() {
        List<String> bare = new ArrayList<>();
        List<String> names = up.withBeans(beans -> {
            List<String> found = new ArrayList<>();
            for (ObjectName bean : beans.queryNames(new ObjectName("io.clickreel:*"), null)) {
                found.add(bean.getCanonicalName());
                MBeanInfo info = beans.getMBeanInfo(bean);
                for (MBeanAttributeInfo attribute : info.getAttributes()) {
                    beans.getAttribute(bean, attribute.getName()); // Any client can read it.
                    if (!attribute.getDescription().contains(" ")) {
                        bare.add(bean + " " + attribute.getName());
                    }
                }
                for (MBeanOperationInfo operation : info.getOperations()) {
                    boolean reads = operation.getName().startsWith("get"); // Camel has one for each attribute.
                    if (!reads && !operation.getDescription().contains(" ")) {
                        bare.add(bean + " " + operation.getName());
                    }
                }
            }
            return found;
        });
        assertThat(names)
                .contains(
                        "io.clickreel:name=clicks,type=Stream",
                        "io.clickreel:type=Pipeline",
                        "io.clickreel:name=dim_film,type=ReferenceData",
                        "io.clickreel:name=kafka,type=Service",
                        "io.clickreel:name=clickhouse,type=Service",
                        "io.clickreel:name=s3,type=Service");
        assertThat(bare).isEmpty();
    }

    @Test
    void aStreamIsPausedAndResumedByJmxAndHasItsPartitions() {
        assertThat(invoke(CLICKS, "pause").toString()).contains("clicks-ingest is suspended");
        assertThat(invoke(CLICKS, "pause").toString()).contains("nothing was changed");
        assertThat(attribute(CLICKS, "State")).isEqualTo("SUSPENDED");
        assertThat(invoke(CLICKS, "resume").toString()).contains("runs again");
        within(30).until(() -> attribute(CLICKS, "State").equals("RUNNING"));
        within(60).untilAsserted(() -> assertThat(((TabularData) attribute(CLICKS, "Partitions")).size())
                .isEqualTo(2));
        within(30).until(() -> (Double) attribute(CLICKS, "DelayP50Seconds") > 0);
        assertThat(attribute("io.clickreel:type=Service,name=kafka", "State")).isEqualTo("UP");
        assertThat(attribute("io.clickreel:type=Service,name=kafka", "Address"))
                .isEqualTo("127.0.0.1:" + up.setting("embedded.kafka.port") + " (kafka.broker-url)");
    }

    @Test
    void theBeanOfAStreamComesAndGoesWithIt() {
        String interactions = "io.clickreel:type=Stream,name=interactions";
        assertThat(isThere(interactions)).isFalse();
        assertThat(command("routes", "start", "interactions-ingest").exit()).isZero();
        within(30).until(() -> isThere(interactions));
        assertThat(command("routes", "stop", "interactions-ingest").exit()).isZero();
        within(30).until(() -> !isThere(interactions));
    }

    @Test
    void theFilmsAreLookedAtWhenSomebodyAsksForIt() {
        String films = "io.clickreel:type=ReferenceData,name=dim_film";
        assertThat(attribute(films, "Rows")).isEqualTo(1_000L);
        assertThat(attribute(films, "Version").toString()).startsWith("1000-");
        long looks = looks();
        within(30).until(() -> invoke(films, "refresh").toString().contains("looked at now"));
        within(30).until(() -> looks() > looks);
        assertThat(attribute(films, "LastProblem")).isEqualTo("");
    }

    @Test
    void eachStepHasANameOfItsOwnInJmx() {
        List<String> steps = up.withBeans(
                beans -> beans.queryNames(new ObjectName("org.apache.camel:type=processors,*"), null).stream()
                        .map(step -> ObjectName.unquote(step.getKeyProperty("name")))
                        .toList());
        assertThat(steps).contains("admit-batch", "acknowledge-batch", "deliver-clicks", "swap-films");
        assertThat(steps).noneMatch(step -> step.matches("[a-zA-Z]+\\d+"));
    }

    private long looks() {
        return up.withRoute("dim-film-version", (beans, route) -> (Long) beans.getAttribute(route, "ExchangesTotal"));
    }

    private boolean isThere(String bean) {
        return up.withBeans(beans -> beans.isRegistered(new ObjectName(bean)));
    }

    private Object attribute(String bean, String name) {
        return up.withBeans(beans -> beans.getAttribute(new ObjectName(bean), name));
    }

    private Object invoke(String bean, String operation) {
        return up.withBeans(beans -> beans.invoke(new ObjectName(bean), operation, new Object[0], new String[0]));
    }

    private Said command(String command, String... words) {
        Said said = CommandProcess.run(
                Services.home(), Map.of("clickreel.data-dir", up.setting("clickreel.data-dir")), command, words);
        assertThat(Files.exists(Path.of(up.setting("clickreel.data-dir"), "logs", "status.log")))
                .as("a log of a command that only asks")
                .isFalse();
        return said;
    }
}
