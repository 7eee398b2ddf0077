package io.clickreel.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.clickreel.Settings;
import io.clickreel.dashboard.questions.Parameter;
import io.clickreel.dashboard.questions.QueryLimits;
import io.clickreel.dashboard.questions.Question;
import io.clickreel.dashboard.questions.QuestionCatalog;
import io.clickreel.dashboard.questions.Questions;
import io.clickreel.dashboard.streams.StreamCatalog;
import io.clickreel.dashboard.streams.StreamRoute;
import io.clickreel.delivery.TestRecords;
import io.clickreel.films.FilmCatalogue;
import io.clickreel.testing.Services;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How long the dashboard's questions take over a week of clicks: {@code bench/queries [MILLIONS...]}. */
public final class QueriesBench {
    /** A slow question is asked less often: for so long, but often enough to know its usual time. */
    private static final int MOST_TIMES = 200;

    private static final int LEAST_TIMES = 15;
    private static final long ASKING_NANOS = Duration.ofSeconds(20).toNanos();
    private static final List<Double> SIZES = List.of(10.0, 100.0);

    /** No small table knows both, so that they are looked up in the clicks themselves. */
    private static final Map<String, String> FILTERS = Map.of("device", "web", "film", "1");

    private static final StreamRoute CLICKS = new StreamRoute(TestRecords.STREAM, null, null, true);

    /** The sizes are what is measured, so none of the questions may end at a limit. */
    private static final QueryLimits LIMITS = new QueryLimits(120, 100_000, 1L << 30, 2);

    private final ObjectMapper json = new ObjectMapper();
    private final List<QuestionRun> runs = new ArrayList<>();
    private final List<Map<String, Object>> tables = new ArrayList<>();

    private QueriesBench() {}

    public static void main(String[] arguments) throws Exception {
        List<Double> sizes = new ArrayList<>();
        for (String argument : arguments) {
            sizes.add(Double.parseDouble(argument));
        }
        QueriesBench bench = new QueriesBench();
        for (double million : sizes.isEmpty() ? SIZES : sizes) {
            bench.run(million);
        }
        System.out.print(QuestionRun.HEAD);
        bench.runs.forEach(run -> System.out.print(run.line()));
        System.out.println();
        bench.tables.forEach(System.out::println);
        BenchReport.write("queries", Map.of("tables", bench.tables, "runs", bench.runs));
        System.exit(0);
    }

    private void run(double million) throws Exception {
        try (OwnServices services = OwnServices.onlyClickHouse()) {
            Settings settings = services.settings();
            try (OwnDatabase database = new OwnDatabase(settings)) {
                fill(services, database, million);
                QuestionCatalog catalog = QuestionCatalog.load(Services.home().resolve("queries"));
                StreamCatalog streams = new StreamCatalog(catalog, () -> List.of(CLICKS), database.clickHouse());
                Questions questions = new Questions(streams, database.clickHouse(), LIMITS);
                for (Question question : questions.all()) {
                    System.err.println(question.name());
                    runs.add(ask(services, database, questions, question, "", Map.of(), million));
                    if (names(question).containsAll(FILTERS.keySet())) {
                        runs.add(ask(services, database, questions, question, ", filtered", FILTERS, million));
                    }
                    if (question.generated() && question.has("minutes")) {
                        runs.add(ask(services, database, questions, question, ", a week", week(question), million));
                    }
                }
            }
        }
    }

