package io.clickreel.delivery;

import io.clickreel.contract.Plan;
import io.clickreel.delivery.batch.Decoders;
import java.util.List;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.jspecify.annotations.Nullable;

/**
 * One instance of the pipeline: the real classes, used in the order in which {@link BatchingConsumer} and the route
 * clicks-ingest use them, and stopped wherever something else can come between.
 */
final class ModelInstance {
    /** What it waits for. */
    enum At {
        DOWN,
        WITHOUT_PARTITION,
        READS_COMMIT,
        READS_LEDGER,
        READS_COMMIT_AGAIN,
        POLLS,
        COMMITS_END,
        FETCHES,
        HAS_FETCHED,
        COMMITS_INTENT,
        COMMITS_AT_REVOCATION,
        INSERTS,
        HALTED,
        /** A class of the protocol has refused a step. */
        BROKEN
    }

    /** The first contract of clicks, and the next one, which takes other films. */
    private static final List<Plan> CONTRACTS = List.of(
            TestRecords.PLAN,
            TestRecords.plan("\"minimum\": 1,\n      \"maximum\": 1000000", "\"minimum\": 300, \"maximum\": 2000000"));

    private static final long EARLY = 0;
    private static final long LATE = 1_000_000;

    private final ModelProtocol protocol;
    private final ModelBounds bounds;
    private final ModelRecords records;
    private final Numbered<OffsetAndMetadata> commits;
    private final BatchLimits limits;

    private At at = At.DOWN;
    private String halted = "";
    private int topic;
    private @Nullable ModelOpening opening;

    private @Nullable PartitionLane lane;
    private int position;
    private boolean late;
    private boolean handsOut;
    private @Nullable OffsetAndMetadata toCommit;

    private @Nullable ModelRoute route;
    /** The contract that it has read last, of {@link #CONTRACTS}. */
    private int contract;

    ModelInstance(ModelProtocol protocol, ModelBounds bounds, Numbered<OffsetAndMetadata> commits) {
        this.protocol = protocol;
        this.bounds = bounds;
        this.records = new ModelRecords(bounds);
        this.commits = commits;
        // Of the times only the order counts: a pause and a wait are over when it is late.
        this.limits = new BatchLimits(bounds.batchRows(), 1 << 20, 10, 10, 10);
    }

    At at() {
        return at;
    }

    String halted() {
        return halted;
    }

    int contract() {
        return contract;
    }

    int topic() {
        return topic;
    }

    int position() {
        return position;
    }

    /** What it asks Kafka to commit; null if it does not. */
    @Nullable
    OffsetAndMetadata toCommit() {
        return toCommit;
    }

    /** What it asks ClickHouse to insert; null if it does not. */
    @Nullable
    ModelInsert insert() {
        return route == null ? null : route.insert();
    }

    boolean isFull() {
        return lane == null || lane.isFull();
    }

    boolean hasClosedEnd() {
        return opening != null && opening.hasClosedEnd();
    }

    boolean hasInsertedEnd() {
        return opening != null && opening.hasInsertedEnd();
    }

    /** Whether a batch could still wait for more. */
    boolean mayBeEarly() {
        return !late;
    }

    /** Whether it has nothing to store, nothing to commit and nothing to wait for. */
    boolean isIdle() {
        return at == At.POLLS
                && lane != null
                && !lane.isBegun()
                && lane.toCommit() == null
                && lane.readyAtMs() == Long.MAX_VALUE;
    }

    /** All that decides what it does next. */
    String key() {
        return at + " " + halted + topic + contract + (opening == null ? "" : opening.key()) + position + late
                + handsOut + toCommit + Fingerprint.of(lane) + (route == null ? "" : route.key());
    }

    void on(ModelEvent event, int argument) {
        try {
            if (event == ModelEvent.SAW_CONTRACT) {
                contract = argument;
                return;
            }
            switch (at) {
                case DOWN, WITHOUT_PARTITION -> join(event, argument);
                case READS_COMMIT -> readCommit(event, argument);
                case READS_LEDGER -> readLedger(event, argument);
                case READS_COMMIT_AGAIN -> readCommitAgain(event, argument);
                case POLLS -> poll(event);
                case COMMITS_END -> endCommitted(isTaken(event));
                case FETCHES -> fetched(event, argument);
                case HAS_FETCHED -> nextBatch(event);
                case COMMITS_INTENT -> intentCommitted(isTaken(event));
                case COMMITS_AT_REVOCATION -> forget();
                case INSERTS -> inserted(event);
                default -> throw new AssertionError(at + " " + event);
            }
        } catch (RuntimeException e) {
            at = At.BROKEN;
            halted = e.toString();
        }
    }

    private boolean isTaken(ModelEvent event) {
        return event == ModelEvent.ANSWERED || !protocol.noticesRefusals();
    }

    private void join(ModelEvent event, int argument) {
        // The file is read at the start.
        contract = at == At.DOWN ? argument : contract;
        at = event == ModelEvent.ASSIGNED ? At.READS_COMMIT : At.WITHOUT_PARTITION;
    }

