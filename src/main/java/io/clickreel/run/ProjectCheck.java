package io.clickreel.run;

import io.clickreel.RootCause;
import io.clickreel.Settings;
import io.clickreel.StartupException;
import io.clickreel.clickhouse.ClickHouse;
import io.clickreel.contract.schema.ContractException;
import io.clickreel.contract.schema.SchemaFile;
import io.clickreel.contract.schema.SchemaReader;
import io.clickreel.dashboard.questions.QuestionCatalog;
import io.clickreel.delivery.guard.GuaranteeCheck;
import io.clickreel.kafka.ClientProperties;
import io.clickreel.kafka.KafkaAdmin;
import io.clickreel.registry.RegistryValues;
import io.clickreel.routes.Finding;
import io.clickreel.routes.RouteFiles;
import io.clickreel.routes.StreamRoutes;
import io.clickreel.schema.SchemaRunner;
import io.clickreel.stream.Contracts;
import io.clickreel.stream.Stream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** Looks for mistakes in all that a user edits, part by part, and changes nothing. */
public final class ProjectCheck {
    /**
     * What came of one part.
     *
     * @param name of the part, such as {@code routes}
     * @param extent how much of it was looked at
     * @param warnings sentences about what may be meant so
     */
    public record Part(String name, String extent, List<Finding> mistakes, List<String> warnings) {}

    private static final String SETTINGS_FILE = "application.properties";
    private static final long QUESTION_LIMIT_MS = 5_000;

    private final Settings settings;
    private final Path home;
    private final List<Part> parts = new ArrayList<>();

    /** @param home the folder of routes/, contracts/, ddl/ and queries/ */
    public ProjectCheck(Settings settings, Path home) {
        this.settings = settings;
        this.home = home;
    }

    /** All that can be seen without a service. */
    public List<Part> offline(Map<String, String> environment) {
        part("settings", SETTINGS_FILE, () -> {
            SettingsCheck.check(settings);
            return settings.toProperties().size() + " settings";
        });
        parts.add(
                new Part("environment", environment.size() + " variables", List.of(), Settings.nearlySet(environment)));
        routes();
        if (isGood("routes")) {
            part("contracts", "contracts", this::contracts);
        } else {
            parts.add(
                    new Part("contracts", "which ones is not known before the routes are right", List.of(), List.of()));
        }
        part("ddl", "ddl", () -> SchemaRunner.filesIn(home.resolve("ddl")) + " files");
        part(
                "queries",
                "queries",
                () -> QuestionCatalog.load(home.resolve("queries")).all().size() + " questions");
        return parts;
    }

    /**
     * The same, and what the services say.
     *
     * @param addressed with the address of each service
     */
    public List<Part> online(Map<String, String> environment, Settings addressed) {
        offline(environment);
        part("kafka", SETTINGS_FILE, () -> {
            try (KafkaAdmin kafka =
                    new KafkaAdmin(ClientProperties.of(addressed).admin("clickreel-check"))) {
                kafka.ping();
                return kafka.bootstrap() + " answers";
            }
        });
        try (ClickHouse clickHouse = PipelineConfiguration.clickHouseConnection(addressed)
                .withTimeout(QUESTION_LIMIT_MS)
                .open()) {
            part("clickhouse", SETTINGS_FILE, () -> {
                clickHouse.run("SELECT 1");
                return clickHouse.address() + " answers";
            });
            if (isGood("clickhouse") && isGood("routes") && isGood("contracts")) {
                tables(clickHouse, addressed);
            }
        }
        return parts;
    }

    private boolean isGood(String name) {
        return parts.stream().filter(part -> part.name().equals(name)).allMatch(part -> part.mistakes()
                .isEmpty());
    }

    private void routes() {
        try {
            SortedMap<Path, String> files = RouteFiles.read(settings, home);
            parts.add(new Part(
                    "routes",
                    files.size() + " files",
                    RouteTrial.of(settings, home).check(files).findings(),
                    List.of()));
        } catch (IOException | StartupException e) {
            parts.add(new Part("routes", "", List.of(mistake("routes", e)), List.of()));
        }
    }

    private String contracts() {
        List<Stream> streams = StreamRoutes.ofFiles(settings, home);
        streams.forEach(stream -> SchemaReader.read(SchemaFile.read(stream.contract())));
        PipelineConfiguration.filmContract(home);
        return streams.size() + 1 + " files";
    }

    private void tables(ClickHouse clickHouse, Settings addressed) {
        // Those that run: up may have been told by -D or by its environment which ones.
        List<Stream> streams = StreamRoutes.ofFiles(addressed, home).stream()
                .filter(Stream::enabled)
                .toList();
        List<Finding> mistakes = new ArrayList<>();
        Contracts contracts = new Contracts(clickHouse, RegistryValues.of(addressed));
        for (Stream stream : streams) {
            try {
                contracts.compile(stream);
            } catch (ContractException e) {
                mistakes.add(mistake(home.relativize(stream.contract()).toString(), e));
            }
        }
        if (mistakes.isEmpty()) {
            List<String> tables = streams.stream().map(Stream::table).toList();
            GuaranteeCheck.problems(clickHouse, addressed.text("clickhouse.user"), tables)
                    .forEach(sentence -> mistakes.add(new Finding("ddl", 0, 0, sentence)));
            GuaranteeCheck.uncounted(clickHouse, tables)
                    .forEach(sentence -> mistakes.add(new Finding("ddl", 0, 0, sentence)));
        }
        parts.add(new Part("tables", streams.size() + " streams", mistakes, List.of()));
    }

    private interface Look {
        /** @return how much was looked at */
        String at() throws IOException;
    }

    private void part(String name, String file, Look look) {
        try {
            parts.add(new Part(name, look.at(), List.of(), List.of()));
        } catch (IOException | RuntimeException e) {
            parts.add(new Part(name, "", List.of(mistake(file, e)), List.of()));
        }
    }

    private static Finding mistake(String file, Exception failure) {
        String sentence = failure.getMessage() == null ? RootCause.of(failure) : failure.getMessage();
        return new Finding(file, 0, 0, sentence.endsWith(".") ? sentence : sentence + ".");
    }
}
