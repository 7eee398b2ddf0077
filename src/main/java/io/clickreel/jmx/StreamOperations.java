package io.clickreel.jmx;

import org.jspecify.annotations.Nullable;

/** What may be done with a stream while it runs. Each returns a sentence on what was done. */
public interface StreamOperations {
    /** @param route null: it is gone */
    String pause(@Nullable String route) throws Exception;

    /** @param route null: it is gone */
    String resume(@Nullable String route) throws Exception;

    String flush(String stream);

    /** @param reason of the dead letters; {@code *}: any */
    String redrive(String stream, String reason);
}
