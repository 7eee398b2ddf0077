package io.clickreel.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AuditReportsTest {
    private static final AuditReport GOOD = new AuditReport("", List.of());
    private static final AuditReport BAD = new AuditReport("", List.of(Finding.violation("one is lost.")));

    @Test
    void theWorstVerdictIsThatOfAllAndEachHasItsHeading() {
        Map<String, AuditReport> both = new LinkedHashMap<>();
        both.put("Stream a", BAD);
        both.put("Stream b", GOOD);
        AuditReports reports = new AuditReports(both);

        assertThat(reports.verdict()).isEqualTo(Verdict.VIOLATED);
        assertThat(reports.text()).isEqualTo("Stream a\n\n" + BAD.text() + "\nStream b\n\n" + GOOD.text());
    }

    @Test
    void onlyOneNeedsNoHeading() {
        assertThat(new AuditReports(Map.of("Stream a", GOOD)).text()).isEqualTo(GOOD.text());
    }
}
