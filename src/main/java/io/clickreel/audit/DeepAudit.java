package io.clickreel.audit;

import io.clickreel.stream.SourcePartition;
import io.clickreel.stream.Stream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Checks the rows of all partitions, continuing where the last deep audit stopped. */
public final class DeepAudit {
    private static final long CHUNK_OFFSETS = 2_000_000;

    private final Path file;
    private final boolean restart;
    private final long chunkOffsets;
    private final Consumer<String> progress;

    /**
     * @param file remembers what was verified
     * @param restart whether to ignore what was verified before
     * @param progress is told how far it is
     */
    public DeepAudit(Path file, boolean restart, Consumer<String> progress) {
        this(file, restart, CHUNK_OFFSETS, progress);
    }

    DeepAudit(Path file, boolean restart, long chunkOffsets, Consumer<String> progress) {
        this.file = file;
        this.restart = restart;
        this.chunkOffsets = chunkOffsets;
        this.progress = progress;
    }

    /** The file of a stream in the folder of data: each stream's rows are verified by themselves. */
    public static Path file(Path dataDir, Stream stream) {
        return dataDir.resolve("audit-deep-" + stream.name().replaceAll("[^\\w.-]", "_") + ".properties");
    }

    List<Finding> check(Store store, Map<SourcePartition, LedgerTotals> ledger) {
        RowCheck rows = new RowCheck(store, chunkOffsets);
        // A table that was made again, or swapped in by a replay, has another id.
        String table = store.tables().find(store.table()).orElseThrow().id();
        VerifiedOffsets verified = restart ? VerifiedOffsets.restart(file, table) : VerifiedOffsets.open(file, table);
        long all = ledger.entrySet().stream()
                .mapToLong(entry -> Math.max(0, entry.getValue().end() - verified.of(entry.getKey())))
                .sum();
        long startNanos = System.nanoTime();
        long done = 0;
        List<Finding> findings = new ArrayList<>();
        for (Map.Entry<SourcePartition, LedgerTotals> entry : ledger.entrySet()) {
            SourcePartition partition = entry.getKey();
            long end = entry.getValue().end();
            long from = Math.min(end, verified.of(partition));
            if (from > 0) {
                findings.add(Finding.remark(partition + ": rows up to offset " + (from - 1)
                        + " were verified before, and are not read again; --restart begins from the start."));
            }
            boolean sound = true;
            while (from < end) {
                long to = rows.chunkEnd(partition, from, end);
                List<Finding> wrong = rows.check(partition, from, to);
                findings.addAll(wrong);
                sound &= wrong.isEmpty();
                if (sound) {
                    verified.verified(partition, to);
                }
                done += to - from;
                from = to;
                progress.accept(line(done, all, System.nanoTime() - startNanos));
            }
        }
        return findings;
    }

    static String line(long done, long all, long nanos) {
        double perSecond = done / Math.max(1e-9, nanos / 1e9);
        return "reading rows: %,d of %,d offsets (%d %%), %,.0f a second, %,.0f s left"
                .formatted(done, all, done * 100 / Math.max(1, all), perSecond, (all - done) / Math.max(1, perSecond));
    }
}
