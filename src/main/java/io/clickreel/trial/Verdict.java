package io.clickreel.trial;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.clickreel.contract.ContractViolation;
import io.clickreel.contract.SchemaAwayException;
import io.clickreel.delivery.batch.EventDecoder;
import java.nio.ByteBuffer;
import java.util.Locale;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.Uuid;

/**
 * What becomes of a record.
 *
 * @param reason of a dead letter, as its table has it; empty if the record is stored
 * @param field where the contract is broken; empty if that is no field
 * @param detail the sentence to it
 */
public record Verdict(Outcome outcome, String reason, String field, String detail) {
    /** What becomes of a record, in a word. */
    public enum Outcome {
        STORED,
        DEAD,
        /** The schema registry cannot say now what it is: it waits, and all behind it. */
        UNDECIDED
    }

    /** @param decoder gets the record as one more row, if it is stored */
    static Verdict of(EventDecoder decoder, Uuid topicId, ConsumerRecord<ByteBuffer, ByteBuffer> record) {
        try {
            ContractViolation violation = decoder.add(record, topicId);
            return violation == null
                    ? new Verdict(Outcome.STORED, "", "", "")
                    : new Verdict(Outcome.DEAD, violation.reason().code(), violation.field(), violation.detail());
        } catch (SchemaAwayException e) {
            return new Verdict(Outcome.UNDECIDED, "schema_away", "", String.valueOf(e.getMessage()));
        }
    }

    @JsonIgnore
    public boolean isStored() {
        return outcome == Outcome.STORED;
    }

    /** In a line for people. */
    public String sentence() {
        String word = outcome.name().toLowerCase(Locale.ROOT);
        return isStored() ? word : (word + " " + reason + " " + field).strip() + " (" + detail + ")";
    }
}
