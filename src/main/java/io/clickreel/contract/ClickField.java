package io.clickreel.contract;

import org.jspecify.annotations.Nullable;

/** The ten fields of a click in the order of the contract, which is also the order in which violations are reported. */
public enum ClickField {
    EVENT_ID("event_id", "a UUID of 36 characters such as \"84e0e977-9ee7-4eec-9cd6-f7655e481cb3\""),
    EVENT_TS(
            "event_ts",
            "a UTC time of the years 2000 to 2099 such as \"2025-12-27 12:18:51.766\" or \"2025-12-27T12:18:51.766Z\""),
    USER_ID("user_id", "a string of 1 to 128 characters without control characters, such as \"u_10\""),
    SESSION_ID("session_id", "a string of 1 to 128 characters without control characters, such as \"s_53482d2c\""),
    FILM_ID("film_id", "a whole number from 1 to " + ClickContract.MAX_FILM_ID + " without quotes"),
    EVENT_TYPE("event_type", oneOf(EventType.values())),
    PAGE("page", oneOf(Page.values())),
    POSITION("position", "a whole number from 1 to " + ClickContract.MAX_POSITION + " without quotes"),
    DEVICE("device", oneOf(Device.values())),
    REFERRER("referrer", oneOf(Referrer.values()));

    private final String jsonName;
    private final String expectation;

    ClickField(String jsonName, String expectation) {
        this.jsonName = jsonName;
        this.expectation = expectation;
    }

    public String jsonName() {
        return jsonName;
    }

    /** What the contract wants, worded so that it follows "must be". */
    String expectation() {
        return expectation;
    }

    /** The field of that name, or null if the contract does not know it. */
    static @Nullable ClickField named(String jsonName) {
        return switch (jsonName) {
            case "event_id" -> EVENT_ID;
            case "event_ts" -> EVENT_TS;
            case "user_id" -> USER_ID;
            case "session_id" -> SESSION_ID;
            case "film_id" -> FILM_ID;
            case "event_type" -> EVENT_TYPE;
            case "page" -> PAGE;
            case "position" -> POSITION;
            case "device" -> DEVICE;
            case "referrer" -> REFERRER;
            default -> null;
        };
    }

    private static String oneOf(ContractValue[] values) {
        StringBuilder list = new StringBuilder("one of ");
        for (int i = 0; i < values.length; i++) {
            list.append(i == 0 ? "" : i == values.length - 1 ? " or " : ", ");
            list.append('"').append(values[i].text()).append('"');
        }
        return list.toString();
    }
}
