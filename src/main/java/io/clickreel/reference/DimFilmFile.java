package io.clickreel.reference;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The films of one file: what it is, read by whoever can read that, each value held against the contract. */
public final class DimFilmFile {
    private static final Logger LOG = LoggerFactory.getLogger(DimFilmFile.class);
    /** S3's answer if the version that is asked for by its ETag is not there any more. */
    static final int CHANGED_MEANWHILE = 412;

    /** Ways of packing that have no mark by which they could be known. */
    private static final Set<String> UNREADABLE_ENCODINGS = Set.of("br", "deflate", "compress", "x-compress");

    private final FilmContract contract;
    private final FilmNotices notices;
    private final Path folder;
    private final long mostBytes;

    /**
     * @param folder where files are kept while they are read; made if it is missing
     * @param mostBytes of a file, and of what is in it
     */
    public DimFilmFile(FilmContract contract, FilmNotices notices, Path folder, long mostBytes) {
        this.contract = contract;
        this.notices = notices;
        this.folder = folder;
        this.mostBytes = mostBytes;
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
            Spool raw = attempt.holds(Spool.in(folder, mostBytes));
            raw.fill(file);
            return rows(attempt, raw);
        } catch (Spool.FullException e) {
            throw named(
                    attempt,
                    part,
                    new RefusedFileException("it is larger than dim-film.max-file-mb=" + (mostBytes >> 20)
                            + " allows; raise it if that is right"));
        } catch (RefusedFileException e) {
            throw named(attempt, part, e);
        }
    }

    /** Where S3 gives no ETag, no condition can be asked for: what came is held against it here, with the same end. */
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

    private FilmRows rows(RefreshAttempt attempt, Spool raw) throws IOException, RefusedFileException {
        Unpacking.Unpacked file = new Unpacking(folder, mostBytes).unpack(raw);
        Spool films = attempt.holds(file.spool());
        Spool rows = attempt.holds(Spool.in(folder, mostBytes));
        FilmFileSummary summary;
        try (OutputStream out = rows.output()) {
            summary = file.kind() == FileKind.PARQUET
                    ? new ParquetFilms(contract).read(films, out)
                    : new CsvFilms(contract).read(films, out);
        }
        films.close();
        attempt.has(summary.present());
        if (notices.ignores(summary.ignored())) {
            LOG.info(
                    "The film file has columns that dim_film has not, and that are ignored: {}",
                    String.join(", ", summary.ignored()));
        }
        return new FilmRows(contract, rows);
    }

    private static RefusedFileException named(RefreshAttempt attempt, FilmPart part, RefusedFileException e) {
        return attempt.version().isFolder() ? e.in(part.name()) : e;
    }
}
