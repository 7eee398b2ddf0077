package io.clickreel.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clickreel.StartupException;
import io.clickreel.stream.Stream;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class StreamOptionTest {
    private static final Stream CLICKS = stream("clicks", true);
    private static final Stream ORDERS = stream("orders", true);
    private static final Stream TAPS = stream("taps", false);

    @Test
    void withoutItAllAreMeantThatAreStarted() {
        assertThat(given().all(List.of(CLICKS, ORDERS, TAPS))).containsExactly(CLICKS, ORDERS);
        assertThat(given().one(List.of(CLICKS, TAPS))).isEqualTo(CLICKS);
    }

    @Test
    void oneIsMeantByItsName() {
        assertThat(given("--stream", "orders").one(List.of(CLICKS, ORDERS))).isEqualTo(ORDERS);
        assertThat(given("--stream=taps").all(List.of(CLICKS, TAPS))).containsExactly(TAPS);
    }

    @Test
    void whatIsNotClearIsAskedForWithTheNamesThatThereAre() {
        assertThatThrownBy(() -> given().one(List.of(CLICKS, ORDERS, TAPS)))
                .isInstanceOf(StartupException.class)
                .hasMessage(
                        "There is more than one stream, so say which is meant by --stream NAME. The routes store: clicks,"
                                + " orders, taps (not started).");
        assertThatThrownBy(() -> given("--stream", "click").all(List.of(CLICKS)))
                .hasMessage("--stream is click, but no route stores such a stream. The routes store: clicks.");
        assertThatThrownBy(() -> given().all(List.of()))
                .hasMessageContaining("No stream is stored")
                .hasMessageContaining("The routes store none.");
    }

    private static StreamOption given(String... arguments) {
        return CommandLine.populateCommand(new StreamOption(), arguments);
    }

    private static Stream stream(String name, boolean enabled) {
        return new Stream(name, name, name, name + ".dead", name, Path.of("none"), enabled);
    }
}
