package io.clickreel;

import io.clickreel.ops.UpCommand;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The entry point: {@code clickreel COMMAND}. */
@Command(
        name = "clickreel",
        description = "Real-time clickstream pipeline: Kafka to ClickHouse.",
        mixinStandardHelpOptions = true,
        versionProvider = Clickreel.Version.class,
        subcommands = {UpCommand.class, CommandLine.HelpCommand.class})
public final class Clickreel {
    private Clickreel() {}

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /** The folder of the project: relative paths of the settings refer to it. */
    public static Path home() {
        return Path.of(System.getProperty("clickreel.home", "")).toAbsolutePath();
    }

    static CommandLine commandLine() {
        return new CommandLine(new Clickreel()).setExecutionExceptionHandler((failure, command, parsed) -> {
            if (failure instanceof StartupException) {
                command.getErr().println("clickreel: " + failure.getMessage());
                return 1;
            }
            throw failure;
        });
    }

    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Clickreel.class.getPackage().getImplementationVersion();
            return new String[] {"clickreel " + (version == null ? "(unpackaged)" : version)};
        }
    }
}
