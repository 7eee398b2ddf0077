package io.clickreel.cli;

import io.clickreel.OwnerOnly;
import io.clickreel.StartupException;
import io.clickreel.clickhouse.ClickHouseFailure;
import io.clickreel.contract.SchemaAwayException;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The entry point: {@code clickreel COMMAND}. */
@Command(
        name = "clickreel",
        description = "Real-time clickstream pipeline: Kafka to ClickHouse.",
        mixinStandardHelpOptions = true,
        versionProvider = Clickreel.Version.class,
        subcommands = {
            UpCommand.class,
            CheckCommand.class,
            CompletionCommand.class,
            AuditCommand.class,
            DeadLettersCommand.class,
            FilmsCommand.class,
            LogsCommand.class,
            ReplayCommand.class,
            RoutesCommand.class,
            StatusCommand.class,
            StreamsCommand.class,
            TapCommand.class,
            CommandLine.HelpCommand.class
        })
public final class Clickreel implements Runnable {
    private Clickreel() {}

    public static void main(String[] arguments) {
        // Before the first log file is opened.
        OwnerOnly.newFiles();
        System.exit(commandLine().execute(arguments));
    }

    /** The project's folder, to which relative paths in the settings refer. */
    public static Path home() {
        return Path.of(System.getProperty("clickreel.home", "")).toAbsolutePath();
    }

    /** Without a command: prints the list of commands. */
    @Override
    public void run() {
        commandLine().usage(System.out);
    }

    static CommandLine commandLine() {
        return new CommandLine(new Clickreel())
                .setParameterExceptionHandler((mistake, arguments) -> {
                    CommandLine command = mistake.getCommandLine();
                    String name = command.getCommandSpec().qualifiedName();
                    command.getErr()
                            .println(name + ": " + sentence(mistake) + " See " + name
                                    + " --help for what can be given.");
                    return command.getCommandSpec().exitCodeOnInvalidInput();
                })
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    if (failure instanceof StartupException || failure instanceof ClickHouseFailure) {
                        command.getErr().println("clickreel: " + failure.getMessage());
                        return 1;
                    }
                    if (failure instanceof SchemaAwayException) {
                        command.getErr().println("clickreel: Records cannot be read: " + failure.getMessage() + ".");
                        return 1;
                    }
                    throw failure;
                });
    }

    private static String sentence(ParameterException mistake) {
        if (mistake instanceof UnmatchedArgumentException unmatched
                && !unmatched.getUnmatched().isEmpty()) {
            return "'" + unmatched.getUnmatched().get(0) + "' is not known here.";
        }
        return mistake.getMessage() + ".";
    }

    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"clickreel " + io.clickreel.Version.text()};
        }
    }
}
