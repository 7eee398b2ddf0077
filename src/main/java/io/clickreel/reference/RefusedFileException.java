package io.clickreel.reference;

/** A file of films that must not become the lookup table; the message says why. */
public final class RefusedFileException extends Exception {
    private static final long serialVersionUID = 1;

    RefusedFileException(String message) {
        super(message);
    }
}
