package io.clickreel.audit;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What the audits of some streams have to say.
 *
 * @param reports by their headings
 */
public record AuditReports(Map<String, AuditReport> reports) {
    public AuditReports {
        reports = Collections.unmodifiableMap(new LinkedHashMap<>(reports));
    }

    /** The worst of them. */
    public Verdict verdict() {
        return reports.values().stream().map(AuditReport::verdict).reduce(Verdict.HOLDS, Verdict::and);
    }

    /** The reports one below the other; only one needs no heading. */
    public String text() {
        return reports.size() == 1
                ? reports.values().iterator().next().text()
                : reports.entrySet().stream()
                        .map(report ->
                                report.getKey() + "\n\n" + report.getValue().text())
                        .collect(Collectors.joining("\n"));
    }
}
