package io.clickreel.redrive;

import io.clickreel.StartupException;
import io.clickreel.clickhouse.ClickHouse;
import io.clickreel.contract.ContractViolation;
import io.clickreel.contract.Plan;
import io.clickreel.contract.RowDecoder;
import io.clickreel.kafka.ClientProperties;
import io.clickreel.redrive.LetterTable.OpenPartition;
import io.clickreel.redrive.RedriveLog.OpenChunk;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Moves dead letters back to their topic, each exactly once, even if several run it, repeat it, or die in it.
 *
 * <p>For each chunk it writes the intent into ClickHouse, then the records with the chunk's id into Kafka in one
 * transaction, then "done" into ClickHouse. The next run decides a chunk that was only intended by the id that Kafka
 * has.
 */
public final class Redrive implements AutoCloseable {
    static final int CHUNK_ROWS = 5_000;
    private static final long CHUNK_BYTES = 4 << 20;
    private static final int PAGE_OFFSETS = 50_000;

    private final LetterTable letters;
    private final RedriveLog log;
    private final @Nullable TopicAccess topic;
    private final Plan plan;

    private Redrive(LetterTable letters, RedriveLog log, @Nullable TopicAccess topic, Plan plan) {
        this.letters = letters;
        this.log = log;
        this.topic = topic;
        this.plan = plan;
    }

    /**
     * Opens it for a dry run, which changes nothing and stops no other re-drive.
     *
     * @param plan what a record has to keep to now
     */
    public static Redrive dry(ClickHouse clickHouse, String topic, Plan plan) {
        return new Redrive(new LetterTable(clickHouse, topic), new RedriveLog(clickHouse, topic), null, plan);
    }

    /**
     * Stops another re-drive of the same topic, and finds out what became of its last chunk.
     *
     * @param kafka how Kafka is reached
     * @param plan what a record has to keep to now
     */
    public static Redrive open(ClientProperties kafka, ClickHouse clickHouse, String topic, Plan plan) {
        TopicAccess access = TopicAccess.open(kafka, new RedriveSlot(topic, clickHouse.database()));
        Redrive redrive =
                new Redrive(new LetterTable(clickHouse, topic), new RedriveLog(clickHouse, topic), access, plan);
        try {
            redrive.decideOpenChunks(access);
            return redrive;
        } catch (RuntimeException e) {
            access.close();
            throw e;
        }
    }

    /**
     * Moves the selection, or what is left of it.
     *
     * @param stop asked after each chunk
     */
    public RedriveReport run(
            Selection selection, RedriveRules rules, Consumer<RedriveProgress> progress, BooleanSupplier stop) {
        return new Run(selection, rules, progress, stop).run();
    }

    @Override
    public void close() {
        if (topic != null) {
            topic.close();
        }
    }

    private void decideOpenChunks(TopicAccess access) {
        List<OpenChunk> open = log.open();
        if (open.isEmpty()) {
            return;
        }
        // Each chunk is marked as done before the next one is committed, so only the last one can still be open.
        Optional<UUID> last = access.lastCommitted().filter(log::knows);
        for (OpenChunk chunk : open) {
            boolean committed = last.isPresent() ? last.get().equals(chunk.id()) : lookFor(chunk, access);
            log.decide(chunk, committed);
        }
    }

    /** Asks the topic: Kafka forgets the last chunk's id after offsets.retention.minutes, but may have the records. */
    private boolean lookFor(OpenChunk chunk, TopicAccess access) {
        return access.holds(chunk.id(), chunk.intendedAt())
                .orElseThrow(() -> new StartupException(
                        "A re-drive of " + chunk.letters() + " dead letters died at " + chunk.intendedAt() + " (chunk "
                                + chunk.id()
                                + "), and Kafka cannot tell any more whether it moved them: the committed offset of"
                                + " group clickreel-redrive-... is gone, and so may be the records. Look for the chunk's id among"
                                + " the header values of " + plan.table()
                                + " and dead_letters since then. If it is there, write its rows of"
                                + " table redrives again with step 'done', else with step 'withdrawn'; then call it again.",
                        null));
    }

