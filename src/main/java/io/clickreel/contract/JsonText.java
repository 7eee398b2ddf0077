package io.clickreel.contract;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import io.clickreel.contract.ContractViolation.Reason;
import io.clickreel.contract.json.EightBytes;
import io.clickreel.contract.json.Excerpt;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What can be wrong with a value as a whole, before its fields matter, and the sentences that say so. */
final class JsonText {
    private final CharsetDecoder utf8 = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    private final CharBuffer decoded = CharBuffer.allocate(1024);

    /** Refuses what is too large or not UTF-8: the parser would take UTF-16 and overlong forms for JSON. */
    @Nullable
    ContractViolation check(byte[] value, int start, int length) {
        if (length > ContractLimits.MAX_VALUE_BYTES) {
            return ContractViolation.ofRecord(
                    Reason.TOO_LARGE,
                    "The value has " + length + " bytes, but an event has at most " + ContractLimits.MAX_VALUE_BYTES
                            + ". Leave out the fields that make it so large.");
        }
        if (length == 0) {
            return ContractViolation.ofRecord(Reason.NOT_JSON, "The value is empty. Send a JSON object.");
        }
        int badByte = isAscii(value, start, length) ? -1 : firstBadByte(value, start, length);
        for (int i = 0; badByte < 0 && i < Math.min(4, length); i++) {
            badByte = value[start + i] == 0 ? i : -1; // a zero among the first four bytes is UTF-16 or UTF-32
        }
        return badByte < 0
                ? null
                : ContractViolation.ofRecord(
                        Reason.NOT_JSON,
                        "The value is not UTF-8 text: byte " + badByte + " of \"" + Excerpt.of(value, start, length)
                                + "\" does not belong there. Encode the JSON as UTF-8.");
    }

    static ContractViolation notJson(JsonProcessingException e, byte[] value, int start, int length) {
        long at = e.getLocation() == null ? -1 : e.getLocation().getByteOffset();
        // The parser's offset counts from the start of the array in some versions; only the sentence needs it.
        return ContractViolation.ofRecord(
                Reason.NOT_JSON,
                "The value is not JSON: " + Excerpt.of(e.getOriginalMessage()) + (at < 0 ? "" : " at byte " + at)
                        + ". It begins with \"" + Excerpt.of(value, start, length) + "\". Send one JSON object.");
    }

    static ContractViolation notAnObject(@Nullable JsonToken first, byte[] value, int start, int length) {
        if (first == null) {
            return ContractViolation.ofRecord(Reason.NOT_JSON, "The value is blank. Send a JSON object.");
        }
        return ContractViolation.ofRecord(
                Reason.NOT_AN_OBJECT,
                "The value is " + kind(first) + ", \"" + Excerpt.of(value, start, length)
                        + "\", but an event is a JSON object. Send each event in a separate record.");
    }

    static ContractViolation trailingData(JsonParser parser, byte[] value, int start, int length) {
        int end = start + length;
        int at = (int) Math.max(
                start, Math.min(end, start + parser.currentTokenLocation().getByteOffset()));
        return ContractViolation.ofRecord(
                Reason.TRAILING_DATA,
                "The event is followed by more data, near \"" + Excerpt.of(value, at, end - at)
                        + "\". Send each event in a separate record.");
    }

    static ContractViolation beyondLimits(JsonProcessingException e) {
        return ContractViolation.ofRecord(
                Reason.TOO_LARGE,
                "The value goes beyond a limit of the contract: " + Excerpt.of(e.getOriginalMessage())
                        + ". Send nothing nested deeper than " + ContractLimits.MAX_NESTING
                        + ", no number of more than "
                        + ContractLimits.MAX_NUMBER_DIGITS + " digits and no longer name than "
                        + ContractLimits.MAX_NAME_BYTES + " bytes.");
    }

    /** A value for a sentence: its type, and an excerpt if it has one. */
    static String describe(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> "the string \"" + Excerpt.of(value.asText()) + '"';
            case NUMBER -> "the number " + Excerpt.of(value.asText());
            case OBJECT -> "an object";
            case ARRAY -> "an array";
            default -> value.asText();
        };
    }

    private static String kind(JsonToken token) {
        return switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_STRING -> "a string";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
            case VALUE_TRUE -> "true";
            case VALUE_FALSE -> "false";
            case VALUE_NULL -> "null";
            default -> token.toString();
        };
    }

    private static boolean isAscii(byte[] value, int start, int length) {
        long signs = 0;
        int i = start;
        for (; i <= start + length - Long.BYTES; i += Long.BYTES) {
            signs |= EightBytes.get(value, i);
        }
        for (; i < start + length; i++) {
            signs |= value[i];
        }
        return (signs & 0x8080_8080_8080_8080L) == 0;
    }

    private int firstBadByte(byte[] value, int start, int length) {
        ByteBuffer input = ByteBuffer.wrap(value, start, length);
        utf8.reset();
        while (true) {
            decoded.clear();
            CoderResult result = utf8.decode(input, decoded, true);
            if (!result.isOverflow()) {
                return result.isError() ? input.position() - start : -1;
            }
        }
    }
}
