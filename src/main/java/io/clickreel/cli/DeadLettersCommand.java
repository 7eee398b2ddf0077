package io.clickreel.cli;

import picocli.CommandLine.Command;

/** {@code clickreel dead-letters}: tells what was refused and why, and moves it back to the topic. */
@Command(
        name = "dead-letters",
        description =
                "Lists and shows the dead letters of the streams, and moves them back to their topics once their cause is mended.",
        mixinStandardHelpOptions = true,
        subcommands = {DeadLettersListCommand.class, DeadLettersShowCommand.class, DeadLettersRedriveCommand.class})
public final class DeadLettersCommand {}
