package io.clickreel.bench;

import io.clickreel.Settings;
import io.clickreel.testing.Services;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.Uuid;

/** The side of a contender's process: what it was given, when it may begin, and when it has to end. */
final class Signals {
    static final String READY = "ready";

    private static final String SETTING = "setting.";

    private Signals() {}

    static Settings settings() {
        Map<String, String> given = new HashMap<>();
        System.getProperties().forEach((key, value) -> {
            if (key.toString().startsWith(SETTING)) {
                given.put(key.toString().substring(SETTING.length()), value.toString());
            }
        });
        return Settings.load(Services.home().resolve("application.properties"), Map.of(), given);
    }

    static Uuid topicId() {
        return Uuid.fromString(System.getProperty("bench.topic-id"));
    }

    static long clicks() {
        return Long.getLong("bench.clicks");
    }

    /** Says that all is prepared, and waits for the start; ends the process if it never comes. */
    static void readyAndWait() throws IOException {
        System.out.println(READY);
        if (System.in.read() < 0) {
            System.exit(0);
        }
    }

    /** Ends the process, so that nobody waits for it in vain. */
    static void fail(Exception why) {
        why.printStackTrace();
        System.exit(1);
    }

    /** Returns when the process has to end. */
    static void awaitEnd() throws IOException {
        while (System.in.read() >= 0) {
            // The rest of the line that told it to begin.
        }
    }
}
