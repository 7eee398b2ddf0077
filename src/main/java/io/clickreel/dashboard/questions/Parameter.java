package io.clickreel.dashboard.questions;

import org.jspecify.annotations.Nullable;

/**
 * A value that the asker of a question may choose.
 *
 * @param type the ClickHouse type that the SQL gives it
 * @param defaultValue empty: nothing is chosen, which only a {@code Nullable} parameter allows
 * @param least the smallest number allowed, if there is a range
 * @param greatest the greatest number allowed, if there is a range
 */
public record Parameter(
        String name,
        String type,
        String defaultValue,
        @Nullable Long least,
        @Nullable Long greatest,
        String description) {

    /**
     * The value as it is sent to ClickHouse; null for NULL.
     *
     * @throws BadQuestionException if the text is not of the type, or out of range
     */
    @Nullable
    public String encode(String text) {
        if (text.isEmpty() && !defaultValue.isEmpty()) {
            throw new BadQuestionException(
                    "The parameter " + name + " has no value. Give it one, or leave it out for " + defaultValue + ".");
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
