package io.clickreel.dashboard.questions;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A business question and the SELECT that answers it.
 *
 * @param name of its file, without {@code .sql}, after that of its folder
 * @param stream the stream that it is about; null for those directly in {@code queries/}, which are about the clicks
 * @param generated whether it is made for the stream from its table, by a file of {@code queries/each-stream/}
 * @param note what a reader of the answer has to know to read it rightly
 * @param refreshSeconds how often its answer is worth asking for; null: as often as others
 */
public record Question(
        String name,
        @Nullable String stream,
        boolean generated,
        String question,
        @Nullable String note,
        @Nullable Integer refreshSeconds,
        List<Parameter> parameters,
        @JsonIgnore String sql) {

    /** Whether it is worth asking every second. */
    public boolean isLive() {
        return refreshSeconds != null && refreshSeconds == 1;
    }

    public boolean has(String parameter) {
        return parameters.stream().anyMatch(own -> own.name().equals(parameter));
    }
}
