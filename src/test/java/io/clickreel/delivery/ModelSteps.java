package io.clickreel.delivery;

import io.clickreel.delivery.ModelInstance.At;
import io.clickreel.delivery.ModelInstances.Known;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/** All that can happen next in a state of the world. */
final class ModelSteps {
    private final ModelWorld world;
    private final ModelBounds bounds;
    private final ModelInstances instances;
    private final ModelClickHouse clickHouse;
    private final ModelSink sink;
    private final ModelState from = new ModelState();
    private final ModelState to = new ModelState();

    ModelSteps(ModelWorld world, ModelSink sink) {
        this.world = world;
        this.bounds = world.bounds;
        this.instances = world.instances;
        this.clickHouse = world.clickHouse;
        this.sink = sink;
    }

    void from(ModelState state) {
        from.set(state);
        for (int who = 0; who < ModelState.INSTANCES; who++) {
            Known known = instances.get(from.local[who]);
            switch (known.at()) {
                case DOWN -> start(who);
                case WITHOUT_PARTITION -> assign(who);
                case READS_COMMIT, READS_COMMIT_AGAIN -> readCommit(who);
                case READS_LEDGER -> readLedger(who, known);
                case POLLS, HAS_FETCHED -> takeTurn(who, known);
                case COMMITS_END, COMMITS_INTENT, COMMITS_AT_REVOCATION -> commit(who, known);
                case FETCHES -> fetch(who, known);
                case INSERTS -> insert(who, known);
                default -> {}
            }
            lookAtContract(who, known);
            loseInstance(who, known);
        }
        editContract();
        finishOrphans();
        changeTopic();
        moveCommit();
    }

    private void start(int who) {
        begin();
        // A static member that starts again is still in its group, and gets its partition back at once.
        move(who, from.owner == who ? ModelEvent.ASSIGNED : ModelEvent.STARTED_WITHOUT_PARTITION, from.contract);
        end(30, who, () -> "starts");
        if (from.owner == who) {
            begin();
            to.owner = ModelState.NOBODY;
            end(ModelSink.FAULT, who, () -> "is taken out of the group, for it is dead");
        }
    }

    private void assign(int who) {
        if (from.owner == ModelState.NOBODY) {
            begin();
            to.owner = who;
            move(who, ModelEvent.ASSIGNED, 0);
            end(35, who, () -> "is assigned the partition");
        }
    }

    private void readCommit(int who) {
        begin();
        move(
                who,
                from.topic == 0 ? ModelEvent.READ_COMMIT_OF_FIRST_TOPIC : ModelEvent.READ_COMMIT_OF_NEXT_TOPIC,
                from.committed);
        end(40, who, () -> "reads from Kafka: " + world.commitText(from.committed));
    }

    private void readLedger(int who, Known known) {
        ModelClickHouse.Shown shown = clickHouse.shown(from.stored);
        if (!known.closedEndRead()) {
            int end = ModelClickHouse.end(shown.deliveries(), known.topic());
            begin();
            move(who, ModelEvent.READ_CLOSED_END, end);
            end(41, who, () -> "reads from the ledger: closed up to offset " + end);
        }
        if (!known.insertedEndRead()) {
            int end = ModelClickHouse.end(shown.batches(), known.topic());
            begin();
            move(who, ModelEvent.READ_INSERTED_END, end);
            end(41, who, () -> "reads from batches: inserted up to offset " + end);
        }
    }

    private void takeTurn(int who, Known known) {
        boolean polls = known.at() == At.POLLS;
        int turn = polls ? from.owner == who ? 70 : 69 : 50;
        if (polls || known.mayBeEarly()) {
            begin();
            move(who, ModelEvent.TURN_EARLY, 0);
            end(ModelSink.FAULT, who, () -> polls ? "polls" : "waits for more");
        }
        begin();
        move(who, ModelEvent.TURN_LATE, 0);
        end(turn, who, () -> polls ? "polls, and time is up" : "hands out what is due");
    }

