package io.clickreel.dashboard.questions;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A value that the asker of a question may choose.
 *
 * @param type the ClickHouse type that the SQL gives it
 * @param defaultValue empty: nothing is chosen, which only a {@code Nullable} parameter allows
 * @param least the smallest number allowed, if there is a range
 * @param greatest the greatest number allowed, if there is a range
 * @param choices the only values allowed; empty: any of its type
 */
public record Parameter(
        String name,
        String type,
        String defaultValue,
        @Nullable Long least,
        @Nullable Long greatest,
        String description,
        List<String> choices) {

    Parameter(
            String name,
            String type,
            String defaultValue,
            @Nullable Long least,
            @Nullable Long greatest,
            String description) {
        this(name, type, defaultValue, least, greatest, description, List.of());
    }

    /** The same, of which only these values may be chosen; the first is the default. */
    public Parameter among(List<String> only) {
        return new Parameter(name, type, only.get(0), least, greatest, description, List.copyOf(only));
    }

    /**
     * The value as it is sent to ClickHouse; null for NULL.
     *
     * @throws BadQuestionException if the text is not of the type, out of range, or none of the choices
     */
    @Nullable
    public String encode(String text) {
        if (text.isEmpty() && !defaultValue.isEmpty()) {
            throw new BadQuestionException(
                    "The parameter " + name + " has no value. Give it one, or leave it out for " + defaultValue + ".");
        }
        if (!choices.isEmpty() && !choices.contains(text)) {
            throw new BadQuestionException("The parameter " + name + " is " + Quoted.of(text)
                    + ", but has to be one of: " + String.join(", ", choices) + ".");
        }
        String encoded = ParameterType.of(type).encode(name, text);
        if (encoded != null && least != null && greatest != null) {
            double number = Double.parseDouble(encoded);
            if (number < least || number > greatest) {
                throw new BadQuestionException("The parameter " + name + " is " + Quoted.of(text)
                        + ", but has to be between " + least + " and " + greatest + ".");
            }
        }
        return encoded;
    }
}
