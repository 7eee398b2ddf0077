package io.clickreel.infer;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A contract and a table for the events of a sample.
 *
 * @param contract the text of the file
 * @param columns those that have values from the JSON, in their order
 * @param eventTime when the event happened; null: no column says it surely
 * @param doubts sentences on what is not sure
 * @param events how many it was inferred from
 */
public record Proposal(
        String contract, List<Column> columns, @Nullable Column eventTime, List<String> doubts, int events) {
    /** When Kafka took the record. */
    private static final String KAFKAS_TIME = "_timestamp";

    /**
     * @param from the place in the JSON: {@code metadata.device}
     * @param canBeEventTime whether it is a moment, and each event has it
     */
    public record Column(String name, String type, String from, boolean canBeEventTime) {}

    public Proposal {
        columns = List.copyOf(columns);
        doubts = List.copyOf(doubts);
    }

    /** @param name of the contract, which is that of the topic */
    public static Proposal of(Sample sample, String name) {
        return new Inference(sample).propose(name);
    }

    /** The column by whose time the table is partitioned and sorted. */
    public String timeColumn() {
        return eventTime == null ? KAFKAS_TIME : eventTime.name();
    }

    public String partitionKey() {
        return "toYYYYMM(" + timeColumn() + ")";
    }
}
