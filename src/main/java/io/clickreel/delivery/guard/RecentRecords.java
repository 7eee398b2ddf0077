package io.clickreel.delivery.guard;

import io.clickreel.contract.ContractViolation.Reason;
import io.clickreel.deadletter.DeadLetter;
import io.clickreel.delivery.batch.DecodedRecords;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How many of the last {@value #WINDOW_RECORDS} records of a topic are dead letters, and why.
 *
 * <p>It keeps counts of batches and no records. Of a batch that is larger than the window its end counts; of one that has
 * left it in part, the same part of its dead letters.
 */
final class RecentRecords {
    private static final int WINDOW_RECORDS = 1_000;

    private final ArrayDeque<Counts> window = new ArrayDeque<>();
    private long records;

    private record Counts(long records, Map<Reason, Double> dead) {}

    void add(DecodedRecords batch) {
        if (batch.size() == 0) {
            return;
        }
        long counted = Math.min(batch.size(), WINDOW_RECORDS);
        window.add(new Counts(counted, deadAtEnd(batch)));
        records += counted;
        while (records > WINDOW_RECORDS) {
            Counts oldest = window.remove();
            long left = Math.max(0, oldest.records() - (records - WINDOW_RECORDS));
            records -= oldest.records() - left;
            if (left > 0) {
                window.addFirst(part(oldest, left));
            }
        }
    }

    long records() {
        return records;
    }

    double share() {
        return records == 0 ? 0 : dead() / records;
    }

    double dead() {
        return byReason().values().stream().mapToDouble(Double::doubleValue).sum();
    }

    /** As "980 bad_format, 20 missing_field". */
    String reasons() {
        return byReason().entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .map(reason -> Math.max(1, Math.round(reason.getValue())) + " "
                        + reason.getKey().code())
                .collect(Collectors.joining(", "));
    }

    private Map<Reason, Double> byReason() {
        Map<Reason, Double> sums = new EnumMap<>(Reason.class);
        window.forEach(counts -> counts.dead().forEach((reason, dead) -> sums.merge(reason, dead, Double::sum)));
        return sums;
    }

    /** Offsets without record, as of a transaction's marks, are spread over the batch. */
    private static Map<Reason, Double> deadAtEnd(DecodedRecords batch) {
        List<DeadLetter> letters = batch.deadLetters();
        double offsetsPerRecord = (double) (batch.lastOffset() - batch.firstOffset() + 1) / batch.size();
        double from = batch.lastOffset() + 1 - offsetsPerRecord * WINDOW_RECORDS;
        Map<Reason, Double> dead = new EnumMap<>(Reason.class);
        for (int i = letters.size() - 1; i >= 0 && letters.get(i).record().offset() >= from; i--) {
            dead.merge(letters.get(i).violation().reason(), 1.0, Double::sum);
        }
        return dead;
    }

    private static Counts part(Counts whole, long records) {
        Map<Reason, Double> dead = new EnumMap<>(Reason.class);
        whole.dead().forEach((reason, count) -> dead.put(reason, count * records / whole.records()));
        return new Counts(records, dead);
    }
}
