package io.clickreel.films;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.clickreel.films.file.FilmContract;
import io.clickreel.films.file.RefusedFileException;
import io.clickreel.testing.Services;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** A film file read as the route does it, without S3. */
final class ReadFilms {
    static final FilmContract CONTRACT = FilmContract.read(Services.home().resolve("contracts/dim_film.schema.json"));
    static final long MOST_BYTES = 4 << 20;

    final FilmNotices notices = new FilmNotices();
    final DimFilmFile files = new DimFilmFile(CONTRACT, notices, Services.folder(), MOST_BYTES);

    /** @return the rows, as ClickHouse gets them */
    String read(byte[] file, String encoding) throws IOException, RefusedFileException {
        FilmPart part = new FilmPart("dim_film.csv", "", file.length, Instant.EPOCH);
        RefreshAttempt attempt = new RefreshAttempt(FileVersion.of("bucket", part), false);
        try {
            ByteArrayOutputStream rows = new ByteArrayOutputStream();
            files.read(attempt, part, answer(part, new ByteArrayInputStream(file), encoding))
                    .writeTo(rows);
            return rows.toString(UTF_8);
        } finally {
            attempt.close();
        }
    }

    String read(byte[] file) throws IOException, RefusedFileException {
        return read(file, null);
    }

    String read(String csv) throws IOException, RefusedFileException {
        return read(csv.getBytes(UTF_8));
    }

    /** As S3 sends it. */
    static ResponseInputStream<GetObjectResponse> answer(FilmPart part, InputStream content, String encoding) {
        return new ResponseInputStream<>(
                GetObjectResponse.builder()
                        .contentLength(part.size())
                        .lastModified(part.lastModified())
                        .contentEncoding(encoding)
                        .build(),
                AbortableInputStream.create(content));
    }
}
