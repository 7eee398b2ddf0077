package io.clickreel.delivery.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.clickreel.clickhouse.StreamedBody.Part;
import io.clickreel.delivery.TestRecords;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowsByTimeTest {
    private final EventDecoder decoder = new EventDecoder(TestRecords.PLAN);
    private long offset;

    @ParameterizedTest
    @CsvSource({
        "2026-01-31 12:00:00, 2026-01-31 12:00:00, 1, 1",
        "2026-01-31 12:00:00, 2026-09-30 12:00:00, 1, 2",
        "2026-01-31 12:00:00, 2029-01-31 12:00:00, 2, 2",
        "2000-01-01 00:00:00, 2026-01-31 12:00:00, 2, 2",
        "2000-01-01 00:00:00, 2099-12-31 23:59:59, 2, 2",
        "2025-03-12 23:59:59, 2025-03-13 00:00:00, 2, 2"
    })
    void clicksOfTwoYearsAreOnePart(String one, String other, int parts, int months) {
        add(one);
        add(other);
        add(one);

        assertThat(decoder.rows().parts()).hasSize(parts);
        assertThat(decoder.rows().months()).isEqualTo(months);
        assertThat(decoder.rows().rows()).isEqualTo(3);
    }

    @Test
    void oneBlockHasNoNameOfItsOwnAndSeveralHaveThoseOfTheirTime() {
        add("2026-01-31 12:00:00");
        assertThat(names()).containsExactly("");

        add("2001-01-31 12:00:00");
        add("2050-01-31 12:00:00");
        List<String> names = names();
        assertThat(names).hasSize(3).doesNotHaveDuplicates().doesNotContain("");

        decoder.rows().clear();
        assertThat(decoder.rows().parts()).isEmpty();
        assertThat(decoder.rows().months()).isZero();
        add("2050-01-31 12:00:00");
        add("2026-01-31 12:00:00");
        add("2001-01-31 12:00:00");
        assertThat(names()).as("whatever their order").isEqualTo(names);
    }

    @Test
    void theSameClicksMakeTheSameBytesInATryAgain() throws IOException {
        List<byte[]> first = bytesOf("2026-01-31 12:00:00", "2001-01-31 12:00:00", "2026-03-01 12:00:00");
        decoder.rows().clear();
        offset = 0;
        List<byte[]> again = bytesOf("2026-01-31 12:00:00", "2001-01-31 12:00:00", "2026-03-01 12:00:00");

        assertThat(again).hasSize(2).usingRecursiveComparison().isEqualTo(first);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-27 00:00:00, 0",
        "2026-12-20 00:00:00, 0",
        "2027-06-01 00:00:00, 1",
        "2099-01-01 00:00:00, 1",
        "2025-01-01 00:00:00, 0",
        "2024-01-01 00:00:00, 1",
        "2000-01-01 00:00:00, 1"
    })
    void farIsMoreThanTwoYearsBackOrAMonthAhead(String time, long far) {
        add(time);
        add("2026-11-27 00:00:00");

        long now = Instant.parse("2026-11-27T12:00:00Z").toEpochMilli();
        assertThat(decoder.rows().farFrom(now, 24, 1)).isEqualTo(far);
    }

    private List<byte[]> bytesOf(String... times) throws IOException {
        for (String time : times) {
            add(time);
        }
        List<byte[]> bytes = new ArrayList<>();
        for (Part part : decoder.rows().parts()) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            part.writer().writeTo(out);
            bytes.add(out.toByteArray());
        }
        return bytes;
    }

    private List<String> names() {
        return decoder.rows().parts().stream().map(Part::name).toList();
    }

    private void add(String time) {
        assertThat(decoder.add(
                        TestRecords.record(
                                offset++,
                                "key",
                                TestRecords.CLICK.replace("2026-01-31 12:18:51.766", time),
                                new RecordHeaders()),
                        TestRecords.TOPIC_ID))
                .isNull();
    }
}
