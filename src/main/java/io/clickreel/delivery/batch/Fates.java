package io.clickreel.delivery.batch;

import io.clickreel.contract.ContractViolation;
import io.clickreel.contract.SchemaAwayException;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What earlier tries of a batch, by an instance that is gone, have made of its records. A record keeps its fate, even if its
 * schema was registered or deleted since then.
 *
 * @param dead why each record is dead of which the dead letters are stored, by its offset
 * @param rowsAreStored whether ClickHouse has the rows, so that every other record is one
 */
public record Fates(Map<Long, ContractViolation> dead, boolean rowsAreStored) {
    /** Nothing was tried. */
    public static final Fates OPEN = new Fates(Map.of(), false);

    /**
     * What is wrong with a record; null: nothing.
     *
     * @param verdict today's
     * @throws SchemaAwayException if today's contradicts what is stored
     */
    @Nullable
    ContractViolation of(long offset, Supplier<@Nullable ContractViolation> verdict) {
        ContractViolation stored = dead.get(offset);
        if (stored != null) {
            return stored;
        }
        ContractViolation violation = verdict.get();
        if (violation != null && rowsAreStored) {
            throw new SchemaAwayException(
                    "offset " + offset + " was stored as a row by an earlier try of its batch, but"
                            + " now cannot be read (" + violation.detail() + "). Bring back the schema, or the setting"
                            + " schema-registry.url, that it was read by; the partition waits until then");
        }
        return violation;
    }
}
