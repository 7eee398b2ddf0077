package io.clickreel.redrive;

import org.jspecify.annotations.Nullable;

/** A re-drive that cannot continue; the message is the whole report, and says what to do. */
public final class RedriveException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RedriveException(String sentence, @Nullable Throwable cause) {
        super(sentence, cause);
    }
}
