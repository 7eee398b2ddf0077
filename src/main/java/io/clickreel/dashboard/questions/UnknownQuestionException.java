package io.clickreel.dashboard.questions;

/** There is no question of this name; the message lists those that there are. */
public final class UnknownQuestionException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    UnknownQuestionException(String message) {
        super(message);
    }
}
