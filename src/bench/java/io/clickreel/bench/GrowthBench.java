package io.clickreel.bench;

import java.util.ArrayList;
import java.util.List;

/** What a click costs ClickHouse as its tables grow. */
final class GrowthBench {
    private static final long STEP = 1_000_000;

    private final OwnServices services;

    GrowthBench(OwnServices services) {
        this.services = services;
    }

    /** @param millions the sizes, ascending */
    List<GrowthRun> run(List<Double> millions) throws Exception {
        List<GrowthRun> runs = new ArrayList<>();
        long week = Math.round((millions.get(millions.size() - 1) + millions.size()) * 1e6);
        try (OwnDatabase database = new OwnDatabase(services.settings());
                WeekOfClicks clicks = new WeekOfClicks(database, week)) {
            long stored = 0;
            for (double million : millions) {
                double growingBefore = cpu();
                long missing = Math.round(million * 1e6) - stored;
                clicks.insert(missing);
                database.awaitQuietMerges();
                double before = cpu();
                clicks.insert(STEP);
                double inserted = cpu();
                database.awaitQuietMerges();
                double drained = cpu();
                stored += missing + STEP;
                runs.add(new GrowthRun(
                        million,
                        (inserted - before) * 1e6 / STEP,
                        (drained - before) * 1e6 / STEP,
                        (before - growingBefore) * 1e6 / missing,
                        TableParts.of(database).active().get("clicks")));
            }
            if (database.number("SELECT count() FROM clicks") != stored) {
                throw new IllegalStateException("clicks has not the " + stored + " rows that were inserted");
            }
        }
        return runs;
    }

    private double cpu() {
        return services.cpuSeconds("clickhouse");
    }
}
