package io.clickreel.dashboard.questions;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The questions that there are. */
public interface Catalog {
    /** All of them, sorted by name. */
    Collection<Question> all();

    /** @throws NoAnswerException if that is not known because ClickHouse does not answer */
    Optional<Question> find(String name);

    /** Whether this is the name of a question that stands in a file; nobody has to be asked for that. */
    boolean isWritten(String name);

    /** Those that are worth asking every second. */
    List<Question> live();

    /** @throws UnknownQuestionException if there is no such question */
    default Question get(String name) {
        return find(name)
                .orElseThrow(() -> new UnknownQuestionException("There is no question " + Quoted.of(name)
                        + ". There are: "
                        + all().stream().map(Question::name).collect(Collectors.joining(", ")) + "."));
    }
}
