package io.clickreel.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What the Python simulator of page events sends reaches their table and views, each once, and the questions count it as
 * this test does: no key, numbers for users, times with microseconds and Z, or none of them when they are 0.
 */
class PageEventsTest extends StreamTestSupport {
    private static final int SENT = 3_000;
    private static final Instant BEGIN = Instant.parse("2026-01-31T22:00:00Z");
    private static final List<String> TYPES = List.of("view", "click", "add_to_cart", "purchase");

    private record Event(int user, String session, String page, String type, Instant time, String device) {
        String day() {
            return time.toString().substring(0, 10);
        }
    }

    private final List<Event> sent = new ArrayList<>();

    @Override
    protected Map<String, String> overrides() {
        return given(
                "page-events.enabled=true",
                "page-events.generate.enabled=false",
                "page-events.topic=clickstream-events-" + UUID.randomUUID(),
                "ingest.batch-wait-ms=100");
    }

    @BeforeEach
    void eventsAreSentAndStored() {
        if (!sent.isEmpty()) {
            return;
        }
        Random random = new Random(7);
        for (int i = 0; i < SENT; i++) {
            int user = 1 + random.nextInt(100);
            // Four hours over midnight.
            Instant time =
                    BEGIN.plusMillis(i * 4_800L).plusNanos(i % 100 == 0 ? 0 : 1_000L * (1 + random.nextInt(999)));
            Event event = new Event(
                    user,
                    new UUID(user, random.nextInt(5)).toString(),
                    "/product/" + random.nextInt(10),
                    TYPES.get(random.nextInt(random.nextInt(4) + 1)),
                    time,
                    List.of("mobile", "desktop", "tablet").get(user % 3));
            sent.add(event);
            sendTo("page-events.topic", null, written(event));
        }
        // A device that nobody knew passes, an event of an unknown type does not.
        sent.add(new Event(101, "s", "/home", "view", BEGIN, "watch"));
        sendTo("page-events.topic", null, written(sent.get(SENT)).replace("\"view\"", "\"scroll\""));
        sendTo("page-events.topic", null, written(sent.get(SENT)));
        sendAll();
        within(60).until(() -> count("(SELECT sum(records) FROM deliveries FINAL)") == SENT + 2);
    }

    @Test
    void eachIsStoredOnceAndCountedOnceByEachView() {
        assertThat(query("SELECT count(), uniqExact(_partition, _offset), uniqExact(event_ts), max(event_ts) FROM"
                        + " page_events"))
                .isEqualTo(sent.size() + "\t" + sent.size() + "\t" + SENT + "\t"
                        + sent.get(SENT - 1).time().toString().replace('T', ' ').replace("Z", ""));
        for (String view : List.of("page_events_per_minute", "page_users_per_day", "page_sessions")) {
            assertThat(count("(SELECT sum(events) FROM " + view + ")")).as(view).isEqualTo(sent.size());
        }
        assertThat(count("(SELECT sum(rows) FROM batches WHERE table = 'page_events')"))
                .isEqualTo(sent.size());
        assertThat(query("SELECT DISTINCT _key FROM page_events")).isEmpty();
        assertThat(query("SELECT reason, field FROM dead_letters FINAL")).isEqualTo("unknown_value\tevent_type");
    }

    @Test
    void viewsAndUsersAreThoseThatWereSent() {
        assertThat(numbers("page-events-page-views?limit=1000", "page_url", "views"))
                .isEqualTo(counts(Event::page, one -> one.type().equals("view")));
        assertThat(numbers("page-events-page-views?limit=1000", "page_url", "events"))
                .isEqualTo(counts(Event::page, one -> true));
        Map<String, Long> users = new TreeMap<>();
        sent.stream()
                .collect(Collectors.groupingBy(Event::day, Collectors.mapping(Event::user, Collectors.toSet())))
                .forEach((day, all) -> users.put(day, (long) all.size()));
        assertThat(numbers("page-events-daily-active-users", "day", "users")).isEqualTo(users);
        assertThat(numbers("page-events-activity-over-time?minutes=300&step=300", "minute", "events").values().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .isEqualTo(sent.size());
    }

    @Test
    void theFunnelIsThatOfTheSessionsAndUsersThatWereSent() {
        assertThat(numbers("page-events-funnel", "event_type", "sessions"))
                .isEqualTo(funnel(event -> event.user() + event.session()));
        assertThat(numbers("page-events-funnel", "event_type", "users")).isEqualTo(funnel(event -> "" + event.user()));
    }

    @Test
    void sessionsAreThoseThatWereSent() {
        Map<String, List<Event>> sessions =
                sent.stream().collect(Collectors.groupingBy(event -> event.user() + event.session()));
        Map<String, Long> ofDevice = sessions.values().stream()
                .collect(Collectors.groupingBy(events -> events.get(0).device(), TreeMap::new, Collectors.counting()));
        assertThat(numbers("page-events-sessions", "device", "sessions")).isEqualTo(ofDevice);
        assertThat(answer("page-events-session-summary?limit=1000")).hasSize(sessions.size());
    }

    private static String written(Event event) {
        return ("{\"user_id\": %d, \"session_id\": \"%s\", \"page_url\": \"%s\", \"event_type\": \"%s\","
                        + " \"timestamp\": \"%s\", \"device\": \"%s\", \"country\": \"DE\"}")
                .formatted(
                        event.user(),
                        event.session(),
                        event.page(),
                        event.type(),
                        isoformat(event.time()),
                        event.device());
    }

    /** As Python's isoformat writes a time: six decimals, or none if they are 0. */
    private static String isoformat(Instant time) {
        String seconds = time.toString().substring(0, 19);
        return time.getNano() == 0 ? seconds + "Z" : seconds + ".%06dZ".formatted(time.getNano() / 1_000);
    }

    private Map<String, Long> funnel(Function<Event, String> of) {
        Map<String, List<String>> types =
                sent.stream().collect(Collectors.groupingBy(of, Collectors.mapping(Event::type, Collectors.toList())));
        Map<String, Long> reached = new TreeMap<>();
        for (int step = 1; step <= TYPES.size(); step++) {
            List<String> needed = TYPES.subList(0, step);
            reached.put(
                    TYPES.get(step - 1),
                    types.values().stream()
                            .filter(done -> done.containsAll(needed))
                            .count());
        }
        return reached;
    }

    private Map<String, Long> counts(Function<Event, String> by, java.util.function.Predicate<Event> counted) {
        return sent.stream()
                .collect(Collectors.groupingBy(
                        by, TreeMap::new, Collectors.summingLong(event -> counted.test(event) ? 1 : 0)));
    }
}
