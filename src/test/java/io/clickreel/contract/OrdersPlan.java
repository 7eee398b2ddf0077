package io.clickreel.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.clickreel.clickhouse.NativeBlock;
import io.clickreel.contract.column.TableColumn;
import io.clickreel.contract.schema.ContractException;
import io.clickreel.contract.schema.SchemaFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Plans of a table of orders and their records, for tests; or why there is none. */
final class OrdersPlan {
    static final String FILE = "contracts/orders.schema.json";

    private OrdersPlan() {}

    static RowDecoder decoder(String properties, String columns) {
        // Without required: each test says by itself what is missing.
        return new RowDecoder(plan(properties, columns(columns)));
    }

    static Plan plan(String properties, List<TableColumn> columns) {
        return new Plan(new SchemaFile(FILE, contract(properties)), "orders", columns, "");
    }

    /** All properties are required. */
    static String contract(String properties) {
        try {
            List<String> names = new ArrayList<>();
            SampleClicks.JSON.readTree(properties).fieldNames().forEachRemaining(name -> names.add('"' + name + '"'));
            return "{\"type\":\"object\",\"required\":" + names + ",\"properties\":" + properties + "}";
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static List<TableColumn> columns(String list) {
        return java.util.Arrays.stream(list.split(", (?=[a-z_]+ [A-Z])", -1))
                .map(column -> column.split(" ", 2))
                .map(column -> new TableColumn(column[0], column[1], ""))
                .toList();
    }

    static String refusal(String properties, String columns) {
        return refusal(properties, columns(columns));
    }

    static String refusal(String properties, List<TableColumn> columns) {
        return refusalOf(contract(properties), columns);
    }

    static String refusal(String properties, List<TableColumn> columns, String required) {
        return refusalOf(
                "{\"type\":\"object\",\"required\":[" + required + "],\"properties\":" + properties + "}", columns);
    }

    static String refusalOf(String contract, List<TableColumn> columns) {
        Throwable thrown = catchThrowable(() -> new Plan(new SchemaFile(FILE, contract), "orders", columns, ""));
        assertThat(thrown).isInstanceOf(ContractException.class);
        return thrown.getMessage();
    }

    static ContractViolation read(RowDecoder decoder, String value) {
        return decoder.read(ByteBuffer.wrap(value.getBytes(StandardCharsets.UTF_8)));
    }

    /** The bytes of the row as characters; the lengths before names and types are blanks. */
    static String rowOf(RowDecoder decoder, String value) throws IOException {
        assertThat(read(decoder, value)).isNull();
        NativeBlock block = new NativeBlock();
        decoder.writeTo(decoder.columnsOf(block));
        block.endRow();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        block.writeTo(bytes);
        return bytes.toString(StandardCharsets.UTF_8).replaceAll("(?<=[a-z])[\\x03-\\x1f](?=[A-Z])", " ");
    }
}
