package io.clickreel.generate.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.clickreel.contract.ContractViolation;
import io.clickreel.contract.TreeCheck;
import io.clickreel.contract.schema.Schema;
import io.clickreel.contract.schema.SchemaFile;
import io.clickreel.contract.schema.SchemaReader;
import io.clickreel.generate.shared.EncodedEvent;
import io.clickreel.generate.shared.RandomStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Makes valid events of a contract, the same ones for a seed and the same times; for one thread at a time. */
public final class EventMaker {
    static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private static final int TRIED = 500;

    private final SchemaFile file;
    private final Maker event;
    private final Draft draft;

    /**
     * @throws io.clickreel.contract.schema.ContractException if the contract cannot be used, or does not say enough to
     *     make a valid event
     */
    public EventMaker(SchemaFile file, long seed) {
        this.file = file;
        Schema schema = SchemaReader.read(file);
        MakerReader reader = new MakerReader(file, seed);
        this.event = reader.event(schema);
        this.draft = new Draft(reader.places(), new RandomStream(seed));
        requireValid(schema);
        draft.random = new RandomStream(seed);
    }

    /** The next event, which is due at this time. */
    public EncodedEvent next(Instant due) {
        draft.begin(due);
        event.make(draft);
        return new EncodedEvent(key(), draft.json.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** A text is the key as it is, without the quotation marks of JSON. */
    private byte @Nullable [] key() {
        String key = draft.key;
        if (key == null || key.equals("null")) {
            return null;
        }
        try {
            String text = key.charAt(0) == '"' ? JSON.readTree(key).asText() : key;
            return text.getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a value that is no JSON: " + key, e);
        }
    }

    /** The makers follow most of a contract; what they do not, as a pattern, is told now and not by dead letters. */
    private void requireValid(Schema schema) {
        for (int i = 0; i < TRIED; i++) {
            draft.begin(Instant.now());
            event.make(draft);
            try {
                ContractViolation violation = TreeCheck.violation(schema, JSON.readTree(draft.json.toString()));
                if (violation != null) {
                    throw file.wrong(
                            schema.pointer(),
                            "the contract does not say enough to make events. One that was made is refused: "
                                    + violation.detail() + " Say by examples, or by x-generate, what "
                                    + (violation.field().isEmpty() ? "an event" : violation.field()) + " looks like");
                }
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("an event that is no JSON: " + draft.json, e);
            }
        }
    }
}
