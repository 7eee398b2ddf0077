package io.clickreel.reference;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.clickreel.testing.Services;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;

/** A film file read as the route does it, without S3. */
final class ReadFilms {
    static final FilmContract CONTRACT = FilmContract.read(Services.home().resolve("contracts/dim_film.schema.json"));
    static final long MOST_BYTES = 4 << 20;

    final FilmNotices notices = new FilmNotices();
    private final DimFilmFile files = new DimFilmFile(CONTRACT, notices, Services.folder(), MOST_BYTES);

    /** @return the rows, as ClickHouse gets them */
    String read(byte[] file, String encoding) throws IOException, RefusedFileException {
        FilmPart part = new FilmPart("dim_film.csv", "", file.length, Instant.EPOCH);
        RefreshAttempt attempt = new RefreshAttempt(FileVersion.of("bucket", part), CONTRACT, false);
        try {
            ByteArrayOutputStream rows = new ByteArrayOutputStream();
            files.read(attempt, part, new ByteArrayInputStream(file), encoding).writeTo(rows);
            return rows.toString(UTF_8);
        } finally {
            attempt.end();
        }
    }

    String read(byte[] file) throws IOException, RefusedFileException {
        return read(file, null);
    }

    String read(String csv) throws IOException, RefusedFileException {
        return read(csv.getBytes(UTF_8));
    }
}
