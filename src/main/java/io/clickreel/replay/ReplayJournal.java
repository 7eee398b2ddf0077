package io.clickreel.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.clickreel.clickhouse.Row;
import io.clickreel.clickhouse.Sql;
import io.clickreel.replay.ReplayStep.Kind;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The one unfinished replay, as table {@code replays} has it: its plan, its steps, and which of them are done. */
final class ReplayJournal {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS").withZone(ZoneOffset.UTC);
    private static final List<String> COLUMNS =
            List.of("job", "step", "kind", "plan", "_partition", "first_offset", "end_offset", "rows", "done");
    private static final Sql UNFINISHED = new Sql(
            "SELECT job, plan FROM replays FINAL WHERE step = 0 AND kind = 'replay' AND NOT done ORDER BY job DESC LIMIT 1");
    private static final Sql STEPS = new Sql("""
            SELECT step, kind, plan, _partition, first_offset, end_offset, rows, done
            FROM replays FINAL
            WHERE job = {job:String} AND step > 0
            ORDER BY step
            """);

    /**
     * How far the rows beside the range are copied.
     *
     * @param months that are swapped, as 202611
     * @param ends the ledger's end at that time, by partition
     */
    record Cut(List<Integer> months, Map<Integer, Long> ends) {}

    private final Warehouse warehouse;
    private final String job;
    private final ReplayPlan plan;
    private final List<ReplayStep> open = new ArrayList<>();
    private Optional<Cut> lastCut = Optional.empty();
    private int lastStep;

    private ReplayJournal(Warehouse warehouse, String job, ReplayPlan plan) {
        this.warehouse = warehouse;
        this.job = job;
        this.plan = plan;
    }

    static Optional<ReplayJournal> unfinished(Warehouse warehouse) {
        List<Row> header = warehouse.rows(UNFINISHED);
        if (header.isEmpty()) {
            return Optional.empty();
        }
        ReplayJournal journal = new ReplayJournal(
                warehouse, header.get(0).text("job"), read(header.get(0).text("plan"), ReplayPlan.class));
        for (Row row : warehouse.rows(STEPS.with("job", journal.job))) {
            journal.lastStep = row.integer("step");
            if (row.text("kind").equals("cut")) {
                journal.lastCut = Optional.of(read(row.text("plan"), Cut.class));
            } else if (row.number("done") == 0) {
                journal.open.add(new ReplayStep(
                        journal.lastStep,
                        Kind.valueOf(row.text("kind").toUpperCase(Locale.ROOT)),
                        condition(row.text("plan")),
                        row.integer("_partition"),
                        row.number("first_offset"),
                        row.number("end_offset"),
                        row.number("rows")));
            }
        }
        return Optional.of(journal);
    }

    /** Notes a new replay. */
    static ReplayJournal begin(Warehouse warehouse, ReplayPlan plan, List<ReplayStep> steps) {
        ReplayJournal journal = new ReplayJournal(warehouse, NAME.format(Instant.now()), plan);
        journal.add(journal.row(0, "replay", write(plan), false), steps);
        return journal;
    }

    String job() {
        return job;
    }

    ReplayPlan plan() {
        return plan;
    }

    List<ReplayStep> open() {
        return List.copyOf(open);
    }

    Optional<Cut> lastCut() {
        return lastCut;
    }

    /** Notes a new cut and the steps that copy the rows up to it. */
    void add(Cut cut, List<ReplayStep> steps) {
        add(row(++lastStep, "cut", write(cut), true), steps);
        lastCut = Optional.of(cut);
    }

    void done(ReplayStep step) {
        note(List.of(row(step, true)));
        open.remove(step);
    }

    void finished() {
        note(List.of(row(0, "replay", write(plan), true)));
    }

    void abandoned() {
        note(List.of(row(0, "abandoned", write(plan), true)));
    }

    private void add(Map<String, Object> before, List<ReplayStep> steps) {
        List<Map<String, Object>> rows = new ArrayList<>();
        rows.add(before);
        for (ReplayStep step : steps) {
            ReplayStep numbered = new ReplayStep(
                    ++lastStep, step.kind(), step.condition(), step.partition(), step.first(), step.end(), step.rows());
            rows.add(row(numbered, false));
            open.add(numbered);
        }
        note(rows);
    }

    private Map<String, Object> row(ReplayStep step, boolean done) {
        String condition = step.condition().text().isEmpty() ? "" : write(step.condition());
        Map<String, Object> row = row(step.number(), step.kind().name().toLowerCase(Locale.ROOT), condition, done);
        row.put("_partition", step.partition());
        row.put("first_offset", step.first());
        row.put("end_offset", step.end());
        row.put("rows", step.rows());
        return row;
    }

    private Map<String, Object> row(int number, String kind, String text, boolean done) {
        Map<String, Object> row = new LinkedHashMap<>();
        COLUMNS.forEach(column -> row.put(column, 0));
        row.put("job", job);
        row.put("step", number);
        row.put("kind", kind);
        row.put("plan", text);
        row.put("done", done);
        return row;
    }

    private void note(List<Map<String, Object>> rows) {
        warehouse.note("replays", rows);
    }

    /** Reads a condition; an earlier Clickreel stored it as SQL with its values in it. */
    private static Sql condition(String plan) {
        return plan.startsWith("{\"") ? read(plan, Sql.class) : new Sql(plan);
    }

    private static String write(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static <T> T read(String text, Class<T> type) {
        try {
            return JSON.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("table replays has a plan that cannot be read: " + text, e);
        }
    }
}
