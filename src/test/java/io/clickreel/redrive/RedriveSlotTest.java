package io.clickreel.redrive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

final class RedriveSlotTest {
    private static final UUID CHUNK = UUID.fromString("84e0e977-9ee7-4eec-9cd6-f7655e481cb3");
    private static final String FORM = "clickreel-redrive/1 chunk=" + CHUNK;

    @Test
    void aChunkIsCommittedWithAnEndMarkAndRead() {
        OffsetAndMetadata commit = new OffsetAndMetadata(0, FORM + "\0");
        assertThat(new RedriveSlot("clicks", "default").holding(CHUNK))
                .isEqualTo(Map.of(new TopicPartition("clicks", 0), commit));
        assertThat(RedriveSlot.read(commit)).contains(CHUNK);
    }

    @Test
    void aCommitFromBeforeTheEndMarkIsReadToo() {
        assertThat(RedriveSlot.read(new OffsetAndMetadata(0, FORM))).contains(CHUNK);
    }

    @Test
    void aCommitOfAnotherProgramNamesNoChunk() {
        assertThat(RedriveSlot.read(null)).isEmpty();
        assertThat(RedriveSlot.read(new OffsetAndMetadata(0, "hello\0"))).isEmpty();
    }
}
