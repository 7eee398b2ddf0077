package io.clickreel.reference;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What the health says of the films beside failures: that they are awaited, and what of the file is passed over. */
public final class FilmNotices {
    private @Nullable String awaited;
    private Set<String> ignored = Set.of();

    /** What is to be said now; null: nothing. */
    public synchronized @Nullable String message() {
        if (awaited != null) {
            return awaited;
        }
        return ignored.isEmpty()
                ? null
                : "Columns of the film file that dim_film has not are ignored: " + String.join(", ", ignored);
    }

    /** Films are awaited. @return whether that is news */
    synchronized boolean awaits(String sentence) {
        boolean news = !sentence.equals(awaited);
        awaited = sentence;
        return news;
    }

    synchronized void arrived() {
        awaited = null;
    }

    /** Columns are ignored. @return whether that is news */
    synchronized boolean ignores(List<String> columns) {
        Set<String> now = new TreeSet<>(columns);
        boolean news = !now.isEmpty() && !now.equals(ignored);
        ignored = now;
        return news;
    }
}
