package io.clickreel.dashboard;

import static io.clickreel.dashboard.AskedQuestions.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.clickreel.TestDatabase;
import io.clickreel.dashboard.questions.Answer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The answers of {@code queries/interactions/}, on 32 interactions of three days around the end of a month.
 *
 * <pre>
 * 01-30  8 views, 2 clicks, 1 purchase   u_1  item_1  Speed A  iPhone
 *        4 views                         u_2  item_2  Speed B  Tablet
 * 01-31  6 views, 2 purchases            u_2  item_2  Speed B  Tablet
 *        1 login                         u_3  item_3  without metadata
 * 02-01  6 purchases                     u_1  item_1  Speed A  iPhone
 *        1 purchase                      u_2  item_2  Price A  Tablet
 *        1 view                          u_4  item_3  Price B  Tablet, at 23:59:59.999
 * 2099   1 view                          u_9  item_9: a clock that is wrong
 * </pre>
 */
@Tag("services")
final class InteractionAnswersTest {
    @RegisterExtension
    static final TestDatabase database = TestDatabase.withTables("interaction_answers");

    private static final AskedQuestions questions = new AskedQuestions(database);
    private static final List<Map<String, Object>> rows = new ArrayList<>();

    @BeforeAll
    static void interactions() {
        add(8, "2026-01-30 10:00:00", "u_1", "item_1", "view", "Speed", "A", "iPhone");
        add(2, "2026-01-30 11:00:00", "u_1", "item_1", "click", "Speed", "A", "iPhone");
        add(1, "2026-01-30 12:00:00", "u_1", "item_1", "purchase", "Speed", "A", "iPhone");
        add(4, "2026-01-30 23:59:59.999", "u_2", "item_2", "view", "Speed", "B", "Tablet");
        add(6, "2026-01-31 00:00:00", "u_2", "item_2", "view", "Speed", "B", "Tablet");
        add(2, "2026-01-31 10:00:00", "u_2", "item_2", "purchase", "Speed", "B", "Tablet");
        add(1, "2026-01-31 10:00:00", "u_3", "item_3", "login", "", "", "");
        add(6, "2026-02-01 10:00:00", "u_1", "item_1", "purchase", "Speed", "A", "iPhone");
        add(1, "2026-02-01 10:00:01", "u_2", "item_2", "purchase", "Price", "A", "Tablet");
        add(1, "2026-02-01 23:59:59.999", "u_4", "item_3", "view", "Price", "B", "Tablet");
        add(1, "2099-01-01 00:00:00", "u_9", "item_9", "view", "Speed", "B", "Tablet");
        // Each in an insert of its own: a day is in several parts, not added up yet.
        for (int i = 0; i < rows.size(); i++) {
            database.insert("interactions", "i" + i, List.of(rows.get(i)));
        }
    }

    @Test
    void totalsCountEachUserAndItemOnce() {
        Answer all = questions.ask("interactions-totals");
        assertThat(all.columns())
                .containsExactly(
                        "interactions", "users", "items", "views", "clicks", "payments_initiated", "purchases");
        assertThat(all.rows()).containsExactly(row(all, 32, 4, 3, 19, 2, 0, 10));
        assertThat(all.asOf()).isEqualTo("2026-02-01T00:00:00Z");

        Answer oneDay = questions.ask("interactions-totals", "now", "2026-01-31T12:00:00Z", "days", "1");
        assertThat(oneDay.rows()).containsExactly(row(oneDay, 9, 2, 2, 6, 0, 0, 2));
    }

    @Test
    void theBreakdownHasEachTypeWithItsUsers() {
        Answer answer = questions.ask("interactions-breakdown");
        assertThat(answer.rows())
                .containsExactly(
                        row(answer, "view", 19, 3, 59.4),
                        row(answer, "purchase", 10, 2, 31.2),
                        row(answer, "click", 2, 1, 6.2),
                        row(answer, "login", 1, 1, 3.1));
    }

