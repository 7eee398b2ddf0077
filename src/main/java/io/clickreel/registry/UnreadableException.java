package io.clickreel.registry;

import io.clickreel.contract.ContractViolation.Reason;
import io.clickreel.contract.json.Excerpt;

/** Bytes that are not what their schema says, or of which no JSON can be made. The message says what they are. */
final class UnreadableException extends Exception {
    private static final long serialVersionUID = 1L;

    /** A field that is nested a thousand times has no name that anybody reads. */
    private static final int MOST_CHARACTERS = 200;

    private static final String MORE = "...";

    private final Reason reason;
    private String field = "";

    /** @param what is wrong, so that it follows "the value" or the name of a field */
    UnreadableException(Reason reason, String what) {
        // Bad bytes can come by the million, and nobody reads their stack.
        super(what, null, false, false);
        this.reason = reason;
    }

    static UnreadableException encoding(String what) {
        return new UnreadableException(Reason.BAD_ENCODING, what);
    }

    static UnreadableException notANumber(double value) {
        return new UnreadableException(
                Reason.OUT_OF_RANGE, "is " + value + ", which is no number in JSON. Send a number, or leave it out");
    }

    /** Takes note of the field in which it happened; called from the inside to the outside. */
    UnreadableException in(String name) {
        if (field.length() < MOST_CHARACTERS) {
            String part = Excerpt.of(name);
            field = field.isEmpty() ? part : part + "." + field;
        } else if (!field.startsWith(MORE)) {
            field = MORE + field;
        }
        return this;
    }

    Reason reason() {
        return reason;
    }

    /** Empty: not in a field. */
    String field() {
        return field;
    }
}
