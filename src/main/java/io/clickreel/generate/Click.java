package io.clickreel.generate;

import java.util.UUID;

/** One interaction of a user with a film, as the contract defines it. */
public record Click(
        UUID eventId,
        long eventTimeMs,
        String userId,
        String sessionId,
        int filmId,
        EventType eventType,
        Page page,
        int position,
        Device device,
        Referrer referrer) {}
