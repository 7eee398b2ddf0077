package io.clickreel.films.file;

/** The exception for a file of films that must not become the lookup table; the message says why. */
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

    /** The refusal of a file whose films are right, but change so much at once that a person has to approve it. */
    public static RefusedFileException ofAChange(String message) {
        return new RefusedFileException(
                message + "; if that is right, ./clickreel films approve lets this version through once", true);
    }

    /** This refusal, naming the part of the folder that it is about. */
    public RefusedFileException in(String part) {
        return new RefusedFileException(part + ": " + getMessage(), approvable);
    }

    /** The refusal as a sentence that names the place of the file. */
    public RefusedFileException at(String place) {
        return new RefusedFileException(
                "dim_film keeps its films: " + place + " was refused: " + getMessage(), approvable);
    }

    public boolean isApprovable() {
        return approvable;
    }
}
