package io.clickreel.dashboard.questions;

import org.jspecify.annotations.Nullable;

/** The question was right, but ClickHouse did not answer it. */
public final class NoAnswerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** One sentence, however ClickHouse was silent: readers see several of them at once. */
    public static NoAnswerException silent(@Nullable Throwable cause) {
        return new NoAnswerException("ClickHouse does not answer. The checks of the pipeline say more.", cause);
    }

    public NoAnswerException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
