package io.clickreel.dashboard;

import org.jspecify.annotations.Nullable;

/** The question was right, but ClickHouse did not answer it. */
public final class NoAnswerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NoAnswerException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
