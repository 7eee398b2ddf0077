package io.clickreel.stream;

import io.clickreel.clickhouse.ClickHouse;
import io.clickreel.clickhouse.Row;
import io.clickreel.clickhouse.Sql;
import io.clickreel.clickhouse.Table;
import io.clickreel.clickhouse.Tables;
import io.clickreel.contract.Plan;
import io.clickreel.contract.ValueReader;
import io.clickreel.contract.column.TableColumn;
import io.clickreel.contract.schema.ContractException;
import io.clickreel.contract.schema.SchemaFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The contracts under which batches were begun, table {@code contracts}: whoever finishes a batch reads its records under
 * the same contract and for the same columns, even if both have changed since.
 */
public final class Contracts {
    private static final Sql COLUMNS = new Sql("""
            SELECT name, type, default_kind FROM system.columns
            WHERE database = currentDatabase() AND table = {table:String} ORDER BY position
            """);
    private static final Sql ONE = new Sql("SELECT * FROM contracts WHERE hash = {hash:String} LIMIT 1");

    private final ClickHouse clickHouse;
    private final ValueReader values;

    /** @param values how those are read that have a schema registry's prefix */
    public Contracts(ClickHouse clickHouse, ValueReader values) {
        this.clickHouse = clickHouse;
        this.values = values;
    }

    /** Compiles a stream's contract as its file is now; see {@link #compile(SchemaFile, String)}. */
    public Plan compile(Stream stream) {
        return compile(SchemaFile.read(stream.contract()), stream.table());
    }

    /**
     * Compiles a contract for the columns that its table has now.
     *
     * @throws ContractException if the contract cannot be used, or the table is not there
     * @throws io.clickreel.clickhouse.ClickHouseFailure if ClickHouse does not answer
     */
    public Plan compile(SchemaFile contract, String table) {
        List<TableColumn> columns = new ArrayList<>();
        clickHouse.read(
                COLUMNS.with("table", table),
                row -> columns.add(new TableColumn(row.text("name"), row.text("type"), row.text("default_kind"))));
        if (columns.isEmpty()) {
            throw new ContractException("The table " + table + ", for which " + contract.name()
                    + " says what is valid, is not in the database " + clickHouse.database()
                    + ". Add it by a file in ddl/.");
        }
        return new Plan(
                contract,
                table,
                columns,
                Tables.read(clickHouse).find(table).map(Table::partitionKey).orElse(""),
                values);
    }

    /** Keeps what a plan was made of, which has to be done before a batch is begun under it. */
    public void keep(Plan plan) {
        if (find(plan.hash()).isEmpty()) {
            List<TableColumn> columns = plan.columns();
            clickHouse.insert(
                    "contracts",
                    List.of(Map.of(
                            "hash",
                            plan.hash(),
                            "table",
                            plan.table(),
                            "contract",
                            plan.contract().text(),
                            "partition_key",
                            plan.partitionKey(),
                            "column_names",
                            columns.stream().map(TableColumn::name).toList(),
                            "column_types",
                            columns.stream().map(TableColumn::type).toList(),
                            "column_defaults",
                            columns.stream().map(TableColumn::defaultKind).toList())));
        }
    }

    /**
     * The plan of this hash as it was; empty if nobody has kept it.
     *
     * @throws io.clickreel.clickhouse.ClickHouseFailure if ClickHouse does not answer
     */
    public Optional<Plan> find(String hash) {
        return clickHouse.rows(ONE.with("hash", hash)).stream().findFirst().map(row -> plan(hash, row));
    }

    private Plan plan(String hash, Row row) {
        List<@Nullable String> names = row.texts("column_names");
        List<@Nullable String> types = row.texts("column_types");
        List<@Nullable String> defaults = row.texts("column_defaults");
        List<TableColumn> columns = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            columns.add(new TableColumn(
                    Objects.requireNonNull(names.get(i)),
                    Objects.requireNonNull(types.get(i)),
                    Objects.requireNonNull(defaults.get(i))));
        }
        return new Plan(
                new SchemaFile("the contract " + hash + " of table contracts", row.text("contract")),
                row.text("table"),
                columns,
                row.text("partition_key"),
                values);
    }
}
