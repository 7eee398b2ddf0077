package io.clickreel.dashboard;

/** Quotes what an asker wrote, cut short: a sentence is for reading. */
final class Quoted {
    private static final int LONGEST = 80;

    private Quoted() {}

    static String of(String text) {
        return text.length() <= LONGEST
                ? "'" + text + "'"
                : "'"
                        + text.substring(
                                0, text.offsetByCodePoints(0, Math.min(LONGEST, text.codePointCount(0, text.length()))))
                        + "...' (" + text.length() + " characters)";
    }
}
