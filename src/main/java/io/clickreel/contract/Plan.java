package io.clickreel.contract;

import io.clickreel.contract.column.ColumnType;
import io.clickreel.contract.column.ColumnType.Kind;
import io.clickreel.contract.column.TableColumn;
import io.clickreel.contract.json.Excerpt;
import io.clickreel.contract.schema.Schema;
import io.clickreel.contract.schema.Schema.Type;
import io.clickreel.contract.schema.SchemaFile;
import io.clickreel.contract.schema.SchemaReader;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A contract and the columns of a table, put together: for each column, where its value is in the JSON, how it is read,
 * checked and written. Made when a route starts, and when either changes.
 */
public final class Plan {
    /** The column for the fields that the contract does not know. */
    public static final String REST = "_rest";

    /** At the end of an {@code $id}. */
    private static final Pattern VERSION = Pattern.compile(":([0-9.]+)$");

    private final SchemaFile file;
    private final String table;
    private final String partitionKey;
    private final ValueReader values;
    private final PlanRules rules;
    private final String hash;
    private final String version;
    private final Map<String, TableColumn> columns = new LinkedHashMap<>();
    private final List<Leaf> leaves = new ArrayList<>();
    private final Set<String> taken = new HashSet<>();
    private final ObjectPlan record;
    private final @Nullable Leaf rest;
    private final @Nullable Leaf eventTime;

    /** A plan for values that are JSON; see the other constructor. */
    public Plan(SchemaFile file, String table, List<TableColumn> columns, String partitionKey) {
        this(file, table, columns, partitionKey, ValueReader.PLAIN);
    }

    /**
     * @param table its name, for messages
     * @param values how those are read that have a schema registry's prefix
     * @param partitionKey the table's, as ClickHouse has it: the time in it is the event's
     * @throws io.clickreel.contract.schema.ContractException if the contract asks for what cannot be had
     */
    public Plan(SchemaFile file, String table, List<TableColumn> columns, String partitionKey, ValueReader values) {
        this.file = file;
        this.values = values;
        this.table = table;
        this.partitionKey = partitionKey;
        this.rules = new PlanRules(file);
        this.hash = hash(file.text() + columns + partitionKey);
        Matcher id = VERSION.matcher(file.id());
        this.version = id.find() ? id.group(1) : hash;
        columns.forEach(column -> this.columns.put(column.name(), column));
        Schema schema = SchemaReader.read(file);
        if (!schema.types().contains(Type.OBJECT)) {
            throw file.wrong("/type", "an event is a JSON object, so the type has to be object");
        }
        if (schema.values() != null) {
            throw file.wrong("", "enum and const cannot say what a whole event is; say it of its properties");
        }
        this.record = object("", "", schema, true);
        this.rest = this.columns.containsKey(REST) && taken.add(REST)
                ? add(REST, REST, Schema.any(""), textType(this.columns.get(REST)), true)
                : null;
        this.eventTime = leaves.stream()
                .filter(leaf -> leaf.type != null && leaf.type.kind().isTime())
                .filter(leaf -> Pattern.compile("\\b" + Pattern.quote(leaf.column) + "\\b")
                        .matcher(partitionKey)
                        .find())
                .findFirst()
                .orElse(null);
    }

    /** Names the contract and the columns together: the same records make the same rows under it. 16 hexadecimal digits. */
    public String hash() {
        return hash;
    }

    /** The version that the contract gives itself at the end of its {@code $id}; its hash if it gives none. */
    public String version() {
        return version;
    }

    public SchemaFile contract() {
        return file;
    }

    public String table() {
        return table;
    }

    /** The columns of the table, in its order. */
    public List<TableColumn> columns() {
        return List.copyOf(columns.values());
    }

    public String partitionKey() {
        return partitionKey;
    }

