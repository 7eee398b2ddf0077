package io.clickreel.cli;

import io.clickreel.StartupException;
import io.clickreel.stream.Stream;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that chooses a stream, for all commands that work on streams. */
final class StreamOption {
    @Option(
            names = "--stream",
            paramLabel = "NAME",
            description = "Only this stream: the id of its route in routes/, without -ingest.")
    private @Nullable String name;

    /**
     * The stream that is named, or all that start with Clickreel.
     *
     * @param streams all that the routes store
     * @throws StartupException if there is none, or none of this name
     */
    List<Stream> all(List<Stream> streams) {
        if (name != null) {
            return List.of(named(streams, name));
        }
        List<Stream> enabled = streams.stream().filter(Stream::enabled).toList();
        if (enabled.isEmpty()) {
            throw new StartupException("No stream is stored: no route in routes/ has a kafka endpoint with"
                    + " kafkaClientFactory: \"#batches\" and is started. " + list(streams));
        }
        return enabled;
    }

    /** How it is typed, for messages. */
    private String typed = "--stream NAME";

    /** The same for a command that has the name as a parameter. */
    static StreamOption named(@Nullable String name) {
        StreamOption option = new StreamOption();
        option.name = name;
        option.typed = "STREAM";
        return option;
    }

    /**
     * The stream that is named, or the only one that starts with Clickreel.
     *
     * @param streams all that the routes store
     * @throws StartupException if there is none of this name, or more than one and none is named
     */
    Stream one(List<Stream> streams) {
        List<Stream> chosen = all(streams);
        if (chosen.size() > 1) {
            throw new StartupException(
                    "There is more than one stream, so say which is meant by " + typed + ". " + list(streams));
        }
        return chosen.get(0);
    }

    private Stream named(List<Stream> streams, String name) {
        return streams.stream()
                .filter(stream -> stream.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new StartupException(typed.replace(" NAME", "") + " is " + name
                        + ", but no route stores such a stream. " + list(streams)));
    }

    private static String list(List<Stream> streams) {
        return streams.isEmpty()
                ? "The routes store none."
                : "The routes store: "
                        + streams.stream()
                                .map(stream -> stream.name() + (stream.enabled() ? "" : " (not started)"))
                                .collect(Collectors.joining(", "))
                        + ".";
    }
}
