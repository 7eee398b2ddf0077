package io.clickreel.bench.jmh;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Locale;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs all benchmarks of this package, or those that the arguments name, on one thread. */
public final class JmhBench {
    private static final Path REPORT = Path.of("target/bench/jmh.json");

    private JmhBench() {}

    public static void main(String[] arguments) throws Exception {
        Files.createDirectories(REPORT.getParent());
        ChainedOptionsBuilder options = new OptionsBuilder()
                .threads(1)
                .forks(2)
                .warmupIterations(3)
                .warmupTime(TimeValue.seconds(2))
                .measurementIterations(5)
                .measurementTime(TimeValue.seconds(2))
                .addProfiler(GCProfiler.class)
                .addProfiler(CpuProfiler.class)
                .resultFormat(ResultFormatType.JSON)
                .result(REPORT.toString());
        for (String pattern : arguments) {
            options.include(pattern);
        }
        print(new Runner(options.build()).run());
    }

    private static void print(Collection<RunResult> results) {
        System.out.printf(
                "%n%-26s %14s %8s %18s %14s%n", "benchmark", "records/s", "+-", "records/CPU second", "bytes/record");
        for (RunResult result : results) {
            Result<?> rate = result.getPrimaryResult();
            String[] name = result.getParams().getBenchmark().split("\\.", -1);
            System.out.printf(
                    Locale.ROOT,
                    "%-26s %,14.0f %7.0f%% %,18.0f %14.1f%n",
                    name[name.length - 2] + "." + name[name.length - 1],
                    rate.getScore(),
                    100 * rate.getScoreError() / rate.getScore(),
                    1e9 / secondary(result, CpuProfiler.LABEL),
                    secondary(result, "gc.alloc.rate.norm"));
        }
    }

    private static double secondary(RunResult result, String label) {
        return result.getSecondaryResults().get(label).getScore();
    }
}
