package io.clickreel.embedded.clickhouse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The statements of {@code src/test/resources/hostile}: a line {@code ## kind} begins a kind, an empty line ends a case, a
 * line {@code then} stands between requests that follow each other, a line {@code ? a=b} gives a request URL parameters.
 */
final class HostileStatements {
    /** One request; both still have their placeholders. */
    record Step(String sql, String parameters) {}

    record Case(String kind, List<Step> steps) {}

    private HostileStatements() {}

    static List<Case> read(String... files) {
        List<Case> cases = new ArrayList<>();
        for (String file : files) {
            String kind = file;
            for (String block : text(file).split("\n\\s*\n")) {
                if (block.strip().startsWith("## ")) {
                    kind = block.strip().substring(3);
                } else if (!block.isBlank()) {
                    cases.add(new Case(kind, steps(block.strip())));
                }
            }
        }
        return cases;
    }

    private static List<Step> steps(String block) {
        List<Step> steps = new ArrayList<>();
        for (String step : block.split("\nthen\n")) {
            StringBuilder sql = new StringBuilder();
            String parameters = "";
            for (String line : step.split("\n")) {
                if (line.startsWith("? ")) {
                    parameters = line.substring(2);
                } else {
                    sql.append(sql.isEmpty() ? "" : "\n").append(line);
                }
            }
            steps.add(new Step(sql.toString(), parameters));
        }
        return steps;
    }

    private static String text(String file) {
        URL resource = Objects.requireNonNull(HostileStatements.class.getResource("/hostile/" + file), file);
        try (var in = resource.openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
