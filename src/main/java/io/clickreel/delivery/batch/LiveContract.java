package io.clickreel.delivery.batch;

import io.clickreel.RootCause;
import io.clickreel.clickhouse.ClickHouseFailure;
import io.clickreel.contract.Plan;
import io.clickreel.contract.schema.ContractException;
import io.clickreel.contract.schema.SchemaFile;
import io.clickreel.stream.Contracts;
import io.clickreel.stream.Stream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The contract of one stream while it is read: an edited file is live at the next batch. One that is broken changes
 * nothing, and is named until it is mended. Safe for use by several threads.
 */
public final class LiveContract implements Decoders.Contract {
    private static final Logger LOG = LoggerFactory.getLogger(LiveContract.class);

    private final Path file;
    private final String table;
    private final Contracts contracts;
    private volatile @Nullable Plan now;
    /** When the file was changed that was read last; null: it has to be read again. */
    private @Nullable FileTime changedAt;

    private volatile String problem = "";

    LiveContract(Stream stream, Contracts contracts) {
        this.file = stream.contract();
        this.table = stream.table();
        this.contracts = contracts;
    }

    /**
     * The plan of today's contract, which is kept in table {@code contracts}.
     *
     * @throws ContractException if it cannot be used and none was before
     * @throws ClickHouseFailure if ClickHouse does not answer and there is none from before
     */
    @Override
    public Plan now() {
        Plan live = now;
        return live == null ? begin() : live;
    }

    private synchronized Plan begin() {
        Plan live = now;
        return live == null ? read(changedAt()) : live;
    }

    /** Reads the file if it has changed. */
    synchronized void look() {
        Plan before = now;
        if (before == null) {
            return; // Whoever needs it reads it, and is told.
        }
        try {
            FileTime changed = changedAt();
            if (!changed.equals(changedAt)) {
                Plan next = read(changed);
                if (!next.hash().equals(before.hash())) {
                    LOG.info("{} is live for {} at the next batch, as {}", file, table, next.hash());
                } else if (!problem.isEmpty()) {
                    LOG.info("{} is as it was before", file);
                }
                problem = "";
            }
        } catch (ClickHouseFailure e) {
            // Another check tells that ClickHouse does not answer; it is asked again at the next look.
            LOG.debug("{} waits for ClickHouse", file, e);
        } catch (ContractException e) {
            tell(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            tell(file + ": " + RootCause.of(e) + ".");
        }
    }

    /** Asks for the columns again at the next look. */
    synchronized void tableChanged() {
        changedAt = null;
    }

    private Plan read(FileTime changed) {
        Plan next = contracts.compile(SchemaFile.read(file), table);
        contracts.keep(next);
        now = next;
        changedAt = changed;
        return next;
    }

    private FileTime changedAt() {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            throw new ContractException(
                    file + " is not there or cannot be read (" + RootCause.of(e)
                            + "), though a route names it as the contract of its stream. Put it back, or correct the route.",
                    e);
        }
    }

    /**
     * The plan under which a batch was begun.
     *
     * @throws IllegalStateException if nobody has kept it
     */
    @Override
    public Plan of(String hash) {
        Plan today = now();
        return today.hash().equals(hash)
                ? today
                : contracts
                        .find(hash)
                        .orElseThrow(() -> new IllegalStateException("a batch was begun under the contract " + hash
                                + ", which table contracts does not have; restore that table, or the contract file of"
                                + " that time"));
    }

    /** What is wrong with the file, so that the contract of before is used; empty if nothing is. */
    String problem() {
        return problem;
    }

    private void tell(String said) {
        if (!said.equals(problem)) {
            problem = said;
            LOG.error("{} Until it is mended, the contract of before is used.", said);
        }
    }
}
