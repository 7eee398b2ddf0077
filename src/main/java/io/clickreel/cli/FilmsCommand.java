package io.clickreel.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code clickreel films}: what a person decides about versions of the film file. */
@Command(
        name = "films",
        description =
                "Shows what has become of each version of the film file, lets a refused one through, or goes back to one before.",
        mixinStandardHelpOptions = true,
        subcommands = {FilmsHistoryCommand.class, FilmsApproveCommand.class, FilmsRollbackCommand.class})
public final class FilmsCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it.
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say history, approve or rollback");
    }
}