    private void fill(OwnServices services, OwnDatabase database, double million) throws Exception {
        System.err.printf(Locale.ROOT, "inserting %.1f million clicks%n", million);
        long clicks = Math.round(million * 1e6);
        long startNanos = System.nanoTime();
        double cpuBefore = services.cpuSeconds("clickhouse");
        try (WeekOfClicks week = new WeekOfClicks(database, clicks, busiestHourEnd())) {
            week.insert(clicks);
        }
        database.lines("INSERT INTO dim_film FORMAT CSVWithNames\n"
                + new String(new FilmCatalogue().csv(), StandardCharsets.UTF_8));
        database.awaitQuietMerges();
        if (database.number("SELECT count() FROM clicks") != clicks
                || database.number("SELECT sum(clicks) FROM user_clicks_per_minute") != clicks) {
            throw new IllegalStateException("the tables do not have what was inserted");
        }
        System.err.printf(
                Locale.ROOT,
                "%.0f s, ClickHouse %.2f CPU seconds per million with its merges%n",
                (System.nanoTime() - startNanos) / 1e9,
                (services.cpuSeconds("clickhouse") - cpuBefore) / million);
        for (String line : database.lines("SELECT table, sum(rows), count(), round(sum(bytes_on_disk) / 1e6, 1)"
                + " FROM system.parts WHERE active AND database = '" + database.name()
                + "' GROUP BY table ORDER BY sum(bytes_on_disk) DESC")) {
            String[] columns = line.split("\t");
            Map<String, Object> table = new LinkedHashMap<>();
            table.put("million", million);
            table.put("table", columns[0]);
            table.put("rows", Long.parseLong(columns[1]));
            table.put("parts", Long.parseLong(columns[2]));
            table.put("mb", Double.parseDouble(columns[3]));
            tables.add(table);
        }
    }

    /** So that a question about the last hour has the same to read whenever this runs. */
    private static Instant busiestHourEnd() {
        Instant today = Instant.now().truncatedTo(ChronoUnit.DAYS).plus(Duration.ofMinutes(20 * 60 + 30));
        return today.isBefore(Instant.now()) ? today : today.minus(Duration.ofDays(1));
    }

    private QuestionRun ask(
            OwnServices services,
            OwnDatabase database,
            Questions questions,
            Question question,
            String how,
            Map<String, String> chosen,
            double million)
            throws Exception {
        double firstMs = askOnceMs(questions, question, chosen);
        List<Double> ms = new ArrayList<>();
        double cpuBefore = services.cpuSeconds("clickhouse");
        long startNanos = System.nanoTime();
        while (ms.size() < LEAST_TIMES || ms.size() < MOST_TIMES && System.nanoTime() - startNanos < ASKING_NANOS) {
            ms.add(askOnceMs(questions, question, chosen));
        }
        double cpuMs = (services.cpuSeconds("clickhouse") - cpuBefore) * 1e3 / ms.size();
        int answerRows = questions.ask(question.name(), chosen).rows().size();
        JsonNode summary = json.readTree(database.ask(question.sql(), parameters(question, chosen))
                .headers()
                .firstValue("X-ClickHouse-Summary")
                .orElseThrow());
        return new QuestionRun(
                million,
                question.name() + how,
                firstMs,
                Percentiles.of(ms.stream().mapToDouble(Double::doubleValue).toArray()),
                cpuMs,
                summary.path("read_rows").asLong(),
                summary.path("read_bytes").asLong(),
                answerRows);
    }

    private static double askOnceMs(Questions questions, Question question, Map<String, String> chosen) {
        long startNanos = System.nanoTime();
        questions.ask(question.name(), chosen);
        return (System.nanoTime() - startNanos) / 1e6;
    }

    /** No small table answers what is made from a stream's own table, so the longest time that the page asks for counts. */
    private static Map<String, String> week(Question question) {
        return question.has("step") ? Map.of("minutes", "10080", "step", "30") : Map.of("minutes", "10080");
    }

    private static List<String> names(Question question) {
        return question.parameters().stream().map(Parameter::name).toList();
    }

    /** As ClickHouse's HTTP interface takes them. */
    private static Map<String, String> parameters(Question question, Map<String, String> chosen) {
        Map<String, String> values = new LinkedHashMap<>();
        for (Parameter parameter : question.parameters()) {
            String value = chosen.getOrDefault(parameter.name(), parameter.defaultValue());
            values.put(parameter.name(), value.isEmpty() && parameter.type().startsWith("Nullable") ? "\\N" : value);
        }
        return values;
    }
}
