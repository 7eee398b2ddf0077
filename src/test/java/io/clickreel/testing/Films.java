package io.clickreel.testing;

import static org.awaitility.Awaitility.await;

import io.clickreel.Settings;
import io.clickreel.films.S3Connection;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** Films of a shop, as its warehouse exports them, and the bucket into which they go. */
public final class Films implements AutoCloseable {
    public static final String HEADER =
            "film_key,film_id,title,release_year,length,rating,rental_duration,category_name\n";
    private static final String[] RATINGS = {"G", "PG", "PG-13", "R"};
    private static final String[] CATEGORIES = {"Action", "Comedy", "Drama", "Foreign", "Music"};

    /** A thousand films. */
    public static final String ALL = of(1, 1_000);

    private final S3Client s3;
    private final String bucket;
    private final Map<Integer, Long> seconds = new HashMap<>();

    /** Makes the bucket if it is missing. */
    public Films(Settings settings) {
        this.s3 = new S3Connection(
                        settings.text("s3.endpoint"),
                        settings.text("s3.region"),
                        settings.text("s3.access-key"),
                        settings.text("s3.secret-key"))
                .client();
        this.bucket = settings.text("s3.bucket");
        s3.createBucket(create -> create.bucket(bucket));
    }

    /** With the header. */
    public static String of(int firstId, int lastId) {
        return HEADER + rows(firstId, lastId);
    }

    public static String rows(int firstId, int lastId) {
        return IntStream.rangeClosed(firstId, lastId)
                .mapToObj(id -> "key-" + id + "," + id + ",Title " + id + "," + (1980 + id % 40) + "," + (60 + id % 90)
                        + "," + RATINGS[id % 4] + "," + (3 + id % 5) + "," + CATEGORIES[id % 5] + "\n")
                .collect(Collectors.joining());
    }

    /** All of them, with one value in a column of each row. */
    public static String withColumn(String column, String value) {
        int place = Arrays.asList(HEADER.strip().split(",")).indexOf(column);
        return HEADER
                + ALL.lines()
                        .skip(1)
                        .map(line -> {
                            String[] row = line.split(",");
                            row[place] = value;
                            return String.join(",", row) + "\n";
                        })
                        .collect(Collectors.joining());
    }

    /** @return the ETag */
    public String put(String key, String content) {
        return put(key, content.getBytes(StandardCharsets.UTF_8));
    }

    /** In another second than the same content before: S3 tells times in seconds, and would call both one version. */
    public String put(String key, byte[] content) {
        Long before = seconds.get(Arrays.hashCode(content));
        if (before != null) {
            await().until(() -> Instant.now().getEpochSecond() > before);
        }
        String etag = s3.putObject(put -> put.bucket(bucket).key(key), RequestBody.fromBytes(content))
                .eTag();
        seconds.put(Arrays.hashCode(content), Instant.now().getEpochSecond());
        return etag;
    }

    public void delete(String key) {
        s3.deleteObject(delete -> delete.bucket(bucket).key(key));
    }

    public S3Client s3() {
        return s3;
    }

    @Override
    public void close() {
        s3.close();
    }
}
