package io.clickreel.delivery;

import io.clickreel.delivery.ModelInstance.At;
import io.clickreel.delivery.ModelInstances.Known;
import java.util.Optional;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.jspecify.annotations.Nullable;

/** What must hold in each state, and what a state is in which all is done. */
final class ModelRules {
    static final String TWICE = "has an offset twice";
    static final String BOTH = "a record is stored and dead";
    static final String NOT_STORED = "an offset is committed of which something is not stored";
    static final String UNFINISHED = "all are at rest, and something is not stored";
    static final String HALTED = "an instance halts where it should go on";

    private final ModelBounds bounds;
    private final Numbered<OffsetAndMetadata> commits;
    private final ModelInstances instances;
    private final ModelClickHouse clickHouse;

    ModelRules(ModelWorld world) {
        bounds = world.bounds;
        commits = world.commits;
        instances = world.instances;
        clickHouse = world.clickHouse;
    }

    /** @return what must never be; null if all is well */
    @Nullable
    String broken(ModelState state) {
        ModelClickHouse.Shown shown = clickHouse.shown(state.stored);
        if (!shown.wrong().isEmpty()) {
            return shown.wrong();
        }
        for (int local : state.local) {
            Known known = instances.get(local);
            if (known.at() == At.BROKEN) {
                return "a class of the protocol refuses what the model makes it do";
            }
            if (known.at() == At.HALTED && !mayHalt(state, shown)) {
                return HALTED;
            }
        }
        int committed = committed(state.committed);
        if ((committed & ~shown.done()) != 0) {
            return NOT_STORED;
        }
        if (isEnd(state) && !isHalted(state)) {
            // No batch is made for marks that no record follows.
            int all = ModelRecords.range(
                    state.topic,
                    0,
                    bounds.log(state.topic).replaceFirst("-+$", "").length());
            if ((all & ~shown.done()) != 0) {
                return UNFINISHED;
            }
        }
        return null;
    }

    /** All instances are alive, one has the partition and waits for records, and the other waits for a partition. */
    boolean isEnd(ModelState state) {
        if (isHalted(state)) {
            return true;
        }
        if (state.owner == ModelState.NOBODY) {
            return false;
        }
        Known owner = instances.get(state.local[state.owner]);
        Known other = instances.get(state.local[1 - state.owner]);
        return owner.idle()
                && owner.topic() == state.topic
                && owner.position() == bounds.log(state.topic).length()
                && other.at() == At.WITHOUT_PARTITION;
    }

    private boolean isHalted(ModelState state) {
        return instances.get(state.local[0]).at() == At.HALTED
                || instances.get(state.local[1]).at() == At.HALTED;
    }

    /** A person has to decide where the commit that would say whose the rows beyond the ledger are is gone. */
    private boolean mayHalt(ModelState state, ModelClickHouse.Shown shown) {
        return state.moves < bounds.commitsMoved() && (shown.rows() & ~shown.deliveries()) != 0;
    }

    /** The offsets that a commit of ours calls done, as bits. */
    private int committed(int commit) {
        OffsetAndMetadata committed = commits.get(commit);
        Optional<Intent> intent = Intent.read(committed);
        return intent.isEmpty()
                ? 0
                : ModelRecords.range(ModelRecords.topic(intent.get().topicId()), 0, (int) committed.offset());
    }
}
