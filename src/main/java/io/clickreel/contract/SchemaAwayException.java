package io.clickreel.contract;

/**
 * The schema of a value cannot be had now, because its registry does not answer: the value is neither good nor bad, and is
 * read again later. The message says which registry, why, and how to mend it.
 */
public final class SchemaAwayException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SchemaAwayException(String sentence) {
        super(sentence);
    }
}
