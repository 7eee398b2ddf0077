package io.clickreel.routes;

import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The edits that are not live, and why: in the log once, and in health until they are mended. */
final class EditProblems {
    private static final Logger LOG = LoggerFactory.getLogger(EditProblems.class);

    /** What is wrong with a file while it has that text; null: while it is not there. */
    private record Problem(@Nullable String text, Instant since, String sentence) {}

    /** Health reads it, and must not wait for an edit that is put to work. */
    private final Map<Path, Problem> problems = new ConcurrentSkipListMap<>();

    boolean isEmpty() {
        return problems.isEmpty();
    }

    int size() {
        return problems.size();
    }

    Stream<String> sentences() {
        return problems.values().stream()
                .map(problem -> "since " + problem.since.truncatedTo(ChronoUnit.SECONDS) + ": " + problem.sentence);
    }

    /** Whether this text of the file was found wrong already. */
    boolean has(Path file, @Nullable String text) {
        Problem known = problems.get(file);
        return known != null && Objects.equals(known.text, text);
    }

    void forget(Path file) {
        problems.remove(file);
    }

    void forgetIf(Predicate<Path> isOver) {
        problems.keySet().removeIf(isOver);
    }

    /** Tells that a file was saved with a mistake. */
    void tell(Path file, String name, @Nullable String text, String mistakes, String runs) {
        put(
                file,
                text,
                name + " has a mistake and is not live: " + mistakes + runs,
                name + " was saved with a mistake and is not live; correct it and save again: " + mistakes + runs);
    }

    /** Tells of a file that its routes are not as this text of it says; null: as it is deleted. */
    void tellLeft(Path file, @Nullable String text, String sentence) {
        put(file, text, sentence, sentence);
    }

    private void put(Path file, @Nullable String text, String sentence, String logged) {
        Problem known = has(file, text) ? problems.get(file) : null; // One of another text is over.
        if (known == null || !known.sentence.equals(sentence)) {
            problems.put(file, new Problem(text, known == null ? Instant.now() : known.since, sentence));
            LOG.warn("{}", logged);
        }
    }
}
