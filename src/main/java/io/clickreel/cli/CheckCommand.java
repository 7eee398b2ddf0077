package io.clickreel.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.clickreel.Settings;
import io.clickreel.run.ProjectCheck;
import io.clickreel.run.ProjectCheck.Part;
import io.clickreel.run.RunningServices;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code clickreel check}: names the mistakes in what a user has edited, before it is used. */
@Command(
        name = "check",
        customSynopsis = "clickreel check [-hV] [--offline] [--json] [-Dkey=value]...",
        description = {
            "Looks for mistakes in settings, routes, contracts, ddl and queries, as they are now, and changes nothing. Where"
                    + " services run, it also asks them, and compares contracts with their tables.",
            "A mistake is told with file, line and column, and with what to write instead."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:No mistake.", "1:There are mistakes, or a service does not answer; each is named."},
        footer = {"", "For example, before a file is saved for good: ./clickreel check --offline"})
public final class CheckCommand implements Callable<Integer> {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Mixin
    private RunSettings runSettings = new RunSettings();

    @Option(names = "--offline", description = "Asks no service.")
    private boolean offline;

    @Option(names = "--json", description = "Prints one JSON object, for programs.")
    private boolean json;

    @Override
    public Integer call() throws JsonProcessingException {
        Settings settings = runSettings.load("check");
        ProjectCheck check = new ProjectCheck(settings, runSettings.home());
        Optional<Settings> running =
                offline ? Optional.empty() : RunningServices.addresses(settings, runSettings.home());
        List<Part> parts =
                running.isPresent() ? check.online(System.getenv(), running.get()) : check.offline(System.getenv());
        boolean good = parts.stream().allMatch(part -> part.mistakes().isEmpty());
        if (json) {
            System.out.println(
                    JSON.writeValueAsString(Map.of("ok", good, "online", running.isPresent(), "parts", parts)));
        } else {
            parts.forEach(CheckCommand::print);
            if (running.isEmpty() && !offline) {
                System.out.println("No Clickreel runs on this data folder, so no service was asked.");
            }
            long mistakes =
                    parts.stream().mapToLong(part -> part.mistakes().size()).sum();
            System.out.println(good ? "No mistake." : mistakes + (mistakes == 1 ? " mistake." : " mistakes."));
        }
        return good ? 0 : 1;
    }

    private static void print(Part part) {
        System.out.printf("%-12s %s%n", part.name(), part.mistakes().isEmpty() ? "ok, " + part.extent() : "WRONG");
        part.mistakes().forEach(mistake -> System.out.println("  " + mistake));
        part.warnings().forEach(warning -> System.out.println("  note: " + warning));
    }
}
