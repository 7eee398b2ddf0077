package io.clickreel.reference.file;

/** A file of films that must not become the lookup table; the message says why. */
public final class RefusedFileException extends Exception {
    private static final long serialVersionUID = 1;

    private final boolean approvable;

    public RefusedFileException(String message) {
        this(message, false);
    }

    private RefusedFileException(String message, boolean approvable) {
        super(message);
        this.approvable = approvable;
    }

    /** Each film is right by itself, but it changes so much at once that a person has to say that it is meant. */
    public static RefusedFileException ofAChange(String message) {
        return new RefusedFileException(
                message + "; if that is right, ./clickreel films approve lets this version through once", true);
    }

    /** The same, said of one part of several. */
    public RefusedFileException in(String part) {
        return new RefusedFileException(part + ": " + getMessage(), approvable);
    }

    /** The sentence for whoever does not know what it is about. */
    public RefusedFileException at(String place) {
        return new RefusedFileException(
                "dim_film keeps its films: " + place + " was refused: " + getMessage(), approvable);
    }

    public boolean isApprovable() {
        return approvable;
    }
}
