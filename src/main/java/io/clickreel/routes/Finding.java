package io.clickreel.routes;

/**
 * A mistake in a route file.
 *
 * @param file relative to the project's folder, if it is in there
 * @param line counted from 1; 0: the file as a whole
 * @param column counted from 1; 0: the line as a whole
 * @param sentence what is wrong, why, and how to put it right
 */
public record Finding(String file, int line, int column, String sentence) {
    /** The place as editors and terminals know it: {@code routes/a.yaml:12:5}. */
    public String place() {
        return file + (line == 0 ? "" : ":" + line) + (line == 0 || column == 0 ? "" : ":" + column);
    }

    @Override
    public String toString() {
        return place() + ": " + sentence;
    }
}
