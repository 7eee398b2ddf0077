package io.clickreel.films;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What is told of the films besides failures: which are live, that they are awaited, and what is ignored in the file. */
public final class FilmNotices {
    private @Nullable String awaited;
    private Set<String> ignored = Set.of();
    private volatile @Nullable Instant currentAt;
    private volatile LiveFilms live = LiveFilms.NONE;

    /** The sentence to tell now; null: none. */
    public synchronized @Nullable String message() {
        if (awaited != null) {
            return awaited;
        }
        return ignored.isEmpty()
                ? null
                : "Columns of the film file that dim_film has not are ignored: " + String.join(", ", ignored);
    }

    /** The films that are live. */
    public LiveFilms live() {
        return live;
    }

    /** Notes which films are live. */
    void live(LiveFilms now) {
        live = now;
    }

    /** Notes that films are awaited. @return whether that is news */
    synchronized boolean awaits(String sentence) {
        boolean news = !sentence.equals(awaited);
        awaited = sentence;
        return news;
    }

    /** Notes that the live films are those of the file. */
    synchronized void arrived() {
        awaited = null;
        currentAt = Instant.now();
    }

    /** Whether there are no films to be current. */
    public synchronized boolean areAwaited() {
        return awaited != null;
    }

    /** When the live films were last seen to be those of the file; null: not since the start. */
    public @Nullable Instant currentAt() {
        return currentAt;
    }

    /** Notes that columns are ignored. @return whether that is news */
    synchronized boolean ignores(List<String> columns) {
        Set<String> now = new TreeSet<>(columns);
        boolean news = !now.isEmpty() && !now.equals(ignored);
        ignored = now;
        return news;
    }
}
