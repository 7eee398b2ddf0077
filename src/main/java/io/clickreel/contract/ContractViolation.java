package io.clickreel.contract;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Why a record breaks its contract: the first violation in the order of the contract, whatever the order of its fields.
 *
 * @param field the name of the field, or empty if the record as a whole is wrong
 * @param detail a sentence that says what is wrong and how to put it right; printable, and of bounded length
 */
public record ContractViolation(Reason reason, String field, String detail) {

    /** The kinds of violation; those of the record as a whole come before those of a field. */
    public enum Reason {
        NULL_VALUE,
        TOO_LARGE,
        /** The schema registry does not know the schema of the value, or has one that cannot be used. */
        UNKNOWN_SCHEMA,
        /** The bytes of the value are not what its schema says. */
        BAD_ENCODING,
        NOT_JSON,
        NOT_AN_OBJECT,
        TRAILING_DATA,
        MISSING_FIELD,
        DUPLICATE_FIELD,
        WRONG_TYPE,
        BAD_FORMAT,
        UNKNOWN_VALUE,
        OUT_OF_RANGE,
        UNKNOWN_FIELD,
        NO_ALTERNATIVE;

        private final String code = name().toLowerCase(Locale.ROOT);

        /** The name under which it is stored, such as {@code missing_field}. */
        public String code() {
            return code;
        }

        /** The one that is stored under this name; empty if this version knows none. */
        public static Optional<Reason> of(String code) {
            return Arrays.stream(values())
                    .filter(reason -> reason.code.equals(code))
                    .findAny();
        }
    }

    public static ContractViolation ofRecord(Reason reason, String detail) {
        return new ContractViolation(reason, "", detail);
    }

    /**
     * A record that is too large to be held whole.
     *
     * @param bytes what it takes when it is unpacked
     * @param most what it may take
     * @param kept how much of its key, value and headers the dead letter has
     */
    public static ContractViolation cut(long bytes, long most, int kept) {
        return ofRecord(
                Reason.TOO_LARGE,
                "The record takes " + bytes + " bytes when it is unpacked, but at most " + most
                        + " are read. Its value ends here after the first " + kept
                        + "; the whole is in Kafka while the topic keeps it. Send smaller records.");
    }

    static ContractViolation missing(String name, String expectation) {
        return new ContractViolation(
                Reason.MISSING_FIELD, name, "The record has no " + name + ". Add it; it must be " + expectation + ".");
    }

    static ContractViolation duplicate(String name) {
        return new ContractViolation(
                Reason.DUPLICATE_FIELD,
                name,
                name + " is in the record more than once, so its value is not certain. Send it once.");
    }

    static ContractViolation unknown(String name) {
        return new ContractViolation(
                Reason.UNKNOWN_FIELD,
                name,
                name + " is not in the contract, which allows no other fields (additionalProperties: false)."
                        + " Leave it out, or add it to the contract.");
    }

    /** The name of a part. */
    static String inside(String name, String part) {
        return name.isEmpty() ? part : name + "." + part;
    }

    /** @param expectation what it must be, worded so that it follows "must be" */
    static ContractViolation ofField(Reason reason, String name, String found, String expectation) {
        return new ContractViolation(reason, name, name + " is " + found + " but must be " + expectation + ".");
    }
}
