package io.clickreel.dashboard.questions;

/** Quotes what an asker wrote, cut short so that the sentence stays readable. */
public final class Quoted {
    private static final int LONGEST = 80;

    private Quoted() {}

    public static String of(String text) {
        return text.length() <= LONGEST
                ? "'" + text + "'"
                : "'"
                        + text.substring(
                                0, text.offsetByCodePoints(0, Math.min(LONGEST, text.codePointCount(0, text.length()))))
                        + "...' (" + text.length() + " characters)";
    }
}
