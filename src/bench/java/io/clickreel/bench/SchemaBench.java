package io.clickreel.bench;

import io.clickreel.testing.Services;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What tables and views cost ClickHouse: {@code bench/schema [MILLIONS] [ROUNDS] [FOLDER...]}. */
public final class SchemaBench {
    /** The density of clicks in event time: so many in a week. 400 a second, as in bench/ingest. */
    private static final long CLICKS_OF_THE_WEEK = 400L * 7 * 24 * 3600;

    private SchemaBench() {}

    public static void main(String[] arguments) throws Exception {
        double millions = arguments.length > 0 ? Double.parseDouble(arguments[0]) : 4;
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 2;
        List<Path> folders = new ArrayList<>();
        for (int i = 2; i < arguments.length; i++) {
            folders.add(Path.of(arguments[i]));
        }
        if (folders.isEmpty()) {
            folders.add(Services.home().resolve("ddl"));
        }
        List<SchemaRun> runs = new ArrayList<>();
        System.out.print(SchemaRun.HEAD);
        for (int round = 1; round <= rounds; round++) {
            for (Path folder : folders) {
                SchemaRun run = run(folder, round, Math.round(millions * 1e6));
                runs.add(run);
                System.out.print(run.line());
            }
            Collections.reverse(folders);
        }
        BenchReport.write("schema", Map.of("clicks", Math.round(millions * 1e6), "runs", runs));
        System.exit(0);
    }

    private static SchemaRun run(Path ddl, int round, long clicks) throws Exception {
        try (OwnServices services = OwnServices.onlyClickHouse();
                OwnDatabase database = new OwnDatabase(services.settings(), ddl);
                WeekOfClicks week = new WeekOfClicks(database, CLICKS_OF_THE_WEEK)) {
            double before = services.cpuSeconds("clickhouse");
            week.insert(clicks);
            double inserted = services.cpuSeconds("clickhouse");
            database.awaitQuietMerges();
            double drained = services.cpuSeconds("clickhouse");
            Map<String, Double> rows = new TreeMap<>();
            Map<String, Double> bytes = new TreeMap<>();
            for (String line :
                    database.lines("SELECT table, sum(rows), sum(bytes_on_disk) FROM system.parts WHERE active"
                            + " AND database = '" + database.name() + "' GROUP BY table HAVING sum(rows) > 100")) {
                String[] columns = line.split("\t");
                rows.put(columns[0], Long.parseLong(columns[1]) / (double) clicks);
                bytes.put(columns[0], Long.parseLong(columns[2]) / (double) clicks);
            }
            double millions = clicks / 1e6;
            return new SchemaRun(
                    ddl.toString(), round, (inserted - before) / millions, (drained - before) / millions, rows, bytes);
        }
    }
}
