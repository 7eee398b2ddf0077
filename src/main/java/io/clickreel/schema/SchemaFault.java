package io.clickreel.schema;

import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A part of the schema that differs from what its steps have made.
 *
 * @param object the table or view
 * @param sentence what is wrong and what that means
 * @param statements that bring it back, in their order; each can be run by itself and from any database
 * @param mend what has to be made good after that
 * @param target the table that a faulty view fills; null if it is no view
 * @param since the fault is not older than this; null if nobody knows
 * @param streams names of those whose rows the object has or counts; none if it is of no stream
 * @param named whether a replay has to be told which stream is meant
 */
public record SchemaFault(
        String object,
        String sentence,
        List<String> statements,
        Mend mend,
        @Nullable String target,
        @Nullable Instant since,
        List<String> streams,
        boolean named) {
    /** What has to be made good. */
    public enum Mend {
        /** The rows that a view did not see. */
        REPLAY,
        /** All rows that the table had. */
        REPLAY_ALL,
        NOTHING
    }

    public SchemaFault {
        statements = List.copyOf(statements);
        streams = List.copyOf(streams);
    }

    /** The time from which a replay covers all records. */
    public static final String EVERYTHING = "1970-01-01";

    /** @param from time of the first record that has to be replayed, as {@code --from} takes it */
    public String text(String from) {
        StringBuilder text = new StringBuilder(sentence);
        if (!statements.isEmpty()) {
            text.append(" Run: ").append(String.join("; ", statements)).append(';');
        }
        if (mend != Mend.NOTHING) {
            text.append(statements.isEmpty() ? " Run: " : " then: ")
                    .append((named ? streams.stream() : Stream.of(""))
                            .map(stream -> "./clickreel replay" + (named ? " --stream " + stream : "") + " --from '"
                                    + (mend == Mend.REPLAY_ALL ? EVERYTHING : from) + "'")
                            .collect(Collectors.joining("; ")));
        }
        return text.toString();
    }
}
