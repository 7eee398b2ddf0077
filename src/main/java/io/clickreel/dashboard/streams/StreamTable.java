package io.clickreel.dashboard.streams;

import io.clickreel.contract.column.ColumnType;
import io.clickreel.contract.column.ColumnType.Kind;
import io.clickreel.stream.EventTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The table of a stream.
 *
 * @param rows null if its engine does not count them
 * @param columns in their order, without those that hold no values
 * @param eventTime by which it is partitioned, if it is by a time of day
 */
record StreamTable(String name, @Nullable Long rows, List<Column> columns, Optional<EventTime> eventTime) {
    /** Of the record in Kafka; each table of a stream has it. */
    private static final String RECORD_TIME = "_timestamp";

    /** What Clickreel writes itself. */
    private static final Set<String> OWN = Set.of(
            "_rest",
            "_topic",
            "_topic_id",
            "_partition",
            "_offset",
            RECORD_TIME,
            "_key",
            "_header_keys",
            "_header_values",
            "_ingested_at");

    /** Names of a column that says who it was, without case and separators; the first that there is counts. */
    private static final List<String> USERS = List.of(
            "userid", "user", "username", "customerid", "customer", "visitorid", "accountid", "memberid", "clientid");

    private static final Set<Kind> NAMES_OF_USERS = Set.of(
            Kind.STRING,
            Kind.FIXED_STRING,
            Kind.UUID,
            Kind.INT16,
            Kind.INT32,
            Kind.INT64,
            Kind.UINT16,
            Kind.UINT32,
            Kind.UINT64);

    /** A text of so few bytes is a code, such as that of a country. */
    private static final int CODE_BYTES = 4;

    /**
     * A column.
     *
     * @param type as in DDL
     */
    record Column(String name, String type) {
        Optional<ColumnType> parsed() {
            return Optional.ofNullable(ColumnType.parse(type));
        }

        private boolean isOf(Set<Kind> kinds) {
            return parsed().map(ColumnType::kind).filter(kinds::contains).isPresent();
        }

        /** Whether its type says that there are few different values. */
        private boolean hasFewValues() {
            return parsed().filter(type -> type.lowCardinality()
                            || type.kind().isEnum()
                            || type.kind() == Kind.BOOL
                            || type.kind() == Kind.INT8
                            || type.kind() == Kind.UINT8
                            || type.kind() == Kind.FIXED_STRING && type.size() <= CODE_BYTES)
                    .isPresent();
        }

        private String plainName() {
            return name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
        }
    }

    /** The column by which time is asked for: that of the event, or of its record. */
    Optional<Column> time() {
        String wanted = eventTime.map(EventTime::column).orElse(RECORD_TIME);
        return columns.stream().filter(column -> column.name().equals(wanted)).findFirst();
    }

    /** Who it was. */
    Optional<Column> user() {
        List<Column> possible =
                events().stream().filter(column -> column.isOf(NAMES_OF_USERS)).toList();
        return USERS.stream()
                .flatMap(name ->
                        possible.stream().filter(column -> column.plainName().equals(name)))
                .findFirst()
                .or(() -> possible.stream()
                        .filter(column -> column.plainName().endsWith("userid"))
                        .findFirst());
    }

    /** Those whose values are worth counting. */
    List<Column> values() {
        return events().stream().filter(Column::hasFewValues).toList();
    }

    /** Those of the event, without what Clickreel writes beside it. */
    List<Column> events() {
        return columns.stream().filter(column -> !OWN.contains(column.name())).toList();
    }
}
