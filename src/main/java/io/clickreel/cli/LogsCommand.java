package io.clickreel.cli;

import io.clickreel.StartupException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code clickreel logs}: the last lines of a log of the data folder, whether a Clickreel runs on it or not. Starts nothing. */
@Command(
        name = "logs",
        customSynopsis = "clickreel logs [-hV] [--follow] [--lines=N] [-Dkey=value]... [SERVICE]",
        description = {
            "Prints the last lines of a log of the Clickreel that runs on the data folder, or ran last.",
            "SERVICE is clickreel (default), kafka, clickhouse, or the name of a command, as audit."
        },
        mixinStandardHelpOptions = true,
        footer = {"", "For example: ./clickreel logs --follow kafka"})
public final class LogsCommand implements Callable<Integer> {
    private static final String ENDING = ".log";

    @Mixin
    private RunSettings settings = new RunSettings();

    @Option(names = "--follow", description = "Prints what is added too, until Ctrl-C.")
    private boolean follow;

    @Option(
            names = "--lines",
            paramLabel = "N",
            defaultValue = "100",
            description = "How many lines; ${DEFAULT-VALUE}.")
    private int lines;

    @Parameters(arity = "0..1", paramLabel = "SERVICE", defaultValue = "clickreel", hidden = true)
    private String service = "clickreel";

    @Override
    public Integer call() throws IOException, InterruptedException {
        // It logs nothing itself, so no file of its own is made.
        Path folder = settings.home()
                .resolve(settings.loadBeside("logs").text("clickreel.data-dir"))
                .resolve("logs");
        Path file = folder.resolve(service + ENDING);
        List<String> names = names(folder);
        if (!names.contains(service)) {
            throw new StartupException(
                    names.isEmpty()
                            ? "There are no logs in " + folder
                                    + ": nothing has run on this data folder. clickreel.data-dir names it."
                            : "There is no log of '" + service + "' in " + folder + ". There are: "
                                    + String.join(", ", names) + ".");
        }
        LogTail tail = new LogTail(file, System.out);
        tail.last(lines);
        while (follow && !System.out.checkError()) {
            tail.more();
            Thread.sleep(LogTail.LOOK_MS);
        }
        return 0;
    }

    private static List<String> names(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(ENDING))
                    .map(name -> name.substring(0, name.length() - ENDING.length()))
                    .sorted()
                    .collect(Collectors.toList());
        }
    }
}
