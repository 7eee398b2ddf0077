package io.clickreel.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.clickreel.Settings;
import io.clickreel.StartupException;
import io.clickreel.cli.RecordsCheck.Tried;
import io.clickreel.routes.StreamRoutes;
import io.clickreel.run.ProjectCheck;
import io.clickreel.run.ProjectCheck.Part;
import io.clickreel.run.RunningServices;
import io.clickreel.stream.Stream;
import io.clickreel.trial.Trial;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code clickreel check}: names the mistakes in what a user has edited, before it is used. */
@Command(
        name = "check",
        customSynopsis = {
            "clickreel check [-hV] [--offline] [--json] [-Dkey=value]...",
            "clickreel check --records[=N] [--stream=NAME] [--file=FILE] [--json] [-Dkey=value]..."
        },
        description = {
            "Looks for mistakes in settings, routes, contracts, ddl and queries, as they are now, and changes nothing. Where"
                    + " services run, it also asks them, and compares contracts with their tables.",
            "A mistake is told with file, line and column, and with what to write instead.",
            "With --records, real records are tried as well: read from the topic of each stream, or from a file, under the"
                    + " contract as it is now, and stored in a copy of the table that is dropped again."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:No mistake.",
            "1:There are mistakes, records that would be dead letters, or a service does not answer; each is named."
        },
        footer = {"", "For example, before a file is saved for good: ./clickreel check --offline"})
public final class CheckCommand implements Callable<Integer> {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final long STOP_LIMIT_S = 30;
    private static final int USUAL_RECORDS = 1_000;
    /** They are held in memory. */
    private static final int MOST_RECORDS = 100_000;

    @Mixin
    private RunSettings runSettings = new RunSettings();

    @Option(names = "--offline", description = "Asks no service.")
    private boolean offline;

    @Option(
            names = "--records",
            paramLabel = "N",
            arity = "0..1",
            fallbackValue = "1000",
            description = "Tries so many records of each stream (default: 1000).")
    private int records;

    @Option(
            names = "--file",
            paramLabel = "FILE",
            description = "The records are in this file, with one JSON object in each line, and not in the topic.")
    private @Nullable Path file;

    @Mixin
    private StreamOption stream = new StreamOption();

    @Option(names = "--json", description = "Prints one JSON object, for programs.")
    private boolean json;

    @Override
    public Integer call() throws JsonProcessingException {
        requireSense();
        Settings settings = runSettings.loadBeside("check");
        ProjectCheck check = new ProjectCheck(settings, runSettings.home());
        Optional<Settings> running =
                offline ? Optional.empty() : RunningServices.addresses(settings, runSettings.home());
        if (isAsked() && running.isEmpty()) {
            throw Access.nothingRuns(settings, runSettings.home());
        }
        List<Part> parts =
                running.isPresent() ? check.online(System.getenv(), running.get()) : check.offline(System.getenv());
        long mistakes = parts.stream().mapToLong(part -> part.mistakes().size()).sum();
        List<Tried> tried = isAsked() && mistakes == 0 ? tried(running.orElseThrow()) : List.of();
        boolean good = mistakes == 0
                && tried.stream().allMatch(each -> each.trial().dead().isEmpty());
        if (json) {
            System.out.println(JSON.writeValueAsString(
                    Map.of("ok", good, "online", running.isPresent(), "parts", parts, "records", tried)));
            return good ? 0 : 1;
        }
        parts.forEach(CheckCommand::print);
        if (running.isEmpty() && !offline) {
            System.out.println("No Clickreel runs on this data folder, so no service was asked.");
        }
        System.out.println(mistakes == 0 ? "No mistake." : mistakes + (mistakes == 1 ? " mistake." : " mistakes."));
        if (isAsked() && mistakes > 0) {
            System.out.println("Records are tried when there is none.");
        }
        tried.forEach(CheckCommand::print);
        return good ? 0 : 1;
    }

    private boolean isAsked() {
        return records > 0 || file != null;
    }

    private void requireSense() {
        if (isAsked() && offline) {
            throw new StartupException("--records and --file try records in ClickHouse, and --offline asks no service."
                    + " Give one of them.");
        }
        if (records < 0 || records > MOST_RECORDS) {
            throw new StartupException("--records is " + records + ". Give 1 to " + MOST_RECORDS + ".");
        }
    }

    private List<Tried> tried(Settings addressed) {
        List<Stream> streams = StreamRoutes.ofFiles(addressed, runSettings.home());
        List<Stream> chosen = file == null ? stream.all(streams) : List.of(stream.one(streams));
        // A JVM that is ended by Ctrl-C runs no finally: the copy of the table would stay.
        try (Interruption stop = new Interruption(
                STOP_LIMIT_S, "", "clickreel: it did not end in time, and may have left a table *_sample_*.")) {
            return RecordsCheck.of(addressed, chosen, file, records == 0 ? USUAL_RECORDS : records, stop);
        }
    }

    private static void print(Tried tried) {
        Trial trial = tried.trial();
        System.out.println("\n" + tried.stream() + ": " + trial.stored() + " would be stored, " + trial.deadCount()
                + " would be dead letters, of " + tried.source() + ".");
        if (!trial.rows().isEmpty()) {
            TrialText rows = new TrialText(trial.rows(), "column");
            trial.rows().get(0).keySet().forEach(rows::add);
            System.out.print(rows.text());
        }
        System.out.print(TrialText.dead(trial));
    }

    private static void print(Part part) {
        System.out.printf("%-12s %s%n", part.name(), part.mistakes().isEmpty() ? "ok, " + part.extent() : "WRONG");
        part.mistakes().forEach(mistake -> System.out.println("  " + mistake));
        part.warnings().forEach(warning -> System.out.println("  note: " + warning));
    }
}
