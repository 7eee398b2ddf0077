package io.clickreel.films;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.clickreel.films.file.RefusedFileException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * A folder of part-files, as Spark and Databricks write it.
 *
 * <p>Spark writes the parts, then {@code _SUCCESS}. Databricks writes {@code _started_<id>} first and
 * {@code _committed_<id>} last, which names the parts of its write; parts of an earlier write may still be there.
 */
public final class FilmFolder {
    private static final String SUCCESS = "_SUCCESS";
    private static final String STARTED = "_started_";
    private static final String COMMITTED = "_committed_";
    /** Marks of this kind are left by a clean-up and are no write. */
    private static final String VACUUM = "vacuum";

    /** S3 lists no more than this at a time, and nobody splits a list of films into more parts. */
    private static final int MOST_OBJECTS = 1_000;

    private static final Duration SETTLED = Duration.ofMinutes(1);

    private final String bucket;
    private final String folder;
    private final List<S3Object> objects;
    private final Instant now;

    FilmFolder(String bucket, String folder, List<S3Object> objects, Instant now) throws RefusedFileException {
        this.now = now;
        this.bucket = bucket;
        this.folder = folder;
        this.objects = objects.stream()
                .filter(object -> object.key().startsWith(folder)
                        && !object.key().substring(folder.length()).contains("/"))
                .toList();
        if (objects.size() >= MOST_OBJECTS) {
            throw new RefusedFileException(
                    "the folder " + folder + " has " + MOST_OBJECTS
                            + " objects or more; write the films into fewer, as with coalesce(1), and into a folder of their own");
        }
    }

    /** The file that names the parts of the newest write that Databricks has ended; null: it has not written here. */
    public @Nullable String committed() {
        return newest(COMMITTED).map(S3Object::key).orElse(null);
    }

    /**
     * Why there is nothing to read yet.
     *
     * @return null: a whole write is there
     */
    @Nullable
    String waitsFor() {
        Optional<S3Object> success = newest(SUCCESS);
        Optional<S3Object> committed = newest(COMMITTED);
        if (success.isEmpty() && committed.isEmpty()) {
            return SUCCESS + ", which a writer puts there when its parts are whole";
        }
        Set<String> ended = objects.stream()
                .map(this::name)
                .filter(name -> name.startsWith(COMMITTED))
                .map(name -> name.substring(COMMITTED.length()))
                .collect(Collectors.toSet());
        Optional<String> open = objects.stream()
                .map(this::name)
                .filter(name -> name.startsWith(STARTED))
                .map(name -> name.substring(STARTED.length()))
                .filter(id -> !ended.contains(id))
                .findFirst();
        if (open.isPresent()) {
            return COMMITTED + open.get() + ": that write has begun and not ended";
        }
        if (committed.isEmpty() && isBeingWritten(success.orElseThrow())) {
            return SUCCESS + " of the write whose parts are newer than the one that is there";
        }
        return parts().isEmpty() ? "parts: it has none" : null;
    }

    /**
     * The version that the parts make together.
     *
     * @param commit what {@link #committed} names; null: it names none, and all parts count
     * @throws RefusedFileException if a part that belongs to the write is missing
     */
    FileVersion version(@Nullable InputStream commit) throws IOException, RefusedFileException {
        if (commit == null) {
            return FileVersion.of(bucket, folder, parts());
        }
        JsonNode added;
        try (commit) {
            added = new ObjectMapper().readTree(commit).path("added");
        }
        Set<String> named = StreamSupport.stream(added.spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.toSet());
        List<FilmPart> parts =
                parts().stream().filter(part -> named.contains(part.name())).toList();
        if (parts.size() < named.size() || parts.isEmpty()) {
            throw new RefusedFileException("the folder " + folder + " has " + parts.size() + " of the " + named.size()
                    + " parts that " + committed() + " names");
        }
        return FileVersion.of(bucket, folder, parts);
    }

    private List<FilmPart> parts() {
        return objects.stream()
                // Marks, checksums and unfinished files begin like this; an object without a name is the folder itself.
                .filter(object -> !name(object).isEmpty()
                        && !name(object).startsWith("_")
                        && !name(object).startsWith("."))
                .filter(object -> !name(object).endsWith(".crc"))
                .map(FilmFolder::part)
                .toList();
    }

    private static FilmPart part(S3Object object) {
        String etag = object.eTag();
        return new FilmPart(object.key(), etag == null ? "" : etag, object.size(), object.lastModified());
    }

    private Optional<S3Object> newest(String prefix) {
        return objects.stream()
                .filter(object -> name(object).startsWith(prefix)
                        && !name(object).substring(prefix.length()).startsWith(VACUUM))
                .max(Comparator.comparing(S3Object::lastModified));
    }

    private String name(S3Object object) {
        return object.key().substring(folder.length());
    }

    /** A copied folder may have its mark before its parts: after a while without a new part they count all the same. */
    private boolean isBeingWritten(S3Object mark) {
        return parts().stream()
                .map(FilmPart::lastModified)
                .anyMatch(time -> time.isAfter(mark.lastModified()) && time.isAfter(now.minus(SETTLED)));
    }
}
