package io.clickreel.contract.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/**
 * One schema of a contract as JSON, whose keywords are read as what they have to be.
 *
 * @param at its place in the file, as a JSON pointer
 */
record SchemaNode(SchemaFile file, JsonNode json, String at) {
    boolean has(String keyword) {
        return json.has(keyword);
    }

    JsonNode get(String keyword) {
        return json.path(keyword);
    }

    SchemaNode inside(String keyword) {
        return new SchemaNode(file, json.path(keyword), at + '/' + keyword);
    }

    /** Of a keyword whose value is an object or a list: one member of it. */
    SchemaNode inside(String keyword, String name, JsonNode member) {
        return new SchemaNode(file, member, at + '/' + keyword + '/' + escaped(name));
    }

    String text(String keyword) {
        if (!get(keyword).isTextual()) {
            throw wrong(keyword, keyword + " has to be a string");
        }
        return get(keyword).asText();
    }

    int count(String keyword, int otherwise) {
        BigDecimal number = number(keyword);
        if (number == null) {
            return otherwise;
        }
        if (number.signum() < 0
                || number.signum() > 0 && number.stripTrailingZeros().scale() > 0) {
            throw wrong(keyword, keyword + " has to be a whole number from 0");
        }
        return number.min(BigDecimal.valueOf(Integer.MAX_VALUE)).intValueExact();
    }

    @Nullable
    BigDecimal positive(String keyword) {
        BigDecimal number = number(keyword);
        if (number != null && number.signum() <= 0) {
            throw wrong(keyword, keyword + " has to be more than 0");
        }
        return number;
    }

    @Nullable
    BigDecimal number(String keyword) {
        if (!has(keyword)) {
            return null;
        }
        JsonNode said = get(keyword);
        // 1e999999999 has a billion digits once it is compared.
        if (!said.isNumber() || Math.abs(said.decimalValue().scale()) > DecimalLimits.MOST_SCALE) {
            throw wrong(keyword, keyword + " has to be a number, of a usual size");
        }
        return said.decimalValue();
    }

    @Nullable
    Instant instant(String keyword, boolean isTime) {
        if (!has(keyword)) {
            return null;
        }
        if (!isTime) {
            throw wrong(keyword, keyword + " needs \"format\": \"date-time\" beside it");
        }
        try {
            return OffsetDateTime.parse(text(keyword)).toInstant();
        } catch (DateTimeParseException e) {
            throw wrong(keyword, keyword + " has to be a time such as \"2000-01-01T00:00:00Z\"");
        }
    }

    /** Refuses a range in which there is nothing. */
    <T extends Comparable<T>> void requireOrder(String least, @Nullable T from, String most, @Nullable T to) {
        if (from != null && to != null && from.compareTo(to) > 0) {
            throw wrong(most, most + " is less than " + least + ", so no value could keep both; change one of them");
        }
    }

    ContractException wrong(String keyword, String what) {
        return file.wrong(at + '/' + escaped(keyword), what);
    }

    /** The schema as a whole is wrong. */
    ContractException wrong(String what) {
        return file.wrong(at, what);
    }

    private static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}
