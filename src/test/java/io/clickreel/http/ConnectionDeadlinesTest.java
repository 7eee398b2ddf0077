package io.clickreel.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ConnectionDeadlinesTest {
    // The clock of a JVM may pass from the greatest number to the least.
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE);
    private final ConnectionDeadlines<String> deadlines = new ConnectionDeadlines<>(now::get);

    @Test
    void whoKeepsItsDeadlineIsLeftAlone() {
        deadlines.set("quick", Duration.ofSeconds(10));
        deadlines.set("slow", Duration.ofSeconds(10));
        deadlines.clear("quick");
        pass(Duration.ofSeconds(9));
        assertThat(deadlines.missed()).isEmpty();

        pass(Duration.ofSeconds(1));

        assertThat(deadlines.missed()).containsExactly("slow");
        assertThat(deadlines.missed()).isEmpty();
    }

    @Test
    void aNewDeadlineTakesThePlaceOfTheOldOne() {
        deadlines.set("one", Duration.ofSeconds(10));
        deadlines.set("one", Duration.ofSeconds(60));
        pass(Duration.ofSeconds(59));
        assertThat(deadlines.missed()).isEmpty();

        pass(Duration.ofSeconds(1));

        assertThat(deadlines.missed()).containsExactly("one");
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }
}
