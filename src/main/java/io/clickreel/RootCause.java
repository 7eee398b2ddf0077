package io.clickreel;

import java.io.IOException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A failure's innermost cause as a sentence: outer exceptions say where it was met, the innermost what happened. */
public final class RootCause {
    /** Details that differ from try to try; with them the same failure would look new each time. */
    private static final Pattern OF_THIS_TRY = Pattern.compile(
            " ?\\((?:queryId|attempt|SDK Attempt Count)[:=] ?[^)]*\\)|, (?:Extended )?Request ID: [^,)]*");

    /** Java's notation for objects and exceptions, which a reader of the sentence does not need. */
    private static final Pattern JAVA = Pattern.compile(
            // {dvd_clicks-0=OffsetAndMetadata{offset=7, leaderEpoch=null, metadata=''}}, to two levels
            " ?\\b[A-Z]\\w*\\{(?:[^{}]|\\{[^{}]*})*}| ?\\{[^{}]*=[A-Z]\\w*\\{(?:[^{}]|\\{[^{}]*})*}[^{}]*(?:\\{[^{}]*}[^{}]*)*}"
                    + "|\\b(?:[a-z_]\\w*\\.)+[A-Z]\\w*(?:Exception|Error)\\b:? ?");

    private static final int LONGEST = 1_000;

    private RootCause() {}

    /** The failure's sentence, on one line, the same each time the same happens. */
    public static String of(@Nullable Throwable failure) {
        if (failure == null) {
            return "unknown";
        }
        Throwable outer = failure;
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            outer = root;
            root = root.getCause();
        }
        // "Connection refused" alone does not say by whom; what wraps it often does.
        boolean outerSaysMore = outer instanceof IOException && line(outer).contains(line(root));
        return line(outerSaysMore ? outer : root);
    }

    /** Takes out of a sentence what only Java says. */
    public static String plain(String sentence) {
        return JAVA.matcher(sentence).replaceAll("").strip();
    }

    private static String line(Throwable failure) {
        String message = failure.getMessage();
        if (message == null || message.isBlank()) {
            return failure.getClass().getSimpleName();
        }
        String first = message.strip().lines().findFirst().orElse("");
        String line = plain(OF_THIS_TRY.matcher(first).replaceAll(""));
        if (line.isEmpty()) {
            return failure.getClass().getSimpleName();
        }
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...";
    }
}
