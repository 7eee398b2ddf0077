package io.clickreel.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskSpaceTest {
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @Test
    void aDiskWithFewerFreeBytesThanTheSettingIsToldSinceTheFirstLook(@TempDir Path folder) {
        DiskSpace disk = new DiskSpace(folder, Long.MAX_VALUE, meters);
        String first = disk.sentence();

        assertThat(first)
                .contains(
                        "the disk of " + folder + " is nearly full: ", " MB are free (", "clickreel.disk-free-warn-mb");
        assertThat(disk.sentence()).startsWith(first.substring(0, "since 2026-11-28T10:00:00Z".length()));
        double free = meters.get("clickreel.disk.free.bytes").gauge().value();
        assertThat(free)
                .isPositive()
                .isLessThanOrEqualTo(
                        meters.get("clickreel.disk.size.bytes").gauge().value());
    }

    @Test
    void aDiskWithSpaceIsNotTold(@TempDir Path folder) {
        assertThat(new DiskSpace(folder, 1, meters).sentence()).isEmpty();
    }
}
