package io.clickreel.replay;

import com.clickhouse.client.api.query.GenericRecord;
import com.clickhouse.data.ClickHouseFormat;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.clickreel.replay.ReplayStep.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The one replay that is not finished, as table {@code replays} has it: its plan, its steps, what of it is done. */
final class ReplayJournal {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS").withZone(ZoneOffset.UTC);
    private static final List<String> COLUMNS =
            List.of("job", "step", "kind", "plan", "_partition", "first_offset", "end_offset", "rows", "done");

    /**
     * Up to where the rows beside the range are copied.
     *
     * @param months that are swapped, as 202611
     * @param ends by partition: the ledger's end at that time
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
        List<GenericRecord> header = warehouse.ask("SELECT job, plan FROM " + warehouse.live("replays")
                + " FINAL WHERE step = 0 AND kind = 'replay' AND NOT done ORDER BY job DESC LIMIT 1");
        if (header.isEmpty()) {
            return Optional.empty();
        }
        ReplayJournal journal = new ReplayJournal(
                warehouse, header.get(0).getString("job"), read(header.get(0).getString("plan"), ReplayPlan.class));
        for (GenericRecord row : warehouse.ask("SELECT step, kind, plan, _partition, first_offset, end_offset, rows,"
                + " toUInt8(done) AS is_done FROM " + warehouse.live("replays") + " FINAL WHERE job = '" + journal.job
                + "' AND step > 0 ORDER BY step")) {
            journal.lastStep = row.getInteger("step");
            if (row.getString("kind").equals("cut")) {
                journal.lastCut = Optional.of(read(row.getString("plan"), Cut.class));
            } else if (row.getLong("is_done") == 0) {
                journal.open.add(new ReplayStep(
                        journal.lastStep,
                        Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                        row.getString("plan"),
                        row.getInteger("_partition"),
                        row.getLong("first_offset"),
                        row.getLong("end_offset"),
                        row.getLong("rows")));
            }
        }
        return Optional.of(journal);
    }

    /** Notes a new one. */
    static ReplayJournal begin(Warehouse warehouse, ReplayPlan plan, List<ReplayStep> steps) {
        ReplayJournal journal = new ReplayJournal(warehouse, NAME.format(Instant.now()), plan);
        List<Map<String, Object>> rows = new ArrayList<>();
        rows.add(journal.row(0, "replay", write(plan), false));
        journal.add(rows, steps);
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

    /** Notes a new cut and what is to be copied up to it. */
    void add(Cut cut, List<ReplayStep> steps) {
        List<Map<String, Object>> rows = new ArrayList<>();
        rows.add(row(++lastStep, "cut", write(cut), true));
        add(rows, steps);
        lastCut = Optional.of(cut);
    }

    void done(ReplayStep step) {
        insert(List.of(row(step, step.number(), true)));
        open.remove(step);
    }

    void finished() {
        insert(List.of(row(0, "replay", write(plan), true)));
    }

    void abandoned() {
        insert(List.of(row(0, "abandoned", write(plan), true)));
    }

    private void add(List<Map<String, Object>> rows, List<ReplayStep> steps) {
        for (ReplayStep step : steps) {
            ReplayStep numbered = new ReplayStep(
                    ++lastStep, step.kind(), step.condition(), step.partition(), step.first(), step.end(), step.rows());
            rows.add(row(numbered, lastStep, false));
            open.add(numbered);
        }
        insert(rows);
    }

    private Map<String, Object> row(ReplayStep step, int number, boolean done) {
        Map<String, Object> row = row(number, step.kind().name().toLowerCase(Locale.ROOT), step.condition(), done);
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

    private void insert(List<Map<String, Object>> rows) {
        byte[] lines = rows.stream()
                .map(ReplayJournal::write)
                .collect(Collectors.joining("\n"))
                .getBytes(StandardCharsets.UTF_8);
        warehouse.insert(
                warehouse.database(),
                "replays",
                COLUMNS,
                out -> out.write(lines),
                ClickHouseFormat.JSONEachRow,
                job + ":" + new TreeMap<>(rows.get(0)));
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
