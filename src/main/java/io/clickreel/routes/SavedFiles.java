package io.clickreel.routes;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What of the route files is saved: a text counts when it has stood for a moment, each file for itself. Editors empty a file or
 * take it away before they write it, and some write in two steps.
 */
final class SavedFiles {
    /** Longer than the pause between two steps of one save. */
    private static final Duration SETTLED_AFTER = Duration.ofMillis(200);

    private static final Duration GONE_AFTER = Duration.ofSeconds(1);
    private static final Duration TOLD_AFTER = Duration.ofSeconds(10);

    /** A text that was read; null: the file was not there. */
    private record Seen(@Nullable String text, Instant since) {}

    private final Map<Path, Seen> seen = new HashMap<>();
    private final Map<Path, Instant> unsettledSince = new HashMap<>();
    private SortedMap<Path, String> saved;

    /** @param saved what counts at first */
    SavedFiles(SortedMap<Path, String> saved) {
        this.saved = saved;
    }

    /**
     * Takes a look.
     *
     * @param read the files as they are now
     * @return what counts: of a file that is being written the text before
     */
    SortedMap<Path, String> look(SortedMap<Path, String> read, Instant now) {
        SortedMap<Path, String> files = new TreeMap<>(saved);
        files.putAll(read);
        SortedMap<Path, String> next = new TreeMap<>();
        for (Path file : files.keySet()) {
            String text = read.get(file);
            String before = saved.get(file);
            String counts =
                    Objects.equals(text, before) ? settled(file, before) : settled(file, text, before, read, now);
            if (counts != null) {
                next.put(file, counts);
            }
        }
        // What was begun and is gone, as an editor's own file.
        seen.keySet().retainAll(files.keySet());
        unsettledSince.keySet().retainAll(files.keySet());
        saved = next;
        return new TreeMap<>(next);
    }

    private @Nullable String settled(Path file, @Nullable String text) {
        seen.remove(file);
        unsettledSince.remove(file);
        return text;
    }

    private @Nullable String settled(
            Path file, @Nullable String text, @Nullable String before, SortedMap<Path, String> read, Instant now) {
        Seen last = seen.get(file);
        if (last == null || !Objects.equals(last.text, text)) {
            last = new Seen(text, now);
            seen.put(file, last);
        }
        unsettledSince.putIfAbsent(file, now);
        boolean moved = text == null && before != null && read.containsValue(before);
        boolean isGap = before != null && !moved && (text == null || text.isBlank());
        Duration needed = isGap ? GONE_AFTER : SETTLED_AFTER;
        return now.isBefore(last.since.plus(needed)) ? before : settled(file, text);
    }

    /** Which files are written so often that no text of them ever counts, for health; empty: none. */
    String neverSettled(Instant now) {
        String files = unsettledSince.entrySet().stream()
                .filter(each -> now.isAfter(each.getValue().plus(TOLD_AFTER)))
                .map(each -> each.getKey().getFileName().toString())
                .sorted()
                .collect(Collectors.joining(", "));
        return files.isEmpty()
                ? ""
                : files
                        + " changes all the time, so what it was before runs on. See which program writes it; a text counts when it"
                        + " has stood for " + SETTLED_AFTER.toMillis() + " ms.";
    }
}