    @Test
    void aDayOnWhichNobodyDidSoIsThereWithNothing() {
        Answer answer = questions.ask("interactions-activity-over-time", "days", "10");
        assertThat(answer.rows())
                .hasSize(3 * 4)
                .contains(
                        row(answer, "2026-01-30", "view", 12),
                        row(answer, "2026-01-31", "click", 0),
                        row(answer, "2026-02-01", "purchase", 7));
        assertThat(AskedQuestions.column(answer, "day"))
                .startsWith("2026-01-30")
                .endsWith("2026-02-01");
    }

    @Test
    void usersAndItemsComeByWhatTheyDid() {
        Answer users = questions.ask("interactions-top-users", "limit", "2");
        assertThat(users.rows()).containsExactly(row(users, "u_1", 17, 8, 2, 7), row(users, "u_2", 13, 10, 0, 3));

        Answer items = questions.ask("interactions-top-items");
        assertThat(items.rows())
                .containsExactly(
                        row(items, "item_1", 17, 8, 2, 0, 7, 87.5),
                        row(items, "item_2", 13, 10, 0, 0, 3, 30),
                        row(items, "item_3", 2, 1, 0, 0, 0, 0));
    }

    @Test
    void aVariationIsComparedWithTheOthersOfItsExperiment() {
        Answer answer = questions.ask("interactions-experiment-conversion");
        assertThat(answer.rows())
                .as("Speed A: 7 purchases in 8 views against 2 in 10")
                .containsExactly(
                        row(answer, "Price", "A", 1, 0, 0, 0, 1, null, null, 1, 0, null),
                        row(answer, "Price", "B", 1, 1, 0, 0, 0, 0, 0, 0, 1, 0),
                        row(answer, "Speed", "A", 17, 8, 2, 0, 7, 25, 87.5, 10, 2, 4.38),
                        row(answer, "Speed", "B", 12, 10, 0, 0, 2, 0, 20, 8, 7, 0.23));
    }

    @Test
    void devicesAreComparedByTheirOwnInteractions() {
        Answer answer = questions.ask("interactions-devices", "days", "1");
        assertThat(answer.rows())
                .containsExactly(
                        row(answer, "iPhone", "purchase", 6, 6, 100),
                        row(answer, "Tablet", "purchase", 1, 2, 50),
                        row(answer, "Tablet", "view", 1, 2, 50));
    }

    @Test
    void theAlarmNamesWhatIsBoughtFarMoreOftenThanTheAverageOfTheDay() {
        Answer alarm = questions.ask("interactions-items-above-average", "now", "2026-02-01T23:00:00Z");
        assertThat(alarm.rows()).as("6, 1 and 0 purchases").containsExactly(row(alarm, "item_1", 6, 2.33, 2.57));

        assertThat(questions
                        .ask("interactions-items-above-average", "now", "2026-02-01T23:00:00Z", "times", "3")
                        .rows())
                .isEmpty();
        assertThat(questions
                        .ask("interactions-items-above-average", "now", "2026-02-01T23:00:00Z", "purchases", "7")
                        .rows())
                .isEmpty();
        assertThat(questions.ask("interactions-items-above-average").rows())
                .as("today, on which nothing has happened")
                .isEmpty();
    }

    @Test
    void theNewestAreThoseOfTheNewestDay() {
        Answer answer = questions.ask("interactions-newest", "limit", "2");
        assertThat(AskedQuestions.column(answer, "event_ts"))
                .containsExactly("2026-02-01T23:59:59.999Z", "2026-02-01T10:00:01.000Z");
        assertThat(questions.ask("interactions-newest").rows()).hasSize(8);
    }

    private static void add(int times, String time, String user, String item, String type, String... metadata) {
        for (int i = 0; i < times; i++) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("event_ts", time);
            row.put("user_id", user);
            row.put("item_id", item);
            row.put("interaction_type", type);
            row.put("experiment_name", metadata[0]);
            row.put("experiment_variation", metadata[1]);
            row.put("device_name", metadata[2]);
            row.put("_topic", "clickstream_topic");
            row.put("_offset", rows.size());
            rows.add(row);
        }
    }
}
