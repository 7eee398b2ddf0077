package io.clickreel.infer;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What the name of a field lets one guess. */
final class NameHints {
    private static final Set<String> OF_TIMES = Set.of(
            "time",
            "date",
            "datetime",
            "timestamp",
            "ts",
            "at",
            "on",
            "when",
            "since",
            "until",
            "epoch",
            "created",
            "updated",
            "modified",
            "expires",
            "expiry",
            "start",
            "end",
            "begin",
            "started",
            "ended",
            "occurred");
    private static final Set<String> OF_IDS =
            Set.of("id", "ids", "uid", "uuid", "guid", "key", "hash", "token", "email", "ip", "url", "name");
    private static final Set<String> OF_MONEY =
            Set.of("price", "amount", "total", "cost", "fee", "tax", "revenue", "balance", "paid", "discount");
    /** Times that are no time of the event itself: of a plan, a person, or of those who handled the event. */
    private static final Set<String> OF_OTHER_TIMES =
            Set.of("expires", "expiry", "until", "end", "birth", "birthday", "born", "due", "valid", "scheduled");

    private static final Set<String> OF_HANDLING =
            Set.of("updated", "modified", "received", "processed", "ingested", "sent", "stored", "published");

    private NameHints() {}

    static boolean isTime(String name) {
        return words(name).stream()
                .anyMatch(word -> OF_TIMES.contains(word)
                        || word.endsWith("time")
                        || word.endsWith("date")
                        || word.endsWith("timestamp"));
    }

    /** Whether its values tell things apart rather than sort them. */
    static boolean isId(String name) {
        List<String> words = words(name);
        return !words.isEmpty() && OF_IDS.contains(words.get(words.size() - 1));
    }

    static boolean isMoney(String name) {
        return words(name).stream().anyMatch(OF_MONEY::contains);
    }

    /**
     * How likely a time is the one at which the event happened.
     *
     * @param path as {@code metadata.sent_at}
     * @return 0 if it is none
     */
    static int asEventTime(String path) {
        List<String> words = words(path);
        if (words.stream().anyMatch(OF_OTHER_TIMES::contains)) {
            return 0;
        }
        if (words.stream().anyMatch(OF_HANDLING::contains)) {
            return 1;
        }
        if (words.stream().anyMatch(word -> word.startsWith("event") || word.startsWith("occurred"))) {
            return 5;
        }
        if (words.size() == 1 && (isTime(path))) {
            return 4;
        }
        return words.contains("created") || words.contains("timestamp") ? 3 : 2;
    }

    /** The words of {@code createdAt}, {@code created_at} and {@code created-at}. */
    private static List<String> words(String name) {
        return Arrays.stream(name.replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                        .toLowerCase(Locale.ROOT)
                        .split("[^a-z0-9]+"))
                .filter(word -> !word.isEmpty())
                .toList();
    }
}
