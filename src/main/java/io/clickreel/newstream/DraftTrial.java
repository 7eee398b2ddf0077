package io.clickreel.newstream;

import io.clickreel.clickhouse.ClickHouse;
import io.clickreel.contract.schema.SchemaFile;
import io.clickreel.infer.Proposal;
import io.clickreel.infer.TableDdl;
import io.clickreel.stream.Contracts;
import io.clickreel.trial.Trial;

/** Tries the sample under the contract and in the table that were inferred from it. */
final class DraftTrial {
    private DraftTrial() {}

    /** @throws io.clickreel.clickhouse.ClickHouseFailure if ClickHouse does not answer or refuses the table */
    static Trial of(
            Proposal proposal,
            Request request,
            Contracts contracts,
            ClickHouse clickHouse,
            Trial.Sample sample,
            int shown) {
        String table = Trial.tableInsteadOf(request.table());
        String view = table + "_mv";
        clickHouse.run(TableDdl.table(proposal, request.topic(), table));
        try {
            SchemaFile contract = new SchemaFile(request.contract(), proposal.contract());
            Trial trial = Trial.inTable(table, contract, contracts, clickHouse, sample, shown);
            // After the rows, so that none of them gets into batches.
            clickHouse.run(TableDdl.batchesView(proposal, table, view));
            return trial;
        } finally {
            clickHouse.run("DROP TABLE IF EXISTS " + view);
            clickHouse.run("DROP TABLE IF EXISTS " + table);
        }
    }
}
