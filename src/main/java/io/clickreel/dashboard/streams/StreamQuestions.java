package io.clickreel.dashboard.streams;

import io.clickreel.clickhouse.Sql;
import io.clickreel.contract.column.ColumnType;
import io.clickreel.contract.column.ColumnType.Kind;
import io.clickreel.dashboard.questions.Parameter;
import io.clickreel.dashboard.questions.Question;
import io.clickreel.dashboard.streams.StreamTable.Column;
import io.clickreel.stream.Stream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes the questions of a stream: the files of {@code queries/each-stream/} with the names of its table and columns in
 * the place of their {@code $words}. A file that has a word for what the stream does not have makes no question.
 */
final class StreamQuestions {
    private static final Pattern WORD = Pattern.compile("\\$([a-z_]+)");
    private static final String FIRST_VALUE_COLUMN = "$first_value_column";

    /** Texts of the newest rows are cut there: a column may hold whole documents. */
    private static final int LONGEST_TEXT = 200;

    /** This column of an answer says of when it is, so one of the event is not shown. */
    private static final String AS_OF = "as_of";

    private final Stream stream;
    private final StreamTable table;
    private final Map<String, String> words = new HashMap<>();

    /** @param all streams, to know whose another topic is */
    StreamQuestions(Stream stream, StreamTable table, List<Stream> all) {
        this.stream = stream;
        this.table = table;
        words.put("stream", stream.name());
        words.put("stream_name", literal(stream.name()));
        words.put("table", Sql.quoted(stream.table()));
        words.put("table_name", literal(stream.table()));
        words.put("topic", literal(stream.topic()));
        List<String> otherTopics = new ArrayList<>(List.of(literal("")));
        all.stream().filter(other -> !other.equals(stream)).forEach(other -> otherTopics.add(literal(other.topic())));
        words.put("other_topics", String.join(", ", otherTopics));
        table.time().ifPresent(this::putTime);
        table.user().ifPresent(user -> {
            words.put("user", ofTable(user));
            words.put("user_column", user.name());
        });
        putValues(table.values());
    }

    /** @param patterns by the names of their files */
    List<Question> of(Map<String, Question> patterns) {
        List<Question> questions = new ArrayList<>();
        patterns.forEach((name, pattern) -> of(name, pattern).ifPresent(questions::add));
        return questions;
    }

    private Optional<Question> of(String name, Question pattern) {
        String sql = filled(pattern.sql());
        String question = filled(pattern.question());
        String note = pattern.note() == null ? null : filled(pattern.note());
        return sql == null || question == null || note == null && pattern.note() != null
                ? Optional.empty()
                : Optional.of(new Question(
                        stream.name() + "-" + name,
                        stream.name(),
                        true,
                        question,
                        note,
                        pattern.refreshSeconds(),
                        pattern.parameters().stream().map(this::parameter).toList(),
                        sql));
    }

    private Parameter parameter(Parameter pattern) {
        return pattern.defaultValue().equals(FIRST_VALUE_COLUMN)
                ? pattern.among(table.values().stream().map(Column::name).toList())
                : pattern;
    }

    /** The text with what its words stand for; null if one of them stands for nothing here. */
    private @Nullable String filled(String text) {
        Matcher word = WORD.matcher(text);
        StringBuilder filled = new StringBuilder();
        while (word.find()) {
            String meaning = words.get(word.group(1));
            if (meaning == null) {
                return null;
            }
            word.appendReplacement(filled, Matcher.quoteReplacement(meaning));
        }
        return word.appendTail(filled).toString();
    }

    private void putTime(Column time) {
        boolean ofEvent = table.eventTime().isPresent();
        int decimals = time.parsed().map(ColumnType::size).orElse(0);
        words.put("time", ofTable(time));
        words.put("is_known_or_new", ofEvent ? "true" : "row_time >= now64(3) - toIntervalHour(1)");
        words.put("range_end", decimals == 0 ? "range_end" : "toDateTime64(range_end, " + decimals + ")");
        words.put(
                "time_note",
                ofEvent
                        ? "The time is that of the column " + time.name() + "."
                        : "The table is not partitioned by a time of day of its events, so the time is that of their records in"
                                + " Kafka.");
        List<Column> columns = new ArrayList<>(List.of(time));
        table.events().stream()
                .filter(column -> !column.equals(time) && !column.name().equals(AS_OF))
                .forEach(columns::add);
        List<String> placed = new ArrayList<>();
        List<String> places = new ArrayList<>();
        List<String> shown = new ArrayList<>();
        for (Column column : columns) {
            String place = "column_" + places.size();
            placed.add(ofTable(column) + " AS " + place);
            places.add(place);
            shown.add(shown(column, "newest_rows." + place) + " AS " + Sql.quoted(column.name()));
        }
        words.put("placed_columns", String.join(", ", placed));
        words.put("places", String.join(", ", places));
        words.put("shown_columns", String.join(", ", shown));
    }

    private void putValues(List<Column> columns) {
        if (columns.isEmpty()) {
            return;
        }
        words.put("first_value_column", columns.get(0).name());
        // ClickHouse leaves out what an if never takes, and reads no column for it; with a multiIf it would.
        StringBuilder value = new StringBuilder();
        columns.forEach(column -> value.append("if({column:String} = ")
                .append(literal(column.name()))
                .append(", toString(")
                .append(ofTable(column))
                .append("), "));
        words.put("value", value + "NULL" + ")".repeat(columns.size()));
    }

    /** With the name that the questions give to the table: without it, another thing of that name could be meant. */
    private static String ofTable(Column column) {
        return "stream_rows." + Sql.quoted(column.name());
    }

    /** A value in a form that JSON and a table of a page can hold: whole numbers of 64 bits lose digits in a browser. */
    private static String shown(Column column, String value) {
        Kind kind = column.parsed().map(ColumnType::kind).orElse(Kind.JSON);
        return switch (kind) {
            case INT64, UINT64, DECIMAL -> "toString(" + value + ")";
            case STRING, FIXED_STRING, ARRAY, MAP, JSON ->
                "if(lengthUTF8(toString(%1$s)) > %2$d, concat(leftUTF8(toString(%1$s), %2$d), '…'), toString(%1$s))"
                        .formatted(value, LONGEST_TEXT);
            default -> value;
        };
    }

    private static String literal(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
