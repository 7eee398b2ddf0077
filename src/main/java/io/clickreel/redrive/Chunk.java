package io.clickreel.redrive;

import java.util.List;
import java.util.UUID;

/**
 * Dead letters that are moved together or not at all.
 *
 * @param id a new one for each try
 */
record Chunk(UUID id, List<StoredLetter> letters) {
    Chunk(List<StoredLetter> letters) {
        this(UUID.randomUUID(), letters);
    }
}
