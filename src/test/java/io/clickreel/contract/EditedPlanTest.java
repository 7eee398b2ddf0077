package io.clickreel.contract;

import static io.clickreel.contract.OrdersPlan.FILE;
import static io.clickreel.contract.OrdersPlan.columns;
import static io.clickreel.contract.OrdersPlan.decoder;
import static io.clickreel.contract.OrdersPlan.plan;
import static io.clickreel.contract.OrdersPlan.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.clickreel.clickhouse.NativeBlock;
import io.clickreel.contract.column.TableColumn;
import io.clickreel.contract.schema.ContractEdits;
import io.clickreel.contract.schema.ContractException;
import io.clickreel.contract.schema.SchemaFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever is edited, a plan is made or refused with a sentence, and a plan that is made reads records. */
class EditedPlanTest {
    private static final List<String> TYPES = List.of(
            "String",
            "LowCardinality(String)",
            "Nullable(String)",
            "LowCardinality(Nullable(String))",
            "FixedString(40)",
            "UInt8",
            "Int64",
            "Nullable(UInt16)",
            "Float32",
            "Decimal(9, 2)",
            "Decimal(38, 0)",
            "DateTime",
            "DateTime64(9)",
            "Date32",
            "UUID",
            "Nullable(UUID)",
            "Enum8('view' = 1)",
            "Enum8('view' = 1, 'detail_view' = 2, 'watch_trailer' = 3, 'add_to_watchlist' = 4)",
            "IPv4",
            "JSON",
            "Array(String)",
            "Int128");

    @Test
    void anEditedContractAndTableMakeAPlanOrASentence() throws IOException {
        Random random = new Random(19);
        String clicks = Files.readString(ClickPlan.CONTRACT);
        ClickMutations mutations =
                new ClickMutations(random, List.of("null", "1e400", "\"x\"", "[]", "{\"a\":1}", "-0.0"));
        int made = 0;
        int read = 0;
        for (int i = 0; i < 10_000; i++) {
            StringBuilder text = new StringBuilder(clicks);
            for (int edits = random.nextInt(3); edits > 0; edits--) {
                ContractEdits.edit(text, random);
            }
            List<TableColumn> columns = new ArrayList<>(ClickPlan.COLUMNS);
            for (int edits = random.nextInt(3); edits > 0; edits--) {
                int at = random.nextInt(columns.size());
                columns.set(
                        at,
                        new TableColumn(
                                columns.get(at).name(),
                                TYPES.get(random.nextInt(TYPES.size())),
                                random.nextInt(4) == 0 ? "DEFAULT" : ""));
            }
            String shown = text + " " + columns;
            Plan plan;
            try {
                plan = new Plan(new SchemaFile(FILE, text.toString()), "orders", columns, "toYYYYMM(event_ts)");
            } catch (ContractException e) {
                assertThat(e.getMessage()).startsWith(FILE).doesNotContain("Exception");
                continue;
            } catch (RuntimeException | StackOverflowError e) {
                throw new AssertionError(shown, e);
            }
            made++;
            RowDecoder decoder = new RowDecoder(plan);
            NativeBlock block = new NativeBlock();
            RowWriter writer = decoder.columnsOf(block);
            for (int record = 0; record < 4; record++) {
                byte[] value = mutations.mutate(SampleClicks.bytes(SampleClicks.EXAMPLE));
                try {
                    if (decoder.read(ByteBuffer.wrap(value)) == null) {
                        decoder.writeTo(writer);
                        block.endRow();
                        read++;
                    }
                } catch (RuntimeException | StackOverflowError e) {
                    throw new AssertionError(shown + " " + new String(value, StandardCharsets.UTF_8), e);
                }
            }
        }
        assertThat(made).isGreaterThan(2_000);
        assertThat(read).isGreaterThan(2_000);
    }
}