    private void commit(int who, Known known) {
        boolean revoked = known.at() == At.COMMITS_AT_REVOCATION;
        boolean taken = world.protocol.takes(from.owner == who);
        commit(who, known, revoked, taken, taken);
        end(25, who, () -> (taken ? "commits " : "is refused the commit of ") + world.commitText(known.commit()));
        if (taken && from.timeouts > 0) {
            commit(who, known, revoked, true, false);
            to.timeouts--;
            end(ModelSink.FAULT, who, () -> "commits " + world.commitText(known.commit()) + ", and the answer is lost");
            commit(who, known, revoked, false, false);
            to.timeouts--;
            end(ModelSink.FAULT, who, () -> "asks to commit " + world.commitText(known.commit()) + ", which gets lost");
        }
    }

    private void commit(int who, Known known, boolean revoked, boolean taken, boolean answered) {
        begin();
        if (taken) {
            to.previous = from.moves == 0 || from.committed == known.commit() ? from.previous : from.committed;
            to.committed = known.commit();
        }
        if (revoked && from.owner == who) {
            to.owner = ModelState.NOBODY;
        }
        move(who, answered ? ModelEvent.ANSWERED : ModelEvent.FAILED, 0);
    }

    private void fetch(int who, Known known) {
        int there = known.topic() == from.topic ? bounds.log(known.topic()).length() - known.position() : 0;
        int most = known.full() ? 0 : there;
        // What it reads is not fenced: who has lost the partition without knowing still gets records.
        for (int count = 0; count <= most; count++) {
            int fetched = count;
            begin();
            move(who, ModelEvent.FETCHED, fetched);
            end(
                    count == most ? from.owner == who ? 60 : 61 : ModelSink.FAULT,
                    who,
                    () -> "fetches " + fetched + " offsets");
        }
        if (from.owner != who) {
            begin();
            move(who, ModelEvent.LOST, 0);
            end(59, who, () -> "hears that it has lost the partition");
        } else if (from.rebalances > 0) {
            begin();
            to.rebalances--;
            move(who, ModelEvent.REVOKED, 0);
            boolean atOnce = instances.get(to.local[who]).at() == At.WITHOUT_PARTITION;
            if (atOnce) {
                to.owner = ModelState.NOBODY;
            }
            end(ModelSink.FAULT, who, () -> "is asked to give the partition back");
        }
    }

    private void insert(int who, Known known) {
        if (from.open[who] == 0) {
            begin();
            move(who, ModelEvent.ANSWERED, 0);
            end(20, who, () -> "hears that the insert is stored: " + world.insertText(known.insert()));
        }
        for (int rest = from.open[who]; rest != 0; rest &= rest - 1) {
            int table = Integer.numberOfTrailingZeros(rest);
            begin();
            to.open[who] &= ~(1 << table);
            to.stored = clickHouse.take(from.stored, known.insert(), table);
            end(10 + table, who, () -> world.takenText(known.insert(), table));
        }
        if (from.timeouts > 0) {
            begin();
            to.timeouts--;
            to.orphan(known.insert(), from.open[who]);
            move(who, ModelEvent.FAILED, 0);
            end(ModelSink.FAULT, who, () -> "hears no answer to its insert: " + world.insertText(known.insert()));
        }
    }

    /** Each instance looks at the file by itself, at any moment: what it has begun goes on as it was begun. */
    private void lookAtContract(int who, Known known) {
        boolean works = known.at() != At.DOWN && known.at() != At.HALTED && known.at() != At.BROKEN;
        if (works && known.contract() != from.contract) {
            begin();
            look(who, from.contract);
            end(ModelSink.FAULT, who, () -> "reads the contract's file, which was edited");
        }
    }

    private void editContract() {
        if (from.edits > 0) {
            begin();
            to.edits--;
            to.contract = 1 - from.contract;
            end(ModelSink.FAULT, ModelState.NOBODY, () -> "the contract's file is edited");
        }
    }

