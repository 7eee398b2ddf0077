package io.clickreel.contract;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.clickreel.contract.ContractViolation.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** Reads every value that JSON allows, and says what is wrong with a value that is no click; for one thread at a time. */
final class JacksonClickParser {
    private static final int ALL_FIELDS = (1 << ClickField.values().length) - 1;
    private static final ClickField[] FIELDS = ClickField.values();

    private static final JsonFactory JSON = JsonFactory.builder()
            // Names come from outside: interning them would fill the JVM's table, and the check for hash collisions
            // would make the verdict depend on earlier records.
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(ClickContract.MAX_NESTING)
                    .maxNumberLength(ClickContract.MAX_NUMBER_DIGITS)
                    .maxNameLength(ClickContract.MAX_NAME_BYTES)
                    .maxStringLength(ClickContract.MAX_VALUE_BYTES)
                    .build())
            .build();

    private final JacksonValues values;
    private final JsonText text = new JsonText();
    private final FieldNames names = new FieldNames();
    private long unknownFields;

    private int seen;
    private @Nullable ContractViolation firstViolation;
    private int firstViolationPlace;

    /** @param fields where the click is put */
    JacksonClickParser(ClickFields fields) {
        this.values = new JacksonValues(fields);
    }

    /**
     * Reads a value without a schema registry's prefix.
     *
     * @return the first violation, or null if the value is a click, which then is in the fields
     */
    @Nullable
    ContractViolation read(byte[] value, int start, int length) {
        ContractViolation notText = text.check(value, start, length);
        if (notText != null) {
            return notText;
        }
        seen = 0;
        firstViolation = null;
        firstViolationPlace = FIELDS.length;
        try (JsonParser parser = JSON.createParser(value, start, length)) {
            ContractViolation broken = readRecord(parser, value, start, length);
            return broken != null ? broken : firstOfFields();
        } catch (IOException e) {
            // Not to be expected: the parser reads from memory, and readRecord judges broken JSON.
            throw new UncheckedIOException(e);
        }
    }

    /** How many fields beyond the contract's ten were ignored so far. */
    long unknownFields() {
        return unknownFields;
    }

    private @Nullable ContractViolation readRecord(JsonParser parser, byte[] value, int start, int length)
            throws IOException {
        boolean complete = false;
        try {
            JsonToken first = parser.nextToken();
            if (first != JsonToken.START_OBJECT) {
                return JsonText.notAnObject(first, value, start, length);
            }
            int nth = 0;
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                readField(names.find(nth++, name), parser);
            }
            complete = true;
            return parser.nextToken() == null ? null : JsonText.trailingData(parser, value, start, length);
        } catch (StreamConstraintsException e) {
            return JsonText.beyondLimits(e);
        } catch (JsonProcessingException e) {
            return complete
                    ? JsonText.trailingData(parser, value, start, length)
                    : JsonText.notJson(e, value, start, length);
        }
    }

    @SuppressWarnings("EnumOrdinal") // The declared order is the order of the contract.
    private void readField(@Nullable ClickField field, JsonParser parser) throws IOException {
        if (field == null) {
            unknownFields++;
            parser.skipChildren();
            return;
        }
        int place = field.ordinal();
        if ((seen & 1 << place) != 0) {
            if (place <= firstViolationPlace) {
                note(place, ContractViolation.duplicate(field));
            }
            parser.skipChildren();
            return;
        }
        seen |= 1 << place;
        Reason reason = values.take(field, parser);
        if (reason != null && place < firstViolationPlace) {
            note(place, ContractViolation.ofField(reason, field, JsonText.describe(parser)));
        }
        parser.skipChildren();
    }

    private void note(int place, ContractViolation violation) {
        firstViolationPlace = place;
        firstViolation = violation;
    }

    private @Nullable ContractViolation firstOfFields() {
        int missing = Integer.numberOfTrailingZeros(~seen & ALL_FIELDS);
        return missing < firstViolationPlace ? ContractViolation.missing(FIELDS[missing]) : firstViolation;
    }
}
