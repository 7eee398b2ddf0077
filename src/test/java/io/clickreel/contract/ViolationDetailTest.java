package io.clickreel.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a dead letter says helps whoever reads it: what is wrong, where, and what would be right. */
class ViolationDetailTest {
    private final ClickReading reader = new ClickReading();

    @Test
    void theDetailQuotesTheStartOfAHugeValueAndShowsWhatIsInvisible() {
        ContractViolation violation =
                reader.refused(SampleClicks.EXAMPLE.replace("u_10", "a\\u0007\\n" + "x".repeat(500_000)));
        assertThat(violation.field()).isEqualTo("user_id");
        assertThat(violation.detail())
                .startsWith("user_id is the string \"a\\u0007\\u000axxx")
                .contains("xxx...\" but must be a string of 1 to 128 characters")
                .endsWith(".")
                .hasSizeLessThan(300);
    }

    @Test
    void aViolationSaysWhatIsWrongAndWhatWouldBeRight() {
        assertDetail(
                "film_id",
                null,
                "The record has no film_id. Add it; it must be a whole number from 1 to 1000000" + " without quotes.");
        assertDetail(
                "event_type",
                null,
                "The record has no event_type. Add it; it must be one of \"view\","
                        + " \"detail_view\", \"watch_trailer\" or \"add_to_watchlist\".");
        assertDetail(
                "film_id",
                "\"331\"",
                "film_id is the string \"331\" but must be a whole number from 1 to 1000000" + " without quotes.");
        assertDetail(
                "position",
                "1001",
                "position is the number 1001 but must be a whole number from 1 to 1000 without" + " quotes.");
        assertDetail(
                "position",
                "1.5",
                "position is the number 1.5 but must be a whole number from 1 to 1000 without" + " quotes.");
        assertDetail("position", "null", "position is null but must be a whole number from 1 to 1000 without quotes.");
        assertDetail(
                "event_type",
                "\"buy\"",
                "event_type is the string \"buy\" but must be one of \"view\","
                        + " \"detail_view\", \"watch_trailer\" or \"add_to_watchlist\".");
        assertDetail(
                "event_id",
                "\"42\"",
                "event_id is the string \"42\" but must be a UUID of 36 characters such as"
                        + " \"84e0e977-9ee7-4eec-9cd6-f7655e481cb3\".");
        assertDetail(
                "event_ts",
                "\"1999-12-31 23:59:59\"",
                "event_ts is the string \"1999-12-31 23:59:59\" but must be"
                        + " a time such as \"2025-12-27T12:18:51.766Z\" from 2000-01-01T00:00:00Z to"
                        + " 2099-12-31T23:59:59.999999999Z.");
        assertThat(reader.refused(SampleClicks.EXAMPLE.replace("}", ",\"film_id\":331}"))
                        .detail())
                .isEqualTo("film_id is in the record more than once, so its value is not certain. Send it once.");
        assertThat(reader.read((byte[]) null).detail())
                .isEqualTo("The record has no value. An event cannot be deleted; send a JSON object.");
        assertThat(reader.refused("[1]").detail())
                .isEqualTo(
                        "The value is an array, \"[1]\", but an event is a JSON object. Send each event in a separate"
                                + " record.");
    }

    @Test
    void aNumberIsQuotedAsItIsWritten() {
        for (String number : List.of("1e7", "1E+7", "1e999", "1e999999999", "1e99999999999", "-0.50", "1000001.0")) {
            assertThat(reader.refused(SampleClicks.EXAMPLE.replace("331", number))
                            .detail())
                    .startsWith("film_id is the number " + number + " but must be");
        }
    }

    private void assertDetail(String field, @Nullable String json, String detail) {
        ObjectNode click = SampleClicks.example();
        if (json == null) {
            click.remove(field);
        } else {
            click.put(field, "@@");
        }
        ContractViolation violation = reader.refused(click.toString().replace("\"@@\"", String.valueOf(json)));
        assertThat(violation.field()).isEqualTo(field);
        assertThat(violation.detail()).isEqualTo(detail);
    }
}
