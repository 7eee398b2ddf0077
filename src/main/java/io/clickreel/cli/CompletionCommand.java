package io.clickreel.cli;

import java.io.PrintWriter;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code clickreel completion}: what lets a shell complete the words of the commands. */
@Command(
        name = "completion",
        description = {
            "Prints the script by which bash and zsh complete commands, subcommands and options.",
            "In bash: source <(./clickreel completion). In zsh the same, after: autoload -U +X bashcompinit && bashcompinit."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "For good: ./clickreel completion > ~/.clickreel-completion, and source that in ~/.bashrc or ~/.zshrc."
        })
final class CompletionCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        CommandLine root = spec.root().commandLine();
        PrintWriter out = spec.commandLine().getOut();
        out.print(AutoComplete.bash(root.getCommandName(), root));
        out.flush();
    }
}