    /** The commit first, then the ledger. */
    private void readCommit(ModelEvent event, int argument) {
        opening = new ModelOpening(topicOf(event), commits.get(argument));
        topic = opening.topic();
        at = At.READS_LEDGER;
    }

    private static int topicOf(ModelEvent readCommit) {
        return readCommit == ModelEvent.READ_COMMIT_OF_FIRST_TOPIC ? 0 : 1;
    }

    private void readLedger(ModelEvent event, int argument) {
        if (event == ModelEvent.READ_CLOSED_END) {
            opening.closedEnd(argument);
        } else {
            opening.insertedEnd(argument);
        }
        StartingPoint point = opening.point(protocol, bounds.log(topic).length());
        if (point instanceof StartingPoint.Resume resume) {
            openLane(resume.offset(), resume.boundEnd(), resume.contract());
            opening = null;
            handsOut = true;
            at = At.FETCHES;
        } else if (point != null) {
            halted = point.toString();
            at = protocol.asksAgainBeforeItHalts() ? At.READS_COMMIT_AGAIN : At.HALTED;
        }
    }

    private void readCommitAgain(ModelEvent event, int argument) {
        if (opening.isUnchanged(topicOf(event), commits.get(argument))) {
            at = At.HALTED;
        } else {
            opening = null;
            halted = "";
            at = At.FETCHES;
        }
    }

    private void openLane(long offset, OptionalLong boundEnd, String begunUnder) {
        Decoders decoders = new Decoders(new Decoders.Contract() {
            @Override
            public Plan now() {
                return CONTRACTS.get(contract);
            }

            @Override
            public Plan of(String hash) {
                return CONTRACTS.stream()
                        .filter(plan -> plan.hash().equals(hash))
                        .findFirst()
                        .orElseThrow();
            }
        });
        lane = new PartitionLane(
                TestRecords.STREAM,
                TestRecords.PARTITION,
                ModelRecords.topicId(topic),
                limits,
                decoders,
                offset,
                boundEnd.isPresent()
                        ? TestRecords.begun(
                                boundEnd, protocol.contractOf(decoders.plan(begunUnder), CONTRACTS.get(contract)))
                        : null);
        position = (int) lane.nextOffset();
    }

    /** As BatchingConsumer.poll begins: what became of the last batch, then the commit of its end. */
    private void poll(ModelEvent event) {
        late = event == ModelEvent.TURN_LATE;
        handsOut = true;
        lane.settle(EARLY);
        if (lane.readyAtMs() > clock()) {
            toCommit = protocol.commit(lane, position);
        }
        at = toCommit == null ? At.FETCHES : At.COMMITS_END;
    }

    private void endCommitted(boolean taken) {
        toCommit = null;
        if (taken) {
            lane.committed();
        }
        handsOut = taken;
        at = At.FETCHES;
    }

    private void fetched(ModelEvent event, int argument) {
        if (lane == null) {
            if (event == ModelEvent.FETCHED) {
                at = At.READS_COMMIT;
            } else {
                forget();
            }
            return;
        }
        if (event == ModelEvent.FETCHED) {
            int end = position + argument;
            lane.add(records.read(topic, position, end), end, bounds.log(topic).length() - end, EARLY);
            position = end;
            boolean mayBeReady = handsOut && lane.readyAtMs() < Long.MAX_VALUE;
            at = mayBeReady ? At.HAS_FETCHED : At.POLLS;
            late &= mayBeReady;
            handsOut = false;
            return;
        }
        toCommit = event == ModelEvent.REVOKED ? protocol.commit(lane, position) : null;
        if (toCommit == null) {
            forget();
        } else {
            at = At.COMMITS_AT_REVOCATION;
        }
    }

    private void forget() {
        lane = null;
        toCommit = null;
        position = 0;
        topic = 0;
        late = false;
        handsOut = false;
        at = At.WITHOUT_PARTITION;
    }

    private void nextBatch(ModelEvent event) {
        late |= event == ModelEvent.TURN_LATE;
        if (lane.readyAtMs() > clock()) {
            endTurn();
            return;
        }
        lane.form();
        toCommit = protocol.commit(lane, position);
        if (toCommit == null) {
            handOut();
        } else if (protocol.intends()) {
            at = At.COMMITS_INTENT;
        } else {
            intentCommitted(true);
        }
    }

    private void intentCommitted(boolean taken) {
        toCommit = null;
        if (taken) {
            lane.committed();
            handOut();
        } else {
            endTurn();
        }
    }

    private void endTurn() {
        at = At.POLLS;
        late = false;
    }

    private void handOut() {
        route = new ModelRoute(protocol, topic, lane.handOut());
        at = At.INSERTS;
        late = false;
    }

    /** An error ends the route, and the batch is handed out again. */
    private void inserted(ModelEvent event) {
        if (event == ModelEvent.ANSWERED) {
            route.stored();
        } else {
            protocol.readAgainAfterFailure(route.batch())
                    .ifPresent(offset -> openLane(offset, OptionalLong.empty(), ""));
        }
        if (event != ModelEvent.ANSWERED || route.insert() == null) {
            route = null;
            endTurn();
        }
    }

    private long clock() {
        return late ? LATE : EARLY;
    }
}