    /** Where in the JSON the value of each column is, as {@code metadata.device}; the rest of the record for {@link #REST}. */
    public Map<String, String> sources() {
        Map<String, String> sources = new LinkedHashMap<>();
        leaves.stream().filter(leaf -> !leaf.column.isEmpty()).forEach(leaf -> sources.put(leaf.column, leaf.name));
        sources.computeIfPresent(REST, (name, itself) -> "what the contract does not know");
        return sources;
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, Long.BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    ValueReader values() {
        return values;
    }

    ObjectPlan record() {
        return record;
    }

    /** Values that go into columns, and those that are only checked. */
    List<Leaf> leaves() {
        return leaves;
    }

    @Nullable
    Leaf restLeaf() {
        return rest;
    }

    boolean hasColumn(String name) {
        return columns.containsKey(name);
    }

    /** The value by whose time the table is partitioned; null if it is by none. */
    @Nullable
    Leaf eventTime() {
        return eventTime;
    }

    /** The column of a leaf, which has one. */
    TableColumn column(Leaf leaf) {
        TableColumn column = columns.get(leaf.column);
        if (column == null) {
            throw new IllegalStateException(leaf.name + " has no column");
        }
        return column;
    }

    private ObjectPlan object(String name, String prefix, Schema schema, boolean present) {
        List<ObjectPlan.Property> properties = new ArrayList<>();
        schema.objects().properties().forEach((key, property) -> {
            boolean required = schema.objects().required().contains(key);
            String inside = ContractViolation.inside(name, Excerpt.of(key));
            String column = prefix + key;
            properties.add(property(key, inside, column, property, required, present && required));
        });
        return new ObjectPlan(name, schema, properties);
    }

    private ObjectPlan.Property property(
            String key, String name, String column, Schema schema, boolean required, boolean present) {
        Schema.Storage storage = schema.storage();
        if (storage.said() && storage.column() == null) {
            return new ObjectPlan.Property(key, name, required, add(name, "", schema, null, !present), null);
        }
        String named = storage.column() == null ? column : storage.column();
        TableColumn found = columns.get(named);
        if (found == null && !storage.said() && isNested(schema)) {
            return new ObjectPlan.Property(key, name, required, null, object(name, column + "_", schema, present));
        }
        if (found == null) {
            throw wrong(
                    schema,
                    "the table " + table + " has no column " + named + ". Add it by a file in ddl/, name another one by"
                            + " x-column, or write \"x-column\": null if " + name + " is only to be checked");
        }
        if (named.startsWith("_")) {
            throw wrong(schema, "the column " + named + " is Clickreel's own; name another one by x-column");
        }
        if (!taken.add(named)) {
            throw wrong(
                    schema,
                    "the column " + named + " has the value of another property already; name another one by"
                            + " x-column");
        }
        if (!found.takesValues()) {
            throw wrong(schema, "the column " + named + " is " + found.defaultKind() + ", so ClickHouse computes it");
        }
        ColumnType type = found.parsedType();
        if (type == null) {
            throw wrong(
                    schema,
                    "the column " + named + " has the type " + found.type()
                            + ", into which no JSON is put. Use one of String, FixedString, Bool, Int8 to Int64, UInt8 to"
                            + " UInt64, Float32, Float64, Decimal, Date, Date32, DateTime, DateTime64, UUID, Enum8, Enum16,"
                            + " IPv4, IPv6, JSON without types for its paths, Nullable of these, Array or Map(String, ...) of all but JSON");
        }
        Leaf leaf = add(name, named, schema, type, !present);
        rules.requireFit(leaf, found, type);
        return new ObjectPlan.Property(key, name, required, leaf, null);
    }

    private Leaf add(String name, String column, Schema schema, @Nullable ColumnType type, boolean optional) {
        Leaf leaf = new Leaf(leaves.size(), name, column, schema, type, optional, false);
        leaves.add(leaf);
        return leaf;
    }

    private ColumnType textType(TableColumn column) {
        ColumnType type = column.parsedType();
        if (type == null || type.kind() != Kind.STRING || type.nullable()) {
            throw file.wrong("", "the column " + REST + " of " + table + " has to be String, and not " + column.type());
        }
        return type;
    }

    private static boolean isNested(Schema schema) {
        Set<Type> others = new TreeSet<>(schema.types());
        others.remove(Type.NULL);
        return others.equals(Set.of(Type.OBJECT))
                && !schema.objects().properties().isEmpty();
    }

    private RuntimeException wrong(Schema schema, String what) {
        return file.wrong(schema.pointer(), what);
    }
}
