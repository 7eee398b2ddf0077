package io.clickreel.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What more instances and larger tables cost: {@code bench/scale [MILLIONS] [TABLE_MILLIONS]}, where 0 leaves one of them
 * out.
 */
public final class ScaleBench {
    private static final double DEFAULT_MILLIONS = 8;
    private static final double DEFAULT_TABLE_MILLIONS = 100;
    private static final List<Integer> INSTANCES = List.of(1, 2, 4);

    private ScaleBench() {}

    public static void main(String[] arguments) throws Exception {
        double millions = arguments.length > 0 ? Double.parseDouble(arguments[0]) : DEFAULT_MILLIONS;
        double table = arguments.length > 1 ? Double.parseDouble(arguments[1]) : DEFAULT_TABLE_MILLIONS;
        List<InstancesRun> instances = new ArrayList<>();
        if (millions > 0) {
            try (OwnServices services = OwnServices.all()) {
                InstancesBench bench = new InstancesBench(services, Math.round(millions * 1e6));
                for (int count : INSTANCES) {
                    System.err.println("instances: " + count);
                    instances.add(bench.run(count));
                }
            }
        }
        List<GrowthRun> growth = List.of();
        List<Double> sizes =
                Stream.of(1.0, 10.0, 50.0, 100.0).filter(size -> size <= table).toList();
        if (!sizes.isEmpty()) {
            System.err.println("tables of " + sizes + " million clicks");
            try (OwnServices services = OwnServices.onlyClickHouse()) {
                growth = new GrowthBench(services).run(sizes);
            }
        }
        System.out.print(InstancesRun.HEAD);
        instances.forEach(run -> System.out.print(run.line()));
        System.out.println();
        System.out.print(GrowthRun.HEAD);
        growth.forEach(run -> System.out.print(run.line()));
        BenchReport.write("scale", Map.of("instances", instances, "growth", growth));
        System.exit(0);
    }
}
