package io.clickreel.contract.schema;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.clickreel.contract.json.Excerpt;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The text of a contract, which knows the line of each of its parts. */
public final class SchemaFile {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    /** A part of a contract is shown so far in a message. */
    private static final int MAX_CHARACTERS = 400;

    private final String name;
    private final String text;

    /** @param name under which it is told to people */
    public SchemaFile(String name, String text) {
        this.name = name;
        this.text = text;
    }

    /** @throws ContractException if it cannot be read */
    public static SchemaFile read(Path file) {
        try {
            return new SchemaFile(file.toString(), Files.readString(file));
        } catch (IOException e) {
            throw new ContractException(
                    file + " cannot be read: " + e + ". The route's contract has to be a file of UTF-8 text.", e);
        }
    }

    public String name() {
        return name;
    }

    public String text() {
        return text;
    }

    JsonNode json() {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new ContractException(
                    name
                            + (e.getLocation() == null
                                    ? ""
                                    : ", line " + e.getLocation().getLineNr()) + ": this is not JSON: "
                            + Excerpt.of(e.getOriginalMessage(), MAX_CHARACTERS),
                    e);
        } catch (NumberFormatException e) {
            throw new ContractException(
                    name + ", line " + lineOfHugeNumber() + ": a number has an exponent that nobody can compute with;"
                            + " write a number of a usual size",
                    e);
        }
    }

    /** The contract's {@code $id}; empty if it gives itself none. */
    public String id() {
        return json().path("$id").asText("");
    }

    /** Whether there is a value at a JSON pointer. */
    public boolean has(String pointer) {
        return !json().at(pointer).isMissingNode();
    }

    private int lineOfHugeNumber() {
        try (JsonParser parser = JSON.createParser(text)) {
            while (parser.nextToken() != null) {
                if (parser.currentToken().isNumeric() && !isComputable(parser.getText())) {
                    return parser.currentTokenLocation().getLineNr();
                }
            }
        } catch (IOException e) {
            return 1;
        }
        return 1;
    }

    private static boolean isComputable(String number) {
        try {
            return new BigDecimal(number).signum() <= 1;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /**
     * @param pointer the part that is wrong
     * @param what a sentence that says what is wrong there, and what to write instead
     */
    public ContractException wrong(String pointer, String what) {
        return new ContractException(name + ", line " + line(pointer) + ": " + what + " ("
                + (pointer.isEmpty() ? "/" : Excerpt.of(pointer, MAX_CHARACTERS)) + ")");
    }

    /** The line where the value at the pointer begins; 1 if it is nowhere. */
    private int line(String pointer) {
        try (JsonParser parser = JSON.createParser(text.getBytes(StandardCharsets.UTF_8))) {
            while (parser.nextToken() != null) {
                if (parser.getParsingContext().pathAsPointer().toString().equals(pointer)) {
                    return parser.currentTokenLocation().getLineNr();
                }
            }
        } catch (IOException e) {
            return 1;
        }
        return 1;
    }
}
