package io.clickreel.reference;

/** What S3 sent is another version than the one that was asked for. */
public final class ChangedMeanwhileException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    ChangedMeanwhileException(String message) {
        super(message);
    }
}
