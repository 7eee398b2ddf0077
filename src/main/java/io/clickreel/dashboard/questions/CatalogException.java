package io.clickreel.dashboard.questions;

/** A file of the {@code queries/} folder cannot be used; the message names file and line. */
public final class CatalogException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CatalogException(String file, int line, String sentence) {
        super("queries/" + file + ", line " + line + ": " + sentence);
    }

    CatalogException(String sentence) {
        super(sentence);
    }
}
