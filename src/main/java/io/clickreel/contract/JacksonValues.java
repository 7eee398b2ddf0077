package io.clickreel.contract;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.clickreel.contract.ContractViolation.Reason;
import io.clickreel.contract.json.AsciiWords;
import io.clickreel.contract.json.EventTimeFormat;
import io.clickreel.contract.json.UuidBits;
import io.clickreel.contract.json.WholeNumber;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Puts the values that Jackson's parser has found into a click, in whatever way they were written. */
final class JacksonValues {
    /** No value of a fixed form is longer. */
    private static final int MAX_LENGTH = UuidBits.WRITTEN_LENGTH;

    private final ClickFields fields;

    /** A text as JSON has it without escapes: quoted, and followed by zeros. */
    private final byte[] quoted = new byte[MAX_LENGTH + 2 + AsciiWords.READ_BYTES];

    JacksonValues(ClickFields fields) {
        this.fields = fields;
    }

    /**
     * Puts the parser's current value into the click.
     *
     * @return what is wrong with it, or null
     */
    @Nullable
    Reason take(ClickField field, JsonParser parser) throws IOException {
        if (field == ClickField.FILM_ID || field == ClickField.POSITION) {
            int maximum = field == ClickField.FILM_ID ? ClickContract.MAX_FILM_ID : ClickContract.MAX_POSITION;
            int number = WholeNumber.read(parser, maximum);
            fields.takeNumber(field, number);
            return number > 0 ? null : number == WholeNumber.WRONG_TYPE ? Reason.WRONG_TYPE : Reason.OUT_OF_RANGE;
        }
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            return Reason.WRONG_TYPE;
        }
        char[] text = parser.getTextCharacters();
        int offset = parser.getTextOffset();
        int length = parser.getTextLength();
        return switch (field) {
            case USER_ID -> fields.userId().set(text, offset, length) ? null : Reason.BAD_FORMAT;
            case SESSION_ID -> fields.sessionId().set(text, offset, length) ? null : Reason.BAD_FORMAT;
            case EVENT_ID -> isTaken(field, text, offset, length) ? null : Reason.BAD_FORMAT;
            case EVENT_TS ->
                isTaken(field, text, offset, length)
                        ? null
                        : fields.eventTimeMs() == EventTimeFormat.OUT_OF_RANGE
                                ? Reason.OUT_OF_RANGE
                                : Reason.BAD_FORMAT;
            default -> isTaken(field, text, offset, length) ? null : Reason.UNKNOWN_VALUE;
        };
    }

    private boolean isTaken(ClickField field, char[] text, int offset, int length) {
        int taken = length > MAX_LENGTH ? 0 : length; // too long: read as empty, which is refused for the same reason
        quoted[0] = '"';
        for (int i = 0; i < taken; i++) {
            char c = text[offset + i];
            quoted[i + 1] = c < 0x80 && c != '"' ? (byte) c : 0;
        }
        quoted[taken + 1] = '"';
        Arrays.fill(quoted, taken + 2, quoted.length, (byte) 0);
        return fields.take(field, quoted, 0) == taken + 2;
    }
}
