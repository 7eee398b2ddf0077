package io.clickreel.health;

import io.clickreel.films.FilmNotices;
import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Tells what is notable about the films without a failure; a refused file fails its route, and is told there. */
public final class FilmsHealth extends AbstractHealthCheck {
    private final FilmNotices notices;

    public FilmsHealth(FilmNotices notices) {
        super("clickreel", "films");
        this.notices = notices;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        builder.up();
        String message = notices.message();
        if (message != null) {
            builder.message(message);
        }
    }

    @Override
    public boolean isLiveness() {
        return false;
    }
}
