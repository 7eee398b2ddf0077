package io.clickreel.films;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One version of the film file: an object, or the parts that one write has left in a folder.
 *
 * @param key ends in a slash: a folder
 * @param etag as S3 gives it, with or without quotes, empty if it gives none; of a folder: made from all of its parts
 * @param size in bytes, of all parts
 * @param lastModified of the newest part
 */
public record FileVersion(
        String bucket, String key, String etag, long size, Instant lastModified, List<FilmPart> parts) {
    public static FileVersion of(String bucket, FilmPart file) {
        return new FileVersion(bucket, file.key(), file.etag(), file.size(), file.lastModified(), List.of(file));
    }

    /** @param parts at least one */
    static FileVersion of(String bucket, String folder, List<FilmPart> parts) {
        List<FilmPart> ordered =
                parts.stream().sorted(Comparator.comparing(FilmPart::key)).toList();
        return new FileVersion(
                bucket,
                folder,
                digest(ordered.toString()),
                ordered.stream().mapToLong(FilmPart::size).sum(),
                ordered.stream()
                        .map(FilmPart::lastModified)
                        .max(Comparator.naturalOrder())
                        .orElseThrow(),
                ordered);
    }

    public boolean isFolder() {
        return key.endsWith("/");
    }

    /**
     * Whether a row of the history is about this version. Size and time are compared, too: a file that is copied over
     * the old one in the folder of a store keeps the old one's ETag.
     */
    boolean isThatOf(Map<String, Object> row) {
        return bucket.equals(row.get("bucket"))
                && key.equals(row.get("object_key"))
                && etag.equals(row.get("etag"))
                && size == number(row, "size")
                && lastModified.toEpochMilli() == number(row, "last_modified_ms");
    }

    private static long number(Map<String, Object> row, String column) {
        return ((Number) Objects.requireNonNull(row.get(column), column)).longValue();
    }

    private static String digest(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)))
                    .substring(0, 32);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
