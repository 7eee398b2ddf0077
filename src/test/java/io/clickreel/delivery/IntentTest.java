package io.clickreel.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class IntentTest {
    private static final Uuid TOPIC = TestRecords.TOPIC_ID;
    private static final String CONTRACT = "00112233aabbccdd";
    private static final String FORM = "clickreel/1 topic=" + TOPIC;

    @Test
    void aCommitEndsWithAnEndMarkForClientsThatReadOnUntilThereIsOne() {
        assertThat(Intent.none(TOPIC).at(7)).isEqualTo(new OffsetAndMetadata(7, FORM + "\0"));
        assertThat(Intent.of(TOPIC, 12, CONTRACT).at(7))
                .isEqualTo(new OffsetAndMetadata(7, FORM + " intent=12 contract=" + CONTRACT + "\0"));
        assertThat(Intent.of(TOPIC, Long.MAX_VALUE, "").at(7).metadata()).endsWith(" intent=9223372036854775807\0");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 9, 10, 123_456, Long.MAX_VALUE})
    void whatIsCommittedIsRead(long end) {
        assertThat(Intent.read(Intent.of(TOPIC, end, CONTRACT).at(0)))
                .contains(new Intent(TOPIC, OptionalLong.of(end), CONTRACT));
        assertThat(Intent.read(Intent.of(TOPIC, end, "").at(0))).contains(new Intent(TOPIC, OptionalLong.of(end), ""));
        assertThat(Intent.read(Intent.none(TOPIC).at(end))).contains(new Intent(TOPIC, OptionalLong.empty(), ""));
    }

    @Test
    void aCommitFromBeforeTheEndMarkOrTheContractIsReadToo() {
        assertThat(Intent.read(new OffsetAndMetadata(7, FORM))).contains(Intent.none(TOPIC));
        assertThat(Intent.read(new OffsetAndMetadata(7, FORM + " intent=12"))).contains(Intent.of(TOPIC, 12, ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\0", "hello", "hello\0", "clickreel/2 topic=Kx4AAAAAAAAAAAAAAAAAAA\0"})
    void aCommitOfAnotherProgramSaysNothing(String metadata) {
        assertThat(Intent.read(new OffsetAndMetadata(7, metadata))).isEmpty();
        assertThat(Intent.read(null)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\0\0",
                " intent=\0",
                " intent=12\0\0",
                " intent=12 \0",
                " intent=12 contract=\0",
                " contract=ab\0",
                "\0 intent=12"
            })
    void aCommitThatOnlyBeginsAsOursSaysNothing(String rest) {
        assertThat(Intent.read(new OffsetAndMetadata(7, FORM + rest))).isEmpty();
    }
}
