package io.clickreel.registry;

/** The registry has no such schema. The message is a sentence. */
final class UnknownSchemaException extends Exception {
    private static final long serialVersionUID = 1L;

    UnknownSchemaException(String sentence) {
        super(sentence);
    }
}
