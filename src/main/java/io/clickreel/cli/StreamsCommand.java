package io.clickreel.cli;

import picocli.CommandLine.Command;

/** {@code clickreel streams}: which streams there are, and a new one from a sample of its topic. */
@Command(
        name = "streams",
        description =
                "Lists and shows the streams that the routes store, and makes a new one from a sample of its topic.",
        mixinStandardHelpOptions = true,
        subcommands = {StreamsListCommand.class, StreamsShowCommand.class, StreamsNewCommand.class})
public final class StreamsCommand {}
