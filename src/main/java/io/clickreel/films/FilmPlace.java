package io.clickreel.films;

import io.clickreel.films.file.RefusedFileException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Answers what the routes dim-film-version* ask: where the film file is, and which version of it is there. */
public final class FilmPlace {
    private static final Logger LOG = LoggerFactory.getLogger(FilmPlace.class);

    private final String bucket;
    private final String key;
    private final FilmNotices notices;

    public FilmPlace(String bucket, String key, FilmNotices notices) {
        this.bucket = bucket;
        this.key = key;
        this.notices = notices;
    }

    public boolean isFolder() {
        return key.endsWith("/");
    }

    /**
     * Whether a bucket has nothing in it, and no films but invented ones were ever live.
     *
     * @param objects the bucket's objects; null: nobody has looked
     */
    public boolean mayBeSeeded(@Nullable List<S3Object> objects, List<Map<String, Object>> decisions) {
        return objects != null
                && objects.isEmpty()
                && decisions.stream().allMatch(decision -> FilmCatalogue.VERSION.equals(decision.get("version")));
    }

    /** The objects of a bucket that does not exist. */
    public List<S3Object> nothing() {
        return List.of();
    }

    /** The version of an object, by S3's answer to HEAD. */
    public FileVersion version(HeadObjectResponse head) {
        return FileVersion.of(
                bucket, new FilmPart(key, orEmpty(head.eTag()), head.contentLength(), head.lastModified()));
    }

    /** The version of an object that S3 has begun to send; the rest is not read. */
    public FileVersion versionOf(ResponseInputStream<GetObjectResponse> answer) {
        GetObjectResponse head = answer.response();
        answer.abort();
        return FileVersion.of(
                bucket, new FilmPart(key, orEmpty(head.eTag()), head.contentLength(), head.lastModified()));
    }

    /**
     * The folder, if it has a whole write; else the health check says what is awaited.
     *
     * @return null: nothing to read yet
     * @throws RefusedFileException if that is more than can be looked through
     */
    public @Nullable FilmFolder wholeFolder(List<S3Object> objects) throws RefusedFileException {
        FilmFolder folder = new FilmFolder(bucket, key, objects, Instant.now());
        String awaited = folder.waitsFor();
        if (awaited == null) {
            return folder;
        }
        await("it waits for " + awaited);
        return null;
    }

    /**
     * The version that the parts of a whole write make.
     *
     * @param commit the file that names the parts; null: there is none
     */
    public FileVersion version(FilmFolder folder, @Nullable InputStream commit)
            throws IOException, RefusedFileException {
        return folder.version(commit);
    }

    /**
     * Fails if the file is gone; else notes that it is awaited.
     *
     * @throws IllegalStateException if there was something before
     */
    public void missing(List<Map<String, Object>> decisions) {
        if (!decisions.isEmpty()) {
            throw new IllegalStateException(
                    this + " is gone; dim_film keeps its films. Export the films there again, or set"
                            + " dim-film.object-key to what holds them.");
        }
        await("it is not there yet");
    }

    /**
     * Fails the route with the rights that the user needs.
     *
     * @throws IllegalStateException always
     */
    @SuppressWarnings("DoNotCallSuggester")
    public void forbidden() {
        throw new IllegalStateException("S3 does not let " + this
                + " be read (403). The user of s3.access-key needs s3:GetObject on it"
                + (isFolder() ? ", and s3:ListBucket on the bucket, for it is a folder." : ".")
                + " Without s3:ListBucket S3 says the same of an object that is not there.");
    }

    /** Notes it for the health check and, once, in the log. */
    void await(String why) {
        String sentence = "Films are awaited from " + this + " (s3.bucket, dim-film.object-key): " + why
                + ". Until they come, answers say \"film 133\" for a title.";
        if (notices.awaits(sentence)) {
            LOG.info("{}", sentence);
        }
    }

    @Override
    public String toString() {
        return key + " in bucket " + bucket;
    }

    private static String orEmpty(@Nullable String etag) {
        return etag == null ? "" : etag;
    }
}