    private void loseInstance(int who, Known known) {
        if (known.at() == At.DOWN) {
            return;
        }
        if (from.crashes > 0) {
            begin();
            to.crashes--;
            if (known.at() == At.INSERTS) {
                to.orphan(known.insert(), from.open[who]);
            }
            to.local[who] = ModelInstances.DOWN;
            to.open[who] = 0;
            end(ModelSink.FAULT, who, () -> "dies");
        }
        if (from.owner == who && from.rebalances > 0) {
            begin();
            to.rebalances--;
            to.owner = ModelState.NOBODY;
            end(ModelSink.FAULT, who, () -> "sleeps, and is taken out of the group");
        }
    }

    private void finishOrphans() {
        for (int i = 0; i < ModelState.count(from.orphans); i++) {
            int insert = from.orphanInsert(i);
            for (int rest = from.orphanTables(i); rest != 0; rest &= rest - 1) {
                int table = Integer.numberOfTrailingZeros(rest);
                begin();
                to.stored = clickHouse.take(from.stored, insert, table);
                end(ModelSink.FAULT, ModelState.NOBODY, () -> "late: " + world.takenText(insert, table));
            }
        }
    }

    /** Who works on the old topic does not know it yet. */
    private void changeTopic() {
        if (bounds.nextLog().isEmpty() || from.topic == 1) {
            return;
        }
        for (int committed : new int[] {ModelWorld.NO_COMMIT, from.committed}) {
            begin();
            to.topic = 1;
            to.owner = ModelState.NOBODY;
            to.committed = committed;
            end(
                    ModelSink.FAULT,
                    ModelState.NOBODY,
                    () -> "the topic is deleted and made again, with " + world.commitText(committed));
        }
    }

    /** By hand, or by a broker that comes back with an older state, while nobody reads and nothing is on its way. */
    private void moveCommit() {
        boolean nobody = from.local[0] == ModelInstances.DOWN && from.local[1] == ModelInstances.DOWN;
        ModelClickHouse.Shown shown = clickHouse.shown(from.stored);
        // The limit of what a new owner can see, which docs/design.md names: it asks batches, not all tables.
        boolean seen = shown.rows() == shown.batches();
        if (from.moves == 0 || !nobody || from.committed == ModelWorld.NO_COMMIT || !seen) {
            return;
        }
        moveCommit(ModelWorld.NO_COMMIT);
        moveCommit(from.previous);
        // Before anything is delivered an offset that somebody sets is where he wants to begin.
        if (shown.deliveries() != 0) {
            for (int offset = 0; offset <= bounds.log(from.topic).length(); offset++) {
                moveCommit(world.commits.of(new OffsetAndMetadata(offset)));
            }
        }
    }

    private void moveCommit(int commit) {
        begin();
        to.moves--;
        to.orphans = 0;
        to.committed = commit;
        to.previous = 0;
        end(ModelSink.FAULT, ModelState.NOBODY, () -> "somebody sets the commit to " + world.commitText(commit));
    }

    private void begin() {
        to.set(from);
    }

    /** Asks nothing of anybody, so that what it waits for is as it was. */
    private void look(int who, int contract) {
        to.local[who] = instances.after(from.local[who], ModelEvent.SAW_CONTRACT, contract);
    }

    private void move(int who, ModelEvent event, int argument) {
        to.local[who] = instances.after(from.local[who], event, argument);
        int insert = instances.get(to.local[who]).insert();
        to.open[who] = insert < 0 ? 0 : clickHouse.begin(to.stored, insert);
    }

    private void end(int turn, int who, Supplier<String> what) {
        if (to.stored != from.stored) {
            forgetRepeats();
        }
        sink.step(to, turn, who, what);
    }

    /** A table that has an insert's token by now will not take it again: that it is still asked to makes no difference. */
    private void forgetRepeats() {
        for (int who = 0; who < ModelState.INSTANCES; who++) {
            if (to.open[who] != 0) {
                to.open[who] =
                        clickHouse.open(to.stored, instances.get(to.local[who]).insert(), to.open[who]);
            }
        }
        if (to.orphans == 0) {
            return;
        }
        long left = 0;
        for (int i = 0; i < ModelState.count(to.orphans); i++) {
            int insert = to.orphanInsert(i);
            left = ModelState.append(left, insert, clickHouse.open(to.stored, insert, to.orphanTables(i)));
        }
        to.setOrphans(left);
    }
}
