package io.clickreel;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Rows of the table {@code clicks}, written as a test reads: who clicked what, when. Offsets count up from 0. */
public final class Clicks {
    private final List<Map<String, Object>> rows = new ArrayList<>();
    private int firstOfLast;

    /** @param time of the event, {@code 2026-01-31 23:58:00.000}; also the time of the Kafka record */
    public Clicks add(String time, String user, int film, String event, String device) {
        return add(1, time, user, "s_" + user, film, event, device);
    }

    public Clicks add(int times, String time, String user, String session, int film, String event, String device) {
        firstOfLast = rows.size();
        for (int i = 0; i < times; i++) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("event_id", new UUID(7, rows.size()).toString());
            row.put("event_ts", time);
            row.put("user_id", user);
            row.put("session_id", session);
            row.put("film_id", film);
            row.put("event_type", event);
            row.put("page", event.equals("view") ? "browse" : "film_detail");
            row.put("position", 1);
            row.put("device", device);
            row.put("referrer", "homepage");
            row.put("_topic", "dvd_clicks");
            row.put("_partition", 0);
            row.put("_offset", rows.size());
            row.put("_timestamp", time);
            row.put("_key", "\"" + user + "\"");
            rows.add(row);
        }
        return this;
    }

    /** Sets one column of the clicks that were added last. */
    public Clicks with(String column, Object value) {
        rows.subList(firstOfLast, rows.size()).forEach(row -> row.put(column, value));
        return this;
    }

    public List<Map<String, Object>> rows() {
        return rows;
    }
}
