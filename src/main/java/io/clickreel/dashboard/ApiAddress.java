package io.clickreel.dashboard;

import io.clickreel.dashboard.questions.BadQuestionException;
import io.clickreel.dashboard.questions.Quoted;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads API addresses strictly. A lenient reader would guess, skip or replace, and so answer another question than the
 * one asked.
 */
final class ApiAddress {
    private static final String API = "/api/";
    private static final Set<String> WITHOUT_PARAMETERS =
            Set.of("/api/questions", "/api/openapi.json", "/api/pipeline", "/api/streams");

    private ApiAddress() {}

    /**
     * Checks an address of the API, and lets any other pass.
     *
     * @param normalized the path as routes see it
     * @param path the path as it was sent
     * @throws BadQuestionException with what is wrong with it
     */
    static void check(String normalized, @Nullable String path, @Nullable String query) {
        if (!normalized.startsWith(API)) {
            return;
        }
        decode("The path", path == null ? "" : path, false);
        Map<String, String> parameters = parameters(query);
        String place = normalized.endsWith("/") ? normalized.substring(0, normalized.length() - 1) : normalized;
        if (!parameters.isEmpty() && WITHOUT_PARAMETERS.contains(place)) {
            throw new BadQuestionException(place + " takes no parameters, but was given "
                    + Quoted.of(parameters.keySet().iterator().next()) + ".");
        }
    }

    /** The parameters of a query string, in their order. */
    static Map<String, String> parameters(@Nullable String query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        if (query == null || query.isEmpty()) {
            return parameters;
        }
        for (String pair : query.split("&", -1)) {
            if (pair.isEmpty()) {
                throw new BadQuestionException("The address has an empty parameter. Write one & between two parameters,"
                        + " and none before the first or after the last.");
            }
            String[] nameAndValue = pair.split("=", 2);
            String name = decode("The name of a parameter", nameAndValue[0], true);
            if (name.isEmpty()) {
                throw new BadQuestionException(
                        "The address has a parameter without a name, " + Quoted.of(pair) + ". Write name=value.");
            }
            if (pair.indexOf(';') >= 0) {
                // Some servers take ';' for another '&', others for a part of the value.
                throw new BadQuestionException("The parameter " + name + " has a ';', in " + Quoted.of(pair)
                        + ". Write & between parameters, and %3B where a value has one.");
            }
            String value = nameAndValue.length == 2 ? decode("The parameter " + name, nameAndValue[1], true) : "";
            if (parameters.put(name, value) != null) {
                throw new BadQuestionException("The parameter " + name + " is given twice.");
            }
        }
        return parameters;
    }

    /** @param where beginning of the sentence that says what is wrong */
    private static String decode(String where, String text, boolean plusIsSpace) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                bytes.write(escaped(where, text, i));
                i += 2;
            } else if (c <= ' ' || c > '~') {
                throw new BadQuestionException(where + " has a character that has to be escaped, in " + Quoted.of(text)
                        + ". Write the bytes of its UTF-8 as %C3%A9 for é.");
            } else {
                bytes.write(c == '+' && plusIsSpace ? ' ' : c);
            }
        }
        String decoded;
        try {
            decoded = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new BadQuestionException(
                    where + " is not UTF-8, in " + Quoted.of(text) + ". Write the bytes of its UTF-8 as %C3%A9 for é.");
        }
        int control =
                decoded.chars().filter(Character::isISOControl).findFirst().orElse(-1);
        if (control >= 0) {
            throw new BadQuestionException("%s has the control character U+%04X, in %s. Leave it out."
                    .formatted(where, control, Quoted.of(text)));
        }
        return decoded;
    }

    private static int escaped(String where, String text, int from) {
        int high = from + 2 < text.length() ? hexDigit(text.charAt(from + 1)) : -1;
        int low = from + 2 < text.length() ? hexDigit(text.charAt(from + 2)) : -1;
        if (high < 0 || low < 0) {
            throw new BadQuestionException(where + " has a broken % escape, in " + Quoted.of(text)
                    + ". Write two hexadecimal digits behind each %, and %25 for a % itself.");
        }
        return high << 4 | low;
    }

    private static int hexDigit(char c) {
        return c < 0x80 ? Character.digit(c, 16) : -1;
    }
}
