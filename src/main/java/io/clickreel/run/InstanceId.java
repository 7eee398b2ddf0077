package io.clickreel.run;

import io.clickreel.StartupException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** The name by which Kafka recognises this instance's consumers after a restart. */
final class InstanceId {
    private InstanceId() {}

    /**
     * Reads the name that is kept in the data folder; the first start makes it.
     *
     * @throws StartupException if it can be neither read nor written
     */
    static String keptIn(Path dataFolder) {
        Path file = dataFolder.resolve("instance-id");
        try {
            if (!Files.exists(file)) {
                Files.createDirectories(dataFolder);
                Files.writeString(file, "clickreel-" + UUID.randomUUID());
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new StartupException(
                    "The name of this instance cannot be kept in " + file + " (" + e.getMessage()
                            + "). Make the folder writable, or set ingest.instance-id.",
                    e);
        }
    }
}