    private static @Nullable ByteBuffer buffer(byte @Nullable [] value) {
        return value == null ? null : ByteBuffer.wrap(value);
    }

    /** One run over the open letters. */
    private final class Run {
        private final Selection selection;
        private final RedriveRules rules;
        private final Consumer<RedriveProgress> progress;
        private final BooleanSupplier stop;
        private final RowDecoder contract = new RowDecoder(plan);
        private final Map<String, Long> stillBroken = new TreeMap<>();
        private final List<String> tooLarge = new ArrayList<>();
        private final long startedNanos = System.nanoTime();
        private long selected;
        private long examined;
        private long moved;
        private long cut;

        Run(Selection selection, RedriveRules rules, Consumer<RedriveProgress> progress, BooleanSupplier stop) {
            this.selection = selection;
            this.rules = rules;
            this.progress = progress;
            this.stop = stop;
        }

        RedriveReport run() {
            List<OpenPartition> open = letters.open(selection);
            selected = open.stream().mapToLong(OpenPartition::letters).sum();
            boolean stopped = false;
            for (OpenPartition partition : open) {
                if (!stopped && moved < rules.limit()) {
                    stopped = !move(partition);
                }
            }
            return new RedriveReport(selected, examined, moved, stillBroken, cut, tooLarge, stopped);
        }

        /** @return false if it was asked to stop */
        private boolean move(OpenPartition partition) {
            long next = 0;
            while (moved < rules.limit()) {
                Map<Long, Long> page = letters.openOffsets(selection, partition, next, PAGE_OFFSETS);
                if (page.isEmpty()) {
                    return true;
                }
                Set<Long> chunk = new LinkedHashSet<>();
                long bytes = 0;
                for (Map.Entry<Long, Long> offset : page.entrySet()) {
                    if (!chunk.isEmpty() && (chunk.size() == CHUNK_ROWS || bytes + offset.getValue() > CHUNK_BYTES)) {
                        if (!move(partition, chunk)) {
                            return false;
                        }
                        chunk.clear();
                        bytes = 0;
                    }
                    chunk.add(offset.getKey());
                    bytes += offset.getValue();
                    next = offset.getKey() + 1;
                }
                if (!move(partition, chunk)) {
                    return false;
                }
            }
            return true;
        }

        /** @return false if it was asked to stop */
        private boolean move(OpenPartition partition, Set<Long> offsets) {
            if (stop.getAsBoolean()) {
                return false;
            }
            List<StoredLetter> chosen = new ArrayList<>();
            for (StoredLetter letter : letters.whole(partition.topicId(), partition.partition(), offsets)) {
                if (moved + chosen.size() == rules.limit()) {
                    break;
                }
                examined++;
                if (letter.isCut()) {
                    cut++;
                    continue;
                }
                ContractViolation violation = contract.read(buffer(letter.value()));
                if (violation == null || rules.force()) {
                    chosen.add(letter);
                } else {
                    String reason = (violation.reason().code() + " " + violation.field()).strip();
                    stillBroken.merge(reason, 1L, Long::sum);
                }
            }
            send(chosen);
            progress.accept(new RedriveProgress(
                    Math.min(selected, rules.limit()), examined, moved, System.nanoTime() - startedNanos));
            return true;
        }

        private void send(List<StoredLetter> chosen) {
            List<StoredLetter> left = chosen;
            if (topic == null) {
                moved += chosen.size();
                return;
            }
            while (!left.isEmpty()) {
                Chunk chunk = new Chunk(left);
                log.intended(chunk);
                List<StoredLetter> refused = topic.commit(chunk);
                if (refused.isEmpty()) {
                    log.done(chunk);
                    moved += left.size();
                    return;
                }
                // The transaction was aborted as a whole; the other letters are sent as a new chunk.
                refused.forEach(letter -> tooLarge.add(letter.origin().toString()));
                left = left.stream().filter(letter -> !refused.contains(letter)).toList();
            }
        }
    }
}
