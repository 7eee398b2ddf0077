package io.clickreel.delivery;

/**
 * What the model's world has, and how much may go wrong in it.
 *
 * @param log the topic: a letter for each offset, {@code c} a click, {@code o} an old one, which is inserted apart from the others,
 *     {@code x} a record that breaks the contract, {@code n} one that breaks the first contract and keeps the next, {@code g}
 *     the reverse, {@code -} an offset without record, such as the mark of a transaction
 * @param nextLog the topic that is made under its name after it was deleted; empty if it never is
 * @param batchRows most records in a batch; time can close it earlier
 * @param crashes how often an instance dies
 * @param timeouts how often somebody gives up waiting for Kafka or ClickHouse, which may have done all, a part or nothing
 *     of it, and may do the rest later
 * @param rebalances how often the partition is taken away, politely or not
 * @param commitsMoved how often the committed offset is deleted, set by hand or set back while nobody reads
 * @param contractEdits how often the contract's file is edited: to the next contract, and back to the first
 */
record ModelBounds(
        String log,
        String nextLog,
        int batchRows,
        int crashes,
        int timeouts,
        int rebalances,
        int commitsMoved,
        int contractEdits) {
    static ModelBounds of(String log) {
        return new ModelBounds(log, "", 2, 0, 0, 0, 0, 0);
    }

    ModelBounds faults(int crashes, int timeouts, int rebalances) {
        return new ModelBounds(log, nextLog, batchRows, crashes, timeouts, rebalances, commitsMoved, contractEdits);
    }

    ModelBounds topicMadeAgain(String nextLog) {
        return new ModelBounds(log, nextLog, batchRows, crashes, timeouts, rebalances, commitsMoved, contractEdits);
    }

    ModelBounds batchRows(int most) {
        return new ModelBounds(log, nextLog, most, crashes, timeouts, rebalances, commitsMoved, contractEdits);
    }

    ModelBounds commitMoved() {
        return new ModelBounds(log, nextLog, batchRows, crashes, timeouts, rebalances, 1, contractEdits);
    }

    ModelBounds contractEdited(int times) {
        return new ModelBounds(log, nextLog, batchRows, crashes, timeouts, rebalances, commitsMoved, times);
    }

    String log(int topic) {
        return topic == 0 ? log : nextLog;
    }

    @Override
    public String toString() {
        return "topic " + log + (nextLog.isEmpty() ? "" : ", then " + nextLog) + ", batches of up to " + batchRows
                + ", at most " + crashes + " crashes, " + timeouts + " timeouts, " + rebalances + " rebalances"
                + (commitsMoved == 0 ? "" : ", " + commitsMoved + " commit moved")
                + (contractEdits == 0 ? "" : ", " + contractEdits + " edits of the contract");
    }
}
