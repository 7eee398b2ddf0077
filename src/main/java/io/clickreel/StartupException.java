package io.clickreel;

import org.jspecify.annotations.Nullable;

/** A start that failed for a reason the user can mend; the message is the whole report, without a stack trace. */
public final class StartupException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StartupException(String sentence) {
        this(sentence, null);
    }

    public StartupException(String sentence, @Nullable Throwable cause) {
        super(sentence, cause);
    }
}
