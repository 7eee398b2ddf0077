package io.clickreel.clickhouse;

import com.clickhouse.client.api.insert.InsertSettings;

/** How ClickHouse is asked to insert what must be there once. */
public final class Inserts {
    private Inserts() {}

    /**
     * Settings of an insert that is stored, views included, when it is acknowledged, and that changes nothing if it comes
     * again with the same token.
     *
     * @return new ones, for the token and what else the insert needs
     */
    public static InsertSettings settings() {
        return new InsertSettings()
                .compressClientRequest(false)
                // Newer servers have it on: the acknowledgement would come before the data is stored.
                .serverSetting("async_insert", "0")
                // A profile may have it off: a repeated batch would count again.
                .serverSetting("insert_deduplicate", "1")
                // Older servers have it off: a repeated batch would count again in the views.
                .serverSetting("deduplicate_blocks_in_dependent_materialized_views", "1")
                // One odd batch may span many months; it must not be refused for that.
                .serverSetting("max_partitions_per_insert_block", "0")
                // The views have grouped their rows already. To look for equal keys once more takes a third of the
                // engine's time when each click is a session of its own.
                .serverSetting("optimize_on_insert", "0");
    }
}
