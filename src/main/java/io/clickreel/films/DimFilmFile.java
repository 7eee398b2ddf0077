package io.clickreel.films;

import io.clickreel.films.file.FilmContract;
import io.clickreel.films.file.FilmFileReader;
import io.clickreel.films.file.FilmRows;
import io.clickreel.films.file.RefusedFileException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Tells the route dim-film-load whether a file from S3 is the version that it asked for, and reads its films. */
public final class DimFilmFile {
    private static final Logger LOG = LoggerFactory.getLogger(DimFilmFile.class);
    /** S3's status if the version that is asked for by its ETag is not there any more. */
    static final int CHANGED_MEANWHILE = 412;

    /** Compressions that cannot be recognised by a file's first bytes. */
    private static final Set<String> UNREADABLE_ENCODINGS = Set.of("br", "deflate", "compress", "x-compress");

    private final FilmFileReader reader;
    private final FilmNotices notices;

    /**
     * @param folder where files are kept while they are read; made if it is missing
     * @param mostBytes of a file, and of what is in it
     */
    public DimFilmFile(FilmContract contract, FilmNotices notices, Path folder, long mostBytes) {
        this.reader = new FilmFileReader(contract, folder, mostBytes);
        this.notices = notices;
    }

    /**
     * Reads one file, or one part of several.
     *
     * @param attempt keeps the rows, closes what is held, and is told what is to be said of the file
     * @param file closed again
     * @throws RefusedFileException if it must not go live
     */
    public FilmRows read(RefreshAttempt attempt, FilmPart part, ResponseInputStream<GetObjectResponse> file)
            throws IOException, RefusedFileException {
        try (file) {
            requireThatOf(part, file);
            String encoding = file.response().contentEncoding();
            if (encoding != null && UNREADABLE_ENCODINGS.contains(encoding.toLowerCase(Locale.ROOT))) {
                throw new RefusedFileException(
                        "its Content-Encoding is " + encoding + "; gzip and zstd can be read, and plain files");
            }
            FilmRows rows = attempt.holds(reader.read(file));
            List<String> ignored = rows.summary().ignored();
            if (notices.ignores(ignored)) {
                LOG.info(
                        "The film file has columns that dim_film has not, and that are ignored: {}",
                        String.join(", ", ignored));
            }
            return rows;
        } catch (RefusedFileException e) {
            throw attempt.version().isFolder() ? e.in(part.name()) : e;
        }
    }

    /** Without an ETag S3 cannot compare the version with the one that was asked for: it is done here. */
    private static void requireThatOf(FilmPart part, ResponseInputStream<GetObjectResponse> file) {
        GetObjectResponse got = file.response();
        if (part.size() != got.contentLength() || !part.lastModified().equals(got.lastModified())) {
            file.abort();
            throw S3Exception.builder()
                    .statusCode(CHANGED_MEANWHILE)
                    .message(part.key() + " has changed since it was looked at")
                    .build();
        }
    }
}
