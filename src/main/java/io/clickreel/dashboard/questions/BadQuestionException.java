package io.clickreel.dashboard.questions;

/** A question was asked in a way that cannot be answered; the message says what would work. */
public final class BadQuestionException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public BadQuestionException(String message) {
        super(message);
    }
}
