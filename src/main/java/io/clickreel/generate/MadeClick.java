package io.clickreel.generate;

import java.util.HexFormat;
import java.util.UUID;

/** The click that the crowd made last. The object is reused, so that a click costs no allocation. */
final class MadeClick {
    long eventIdHigh;
    long eventIdLow;
    long eventTimeMs;

    /** From 0; in the user's id it counts from 1. */
    int user;

    /** The number whose eight hexadecimal digits are the session's id. */
    int session;

    int filmId;
    EventType eventType = EventType.VIEW;
    int position;
    Device device = Device.WEB;
    Referrer referrer = Referrer.HOMEPAGE;

    Page page() {
        return eventType == EventType.VIEW ? Page.BROWSE : Page.FILM_DETAIL;
    }

    /** A copy that outlives the next click. */
    Click toClick() {
        return new Click(
                new UUID(eventIdHigh, eventIdLow),
                eventTimeMs,
                "u_" + (user + 1),
                "s_" + HexFormat.of().toHexDigits(session),
                filmId,
                eventType,
                page(),
                position,
                device,
                referrer);
    }
}
