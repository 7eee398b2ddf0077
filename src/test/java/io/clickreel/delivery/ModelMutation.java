package io.clickreel.delivery;

import io.clickreel.contract.Plan;
import io.clickreel.delivery.ModelInsert.Kind;
import io.clickreel.delivery.batch.Batch;
import io.clickreel.delivery.ledger.StoredRanges;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/** The protocol with one rule broken: what the model is for is to see the harm in each. */
enum ModelMutation implements ModelProtocol {
    THE_END_IS_COMMITTED_BEFORE_THE_BATCH_IS_INSERTED(ModelRules.NOT_STORED) {
        @Override
        public @Nullable OffsetAndMetadata commit(PartitionLane lane, int position) {
            OffsetAndMetadata commit = lane.toCommit();
            return lane.isBegun() && commit != null
                    ? Intent.none(idOf(commit)).at(endOf(commit).orElseThrow())
                    : commit;
        }
    },

    THE_POSITION_IS_COMMITTED_INSTEAD_OF_THE_BATCHS_END(ModelRules.NOT_STORED) {
        @Override
        public @Nullable OffsetAndMetadata commit(PartitionLane lane, int position) {
            OffsetAndMetadata commit = lane.toCommit();
            return commit == null || lane.isBegun()
                    ? commit
                    : Intent.none(idOf(commit)).at(position);
        }
    },

    THE_INTENT_IS_NOT_COMMITTED_BEFORE_THE_INSERT(ModelRules.HALTED) {
        @Override
        public boolean intends() {
            return false;
        }
    },

    A_COMMIT_THAT_IS_REFUSED_COUNTS_AS_TAKEN(ModelRules.HALTED) {
        @Override
        public boolean noticesRefusals() {
            return false;
        }
    },

    THE_COMMIT_OF_A_ZOMBIE_IS_TAKEN(ModelRules.TWICE) {
        @Override
        public boolean takes(boolean ofTheOwner) {
            return true;
        }
    },

    THE_NEXT_OWNER_IGNORES_THE_INTENT(ModelRules.TWICE) {
        @Override
        public StartingPoint start(
                Uuid topicId, @Nullable OffsetAndMetadata committed, StoredRanges stored, StartingPoint.Log log) {
            return unbound(StartingPoint.find(topicId, committed, stored, log));
        }
    },

    THE_NEXT_OWNER_IGNORES_THE_LEDGER(ModelRules.UNFINISHED) {
        @Override
        public StartingPoint start(
                Uuid topicId, @Nullable OffsetAndMetadata committed, StoredRanges stored, StartingPoint.Log log) {
            long closed = committed == null ? 0 : committed.offset();
            StoredRanges asKafkaSays = new StoredRanges(
                    closed == 0 ? OptionalLong.empty() : OptionalLong.of(closed), OptionalLong.empty());
            return StartingPoint.find(topicId, committed, asKafkaSays, log);
        }

        @Override
        ModelBounds bounds() {
            return ModelBounds.of("cxcc").faults(1, 0, 0).commitMoved();
        }
    },

    THE_NEXT_OWNER_SKIPS_WHAT_IS_IN_THE_TABLE(ModelRules.NOT_STORED) {
        @Override
        public StartingPoint start(
                Uuid topicId, @Nullable OffsetAndMetadata committed, StoredRanges stored, StartingPoint.Log log) {
            long inserted = stored.insertedEnd().orElse(0);
            return inserted > stored.closedEnd().orElse(0)
                    ? new StartingPoint.Resume(inserted, null)
                    : StartingPoint.find(topicId, committed, stored, log);
        }
    },

    THE_NEXT_OWNER_HALTS_WITHOUT_ASKING_AGAIN(ModelRules.HALTED) {
        @Override
        public boolean asksAgainBeforeItHalts() {
            return false;
        }
    },

    THE_NEXT_OWNER_READS_A_BEGUN_BATCH_UNDER_TODAYS_CONTRACT(ModelRules.BOTH) {
        @Override
        public Plan contractOf(Plan begunUnder, Plan today) {
            return today;
        }

        @Override
        ModelBounds bounds() {
            return ModelBounds.of("ng").faults(1, 0, 0).contractEdited(1);
        }
    },

    THE_TOKEN_LACKS_THE_TOPIC_ID(ModelRules.NOT_STORED) {
        @Override
        public String token(Batch batch) {
            return batch.getToken().replace(batch.topicId().toString(), "");
        }

        @Override
        ModelBounds bounds() {
            return ModelBounds.of("cx").topicMadeAgain("cc");
        }
    },

    THE_TOKEN_LACKS_THE_RANGE(ModelRules.NOT_STORED) {
        @Override
        public String token(Batch batch) {
            return batch.topicId() + ":" + batch.partition().partition();
        }
    },

    A_LONGER_RANGE_COMES_UNDER_THE_SAME_TOKEN(ModelRules.NOT_STORED) {
        @Override
        public String token(Batch batch) {
            return batch.getToken().substring(0, batch.getToken().lastIndexOf('-'));
        }

        @Override
        public StartingPoint start(
                Uuid topicId, @Nullable OffsetAndMetadata committed, StoredRanges stored, StartingPoint.Log log) {
            return unbound(StartingPoint.find(topicId, committed, stored, log));
        }
    },

    WHAT_TIMED_OUT_IS_TRIED_AGAIN_WITH_OTHER_ROWS(ModelRules.TWICE) {
        @Override
        public OptionalLong readAgainAfterFailure(Batch batch) {
            return OptionalLong.of(batch.firstOffset());
        }
    },

    A_BATCH_IS_ACKNOWLEDGED_WITHOUT_ITS_CLICKS(ModelRules.NOT_STORED) {
        @Override
        public boolean inserts(Kind kind) {
            return kind != Kind.CLICKS;
        }
    },

    A_BATCH_IS_ACKNOWLEDGED_WITHOUT_ITS_DEAD_LETTERS(ModelRules.NOT_STORED) {
        @Override
        public boolean inserts(Kind kind) {
            return kind != Kind.DEAD_LETTERS;
        }
    },

    A_BATCH_IS_ACKNOWLEDGED_WITHOUT_THE_LEDGER(ModelRules.NOT_STORED) {
        @Override
        public boolean inserts(Kind kind) {
            return kind != Kind.DELIVERIES;
        }
    },

    A_REPEAT_THAT_THE_TABLE_KNOWS_DOES_NOT_REACH_THE_VIEWS(ModelRules.NOT_STORED) {
        @Override
        public boolean repairsViews() {
            return false;
        }
    },

    DEAD_LETTERS_ARE_KEPT_WITHOUT_THEIR_OFFSET(ModelRules.NOT_STORED) {
        @Override
        public int keptDeadLetters(int letters) {
            return Integer.highestOneBit(letters);
        }

        @Override
        ModelBounds bounds() {
            return ModelBounds.of("xcx");
        }
    };

    private final String harm;

    ModelMutation(String harm) {
        this.harm = harm;
    }

    /** What it leads to. */
    String harm() {
        return harm;
    }

    /** Enough for the harm to be done. */
    ModelBounds bounds() {
        return ModelBounds.of("cxcc").faults(1, 1, 1);
    }

    private static StartingPoint unbound(StartingPoint point) {
        return point instanceof StartingPoint.Resume resume
                ? new StartingPoint.Resume(resume.offset(), resume.remark())
                : point;
    }

    private static Uuid idOf(OffsetAndMetadata commit) {
        return Intent.read(commit).orElseThrow().topicId();
    }

    private static OptionalLong endOf(OffsetAndMetadata commit) {
        return Intent.read(commit).orElseThrow().end();
    }
}
