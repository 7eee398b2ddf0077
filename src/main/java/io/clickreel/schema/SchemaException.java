package io.clickreel.schema;

/** The schema was not brought up to date; the message is a sentence that says why and what to do. */
public final class SchemaException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SchemaException(String message) {
        super(message);
    }

    SchemaException(String message, Throwable cause) {
        super(message, cause);
    }
}
